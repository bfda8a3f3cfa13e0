package dev.vecurrent.spec;

/** The order of the dimensions of a recurrent layer's input, states and outputs. */
public enum Layout {
  /**
   * ONNX {@code layout = 0}: X {@code [T, N, I]}, Y {@code [T, D, N, H]}, states {@code [D, N, H]}.
   */
  TIME_MAJOR,
  /**
   * ONNX {@code layout = 1}: X {@code [N, T, I]}, Y {@code [N, T, D, H]}, states {@code [N, D, H]}.
   */
  BATCH_MAJOR
}
