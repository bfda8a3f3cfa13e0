package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.tensor.ElementType;

/**
 * The ONNX activation functions of one input, each a factory that reads its attributes. Floats go
 * through {@link FloatLoops}, {@link ComposedRows} and kernels, doubles through {@link StrictMath}.
 */
final class Activations {

  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;

  private Activations() {}

  /** Celu: {@code max(0, x) + min(0, alpha (e^(x / alpha) - 1))}. */
  static Operator celu(NodeReader reader) {
    float alpha = reader.number("alpha", 1);
    if (!(alpha > 0)) {
      reader.refuse("alpha", Float.toString(alpha), "expected a positive number");
    }
    return elu(reader, 12, alpha, 1, alpha);
  }

  /** Elu: x, below 0 {@code alpha (e^x - 1)}. */
  static Operator elu(NodeReader reader) {
    return elu(reader, 1, reader.number("alpha", 1), 1, 1);
  }

  /** Selu: gamma times x, below 0 {@code alpha gamma (e^x - 1)}. */
  static Operator selu(NodeReader reader) {
    float alpha = reader.number("alpha", SELU_ALPHA);
    float gamma = reader.number("gamma", SELU_GAMMA);
    return elu(reader, 1, alpha * gamma, gamma, 1);
  }

  private static Operator elu(NodeReader reader, int since, float low, float high, float divisor) {
    return Unary.read(
        reader,
        since,
        FloatRow.of(reader.kernels().elu(low, high, divisor)),
        x -> x < 0 ? low * StrictMath.expm1(x / divisor) : high * x);
  }

  /** Gelu, exact or by tanh. */
  static Operator gelu(NodeReader reader) {
    String approximate = reader.string("approximate", "none");
    switch (approximate) {
      case "tanh" -> {
        RowFunction tanh = reader.kernels().function(RowKind.TANH);
        return Unary.read(
            reader, 20, FloatRow.blocked(ComposedRows.geluTanh(tanh)), Activations::geluTanh);
      }
      case "none" -> {}
      default -> reader.refuse("approximate", approximate, "expected none or tanh");
    }
    return Unary.read(
        reader,
        20,
        FloatRow.blocked(ComposedRows.gelu(reader.kernels().function(RowKind.ERF))),
        x -> 0.5 * x * (1 + ErrorFunction.erf(x * Math.sqrt(0.5))));
  }

  private static double geluTanh(double x) {
    double cubic = x + 0.044715 * x * x * x;
    return 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * cubic));
  }

  /** HardSigmoid: {@code alpha x + beta} within [0, 1]. */
  static Operator hardSigmoid(NodeReader reader) {
    float alpha = reader.number("alpha", 0.2f);
    float beta = reader.number("beta", 0.5f);
    return Unary.read(
        reader,
        1,
        FloatRow.inPlace(
            (x, out, at, size) -> FloatLoops.hardSigmoid(alpha, beta, x, out, at, size)),
        x -> Math.max(0, Math.min(1, Math.fma(alpha, x, beta))));
  }

  /** HardSwish: x times HardSigmoid of alpha 1/6. */
  static Operator hardSwish(NodeReader reader) {
    return Unary.read(
        reader,
        14,
        FloatRow.inPlace(FloatLoops::hardSwish),
        x -> x * Math.max(0, Math.min(1, Math.fma(1.0 / 6, x, 0.5))));
  }

  /** LeakyRelu: x, below 0 {@code alpha x}. */
  static Operator leakyRelu(NodeReader reader) {
    float alpha = reader.number("alpha", 0.01f);
    return Unary.read(
        reader,
        1,
        FloatRow.inPlace((x, out, at, size) -> FloatLoops.leakyRelu(alpha, x, out, at, size)),
        x -> Math.max(x, 0) + alpha * Math.min(x, 0));
  }

  /** Mish: {@code x tanh(softplus(x))}. */
  static Operator mish(NodeReader reader) {
    RowFunction exp = reader.kernels().function(RowKind.EXP);
    return Unary.read(
        reader,
        18,
        FloatRow.blocked(ComposedRows.mish(exp)),
        x -> x * StrictMath.tanh(softplus(x)));
  }

  /** Relu of numbers. */
  static Operator relu(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        FloatRow.inPlace(FloatLoops::relu),
        x -> Math.max(x, 0),
        x -> Math.max(x, 0),
        x -> x);
  }

  /** Shrink: numbers within lambd of 0 become 0, others come closer by bias. */
  static Operator shrink(NodeReader reader) {
    float bias = reader.number("bias", 0);
    float lambda = reader.number("lambd", 0.5f);
    return Unary.read(
        reader,
        9,
        FloatRow.inPlace((x, out, at, size) -> FloatLoops.shrink(bias, lambda, x, out, at, size)),
        x -> shrink(bias, lambda, x),
        x -> (long) shrink(bias, lambda, (double) x),
        x ->
            Integers.ofReal(
                ElementType.UINT64, shrink(bias, lambda, Integers.real(ElementType.UINT64, x))));
  }

  private static double shrink(float bias, float lambda, double x) {
    return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
  }

  /** Softplus: {@code log(1 + e^x)}. */
  static Operator softplus(NodeReader reader) {
    RowFunction exp = reader.kernels().function(RowKind.EXP);
    RowFunction log = reader.kernels().function(RowKind.LOG);
    return Unary.read(
        reader, 1, FloatRow.blocked(ComposedRows.softplus(exp, log)), Activations::softplus);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** Softsign: {@code x / (1 + |x|)}. */
  static Operator softsign(NodeReader reader) {
    return Unary.read(
        reader, 1, FloatRow.inPlace(FloatLoops::softsign), x -> x / (1 + Math.abs(x)));
  }

  /** Swish: {@code x sigmoid(alpha x)}. */
  static Operator swish(NodeReader reader) {
    float alpha = reader.number("alpha", 1);
    return Unary.read(
        reader,
        24,
        FloatRow.blocked(ComposedRows.swish(alpha, reader.kernels().function(RowKind.SIGMOID))),
        x -> x * ScalarMath.sigmoid(alpha * x));
  }

  /** ThresholdedRelu: x above alpha, else 0; an experiment below opset 10. */
  static Operator thresholdedRelu(NodeReader reader) {
    float alpha = reader.number("alpha", 1);
    return Unary.read(
        reader,
        1,
        FloatRow.inPlace((x, out, at, size) -> FloatLoops.thresholdedRelu(alpha, x, out, at, size)),
        x -> x > alpha ? x : 0);
  }
}
