/**
 * Quantised operators, of ONNX and of {@code com.microsoft}. A quantum {@code q} of a small integer
 * type stands for the number {@code (q - zero point) * scale}.
 *
 * <p>Rounding is half to even, and saturates. Sums of products of quanta are exact, modulo 2^32.
 */
package dev.vecurrent.internal.op.quant;
