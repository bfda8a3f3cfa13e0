package dev.vecurrent.internal.kernel;

/** The epilogue of one {@link StepKind}. Stateless and shared by threads. */
public abstract class StepEpilogue {

  /** For twins, and for what stands in for one. */
  protected StepEpilogue() {}

  /** Runs it for the first {@code rows} rows; gates are used as scratch. */
  public abstract void run(StepRows rows, int count);
}
