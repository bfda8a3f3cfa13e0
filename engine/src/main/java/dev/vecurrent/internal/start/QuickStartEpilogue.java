package dev.vecurrent.internal.start;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.kernel.StepRows;

/** An epilogue that begins with the scalar twin; see {@link QuickStartKernels}. */
final class QuickStartEpilogue extends StepEpilogue {

  private final HandOvers process;
  private final StepKind kind;
  private final StepEpilogue scalar;
  private final HandOver.Turns turns;
  private @Nullable StepEpilogue vector;

  QuickStartEpilogue(HandOvers process, StepKind kind, StepEpilogue scalar, HandOver.Turns turns) {
    this.process = process;
    this.kind = kind;
    this.scalar = scalar;
    this.turns = turns;
  }

  @Override
  public void run(StepRows rows, int count) {
    if (turns.isDone()) {
      vector().run(rows, count);
      return;
    }
    long start = turns.begin();
    scalar.run(rows, count);
    turns.answered(start);
  }

  private StepEpilogue vector() {
    StepEpilogue known = vector;
    if (known == null) {
      known = process.vector().epilogue(kind);
      vector = known;
    }
    return known;
  }
}
