package dev.vecurrent.internal.kernel;

/** The epilogue of one {@link StepKind}. Stateless and shared by threads. */
public abstract class StepEpilogue {

  StepEpilogue() {}

  /** Runs it for the first {@code rows} rows; gates are used as scratch. */
  public abstract void run(StepRows rows, int count);
}
