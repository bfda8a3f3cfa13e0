package dev.vecurrent.internal.kernel;

/** A function of rows that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartFunction extends RowFunction {

  private final RowFunction vector;
  private final RowFunction scalar;
  private final Turns turns;

  QuickStartFunction(RowFunction vector, RowFunction scalar, Turns turns) {
    this.vector = vector;
    this.scalar = scalar;
    this.turns = turns;
  }

  @Override
  public void apply(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (turns.isDone()) {
      vector.apply(from, fromAt, to, toAt, size);
      return;
    }
    boolean isProbe = turns.isProbe();
    long start = turns.now();
    (isProbe ? vector : scalar).apply(from, fromAt, to, toAt, size);
    turns.ran(isProbe, start, size);
  }
}
