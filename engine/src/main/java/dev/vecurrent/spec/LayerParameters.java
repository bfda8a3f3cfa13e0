package dev.vecurrent.spec;

/**
 * The weights of one direction of a recurrent layer, in the order of a {@link WeightLayout}.
 * Matrices are dense and row-major; see {@link WeightLayout} for their shapes. Arrays are read when
 * a network is built, and not kept.
 *
 * @param layout whose order this is
 * @param w input weights, {@code G*H*I} floats: {@code weight_ih} in PyTorch, {@code kernel} in
 *     Keras
 * @param r recurrent weights, {@code G*H*H} floats: {@code weight_hh}, {@code recurrent_kernel}
 * @param wb input bias, {@code G*H} floats: {@code bias_ih}, {@code bias}; empty for zero
 * @param rb recurrent bias, {@code G*H} floats: {@code bias_hh}, the second row of a {@code
 *     reset_after} GRU's bias; empty for zero
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
public record LayerParameters(WeightLayout layout, float[] w, float[] r, float[] wb, float[] rb) {

  /** Weights without biases. */
  public static LayerParameters of(WeightLayout layout, float[] w, float[] r) {
    return new LayerParameters(layout, w, r, new float[0], new float[0]);
  }
}
