package dev.vecurrent.testing;

/** Which part of the operators' space random cases are drawn from. */
public enum CaseRegion {
  /** All of it: both layouts, float32 and float64, empty batches and sequences. */
  EVERYTHING,

  /**
   * What ONNX Runtime 1.29 computes on a CPU. It refuses {@code layout = 1}, float64, a missing
   * {@code hidden_size} and {@code sequence_lens} of int64. N = 0 aborts its process; T = 0 leaves
   * Y_c unwritten and can abort too. A length of 0 in a batch is computed.
   */
  ONNX_RUNTIME;

  /** The least T and N. */
  int leastSize() {
    return this == EVERYTHING ? 0 : 1;
  }
}
