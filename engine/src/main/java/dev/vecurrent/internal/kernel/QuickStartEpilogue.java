package dev.vecurrent.internal.kernel;

/** An epilogue that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartEpilogue extends StepEpilogue {

  private final StepEpilogue vector;
  private final StepEpilogue scalar;
  private final Turns turns;

  QuickStartEpilogue(StepEpilogue vector, StepEpilogue scalar, Turns turns) {
    this.vector = vector;
    this.scalar = scalar;
    this.turns = turns;
  }

  @Override
  public void run(StepRows rows, int count) {
    if (turns.isDone()) {
      vector.run(rows, count);
      return;
    }
    boolean isProbe = turns.isProbe();
    long start = turns.now();
    (isProbe ? vector : scalar).run(rows, count);
    turns.ran(isProbe, start, (long) count * rows.blocks);
  }
}
