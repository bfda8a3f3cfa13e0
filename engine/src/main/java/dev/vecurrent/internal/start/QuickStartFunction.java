package dev.vecurrent.internal.start;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.RowFunction;
import java.util.function.Function;

/** A function of rows that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartFunction extends RowFunction {

  private final HandOvers process;
  private final Function<Kernels, RowFunction> of;
  private final RowFunction scalar;
  private final HandOver.Turns turns;
  private @Nullable RowFunction vector;

  /**
   * A function of a model.
   *
   * @param scalar the scalar twin
   * @param of the function of some kernels
   */
  QuickStartFunction(
      HandOvers process, Kernels scalar, Function<Kernels, RowFunction> of, HandOver.Turns turns) {
    this.process = process;
    this.of = of;
    this.scalar = of.apply(scalar);
    this.turns = turns;
  }

  @Override
  public void apply(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (turns.isDone()) {
      vector().apply(from, fromAt, to, toAt, size);
      return;
    }
    long start = turns.begin();
    scalar.apply(from, fromAt, to, toAt, size);
    turns.answered(start);
  }

  private RowFunction vector() {
    RowFunction known = vector;
    if (known == null) {
      known = of.apply(process.vector());
      vector = known;
    }
    return known;
  }
}
