package dev.vecurrent.bench.contender;

/**
 * The weights of one layer in ONNX's order.
 *
 * @param w {@code [D, G*H, I]}
 * @param r {@code [D, G*H, H]}
 * @param b {@code [D, 2*G*H]}, Wb and Rb
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
public record LayerWeights(float[] w, float[] r, float[] b) {}
