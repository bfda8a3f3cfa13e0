package dev.vecurrent.internal.exec;

/**
 * The order of the dimensions in which a recurrent layer writes Y: that of the ONNX operator, or
 * one in which the next layer or the graph around it reads it without a transposed copy.
 */
public enum YOrder {
  /** {@code [T, D, N, H]}: ONNX {@code layout = 0}. */
  T_D_N_H(false, false),
  /** {@code [T, N, D*H]}. */
  T_N_DH(false, true),
  /** {@code [N, T, D, H]}: ONNX {@code layout = 1}. */
  N_T_D_H(true, false),
  /** {@code [N, T, D*H]}. */
  N_T_DH(true, true);

  private final boolean batchMajor;
  private final boolean merged;

  YOrder(boolean batchMajor, boolean merged) {
    this.batchMajor = batchMajor;
    this.merged = merged;
  }

  /** Whether the batch is the outermost dimension. */
  public boolean batchMajor() {
    return batchMajor;
  }

  /** Whether directions and units are one dimension. */
  public boolean merged() {
    return merged;
  }
}
