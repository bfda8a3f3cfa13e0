package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
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
        new UnaryFunction.Kernel(reader.kernels().elu(low, high, divisor)) {
          @Override
          public double of(double x) {
            return x < 0 ? low * StrictMath.expm1(x / divisor) : high * x;
          }
        });
  }

  /** Gelu, exact or by tanh. */
  static Operator gelu(NodeReader reader) {
    String approximate = reader.string("approximate", "none");
    switch (approximate) {
      case "tanh" -> {
        RowFunction tanh = reader.kernels().function(RowKind.TANH);
        return Unary.read(reader, 20, ComposedRows.geluTanh(tanh));
      }
      case "none" -> {}
      default -> reader.refuse("approximate", approximate, "expected none or tanh");
    }
    RowFunction erf = reader.kernels().function(RowKind.ERF);
    return Unary.read(reader, 20, ComposedRows.gelu(erf));
  }

  /** HardSigmoid: {@code alpha x + beta} within [0, 1]. */
  static Operator hardSigmoid(NodeReader reader) {
    float alpha = reader.number("alpha", 0.2f);
    float beta = reader.number("beta", 0.5f);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.hardSigmoid(alpha, beta, x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.max(0, Math.min(1, Math.fma(alpha, x, beta)));
          }
        });
  }

  /** HardSwish: x times HardSigmoid of alpha 1/6. */
  static Operator hardSwish(NodeReader reader) {
    return Unary.read(
        reader,
        14,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.hardSwish(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return x * Math.max(0, Math.min(1, Math.fma(1.0 / 6, x, 0.5)));
          }
        });
  }

  /** LeakyRelu: x, below 0 {@code alpha x}. */
  static Operator leakyRelu(NodeReader reader) {
    float alpha = reader.number("alpha", 0.01f);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.leakyRelu(alpha, x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.max(x, 0) + alpha * Math.min(x, 0);
          }
        });
  }

  /** Mish: {@code x tanh(softplus(x))}. */
  static Operator mish(NodeReader reader) {
    RowFunction exp = reader.kernels().function(RowKind.EXP);
    return Unary.read(reader, 18, ComposedRows.mish(exp));
  }

  /** Relu of numbers. */
  static Operator relu(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.relu(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return Math.max(x, 0);
          }

          @Override
          public boolean takesIntegers() {
            return true;
          }

          @Override
          public long of(long x) {
            return Math.max(x, 0);
          }

          @Override
          public long unsigned(long x) {
            return x;
          }
        });
  }

  /** Shrink: numbers within lambd of 0 become 0, others come closer by bias. */
  static Operator shrink(NodeReader reader) {
    float bias = reader.number("bias", 0);
    float lambda = reader.number("lambd", 0.5f);
    return Unary.read(
        reader,
        9,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.shrink(bias, lambda, x, out, at, size);
          }

          @Override
          public double of(double x) {
            return shrunk(bias, lambda, x);
          }

          @Override
          public boolean takesIntegers() {
            return true;
          }

          @Override
          public long of(long x) {
            return (long) shrunk(bias, lambda, (double) x);
          }

          @Override
          public long unsigned(long x) {
            return Integers.ofReal(
                ElementType.UINT64, shrunk(bias, lambda, Integers.real(ElementType.UINT64, x)));
          }
        });
  }

  private static double shrunk(float bias, float lambda, double x) {
    return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
  }

  /** Softplus: {@code log(1 + e^x)}. */
  static Operator softplus(NodeReader reader) {
    RowFunction exp = reader.kernels().function(RowKind.EXP);
    RowFunction log = reader.kernels().function(RowKind.LOG);
    return Unary.read(reader, 1, ComposedRows.softplus(exp, log));
  }

  /** Softsign: {@code x / (1 + |x|)}. */
  static Operator softsign(NodeReader reader) {
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.softsign(x, out, at, size);
          }

          @Override
          public double of(double x) {
            return x / (1 + Math.abs(x));
          }
        });
  }

  /** Swish: {@code x sigmoid(alpha x)}. */
  static Operator swish(NodeReader reader) {
    float alpha = reader.number("alpha", 1);
    RowFunction sigmoid = reader.kernels().function(RowKind.SIGMOID);
    return Unary.read(reader, 24, ComposedRows.swish(alpha, sigmoid));
  }

  /** ThresholdedRelu: x above alpha, else 0; an experiment below opset 10. */
  static Operator thresholdedRelu(NodeReader reader) {
    float alpha = reader.number("alpha", 1);
    return Unary.read(
        reader,
        1,
        new UnaryFunction.Loop() {
          @Override
          public void loop(float[] x, float[] out, int at, int size) {
            FloatLoops.thresholdedRelu(alpha, x, out, at, size);
          }

          @Override
          public double of(double x) {
            return x > alpha ? x : 0;
          }
        });
  }
}
