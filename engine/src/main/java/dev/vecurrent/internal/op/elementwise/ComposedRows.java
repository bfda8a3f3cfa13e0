package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.internal.op.base.Workspace;

/**
 * Activation functions that are of floats made of kernels and arithmetic, block by block, and of
 * doubles go through {@link StrictMath}. Error bounds of floats are asserted by {@code
 * ComposedErrorTest}.
 */
final class ComposedRows {

  private static final float SQRT_HALF = 0x1.6a09e6p-1f;

  /** {@code sqrt(2 / pi)}, and that times 0.044715. */
  private static final float GELU_LINEAR = 0x1.988454p-1f;

  private static final float GELU_CUBIC = 0x1.2444f2p-5f;

  private ComposedRows() {}

  /** A function that goes from block to block. */
  private abstract static class Blocks implements UnaryFunction {

    /** What is done to at most {@link #BLOCK} elements. */
    abstract void block(float[] x, int at, float[] out, int outAt, int size, Workspace workspace);

    @Override
    public final void apply(
        float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
      for (int from = 0; from < size; from += BLOCK) {
        int some = Math.min(BLOCK, size - from);
        block(x, at + from, out, outAt + from, some, workspace);
      }
    }
  }

  /** {@code x / 2 (1 + erf(x / sqrt 2))}; the error is at most 2 ulp of x. */
  static UnaryFunction gelu(RowFunction erf) {
    return new Blocks() {
      @Override
      void block(float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
        float[] v = copy(x, at, size, workspace);
        float[] t = workspace.floats(0, FloatRow.BLOCK);
        for (int i = 0; i < size; i++) {
          t[i] = v[i] * SQRT_HALF;
        }
        erf.apply(t, 0, t, 0, size);
        halfOf(v, t, size);
        System.arraycopy(t, 0, out, outAt, size);
      }

      @Override
      public double of(double x) {
        return 0.5 * x * (1 + ErrorFunction.erf(x * Math.sqrt(0.5)));
      }
    };
  }

  /** {@code x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))}; the error: 2 ulp of x. */
  static UnaryFunction geluTanh(RowFunction tanh) {
    return new Blocks() {
      @Override
      void block(float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
        float[] v = copy(x, at, size, workspace);
        float[] t = workspace.floats(0, FloatRow.BLOCK);
        for (int i = 0; i < size; i++) {
          t[i] = v[i] * Math.fma(GELU_CUBIC * v[i], v[i], GELU_LINEAR);
        }
        tanh.apply(t, 0, t, 0, size);
        halfOf(v, t, size);
        System.arraycopy(t, 0, out, outAt, size);
      }

      @Override
      public double of(double x) {
        double cubic = x + 0.044715 * x * x * x;
        return 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * cubic));
      }
    };
  }

  private static void halfOf(float[] x, float[] t, int size) {
    for (int i = 0; i < size; i++) {
      t[i] = 0.5f * x[i] * (1f + t[i]);
    }
  }

  /** The operand where the index of scratch reads it: see {@link FloatRow.InPlace}. */
  private static float[] copy(float[] x, int at, int size, Workspace workspace) {
    float[] v = workspace.floats(2, FloatRow.BLOCK);
    System.arraycopy(x, at, v, 0, size);
    return v;
  }

  /**
   * {@code x tanh(log(1 + e^x))} as a fraction of polynomials in {@code e^-|x|}; at most 5 ulp from
   * the true value where that is normal.
   */
  static UnaryFunction mish(RowFunction exp) {
    return new Blocks() {
      @Override
      void block(float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
        float[] e = workspace.floats(0, FloatRow.BLOCK);
        minusMagnitudes(x, at, e, size);
        exp.apply(e, 0, e, 0, size);
        for (int i = 0; i < size; i++) {
          float v = x[at + i];
          float n = v < 0 ? e[i] * (e[i] + 2f) : Math.fma(2f, e[i], 1f);
          float d = v < 0 ? n + 2f : Math.fma(2f * e[i], e[i], n);
          out[outAt + i] = v * (n / d);
        }
      }

      @Override
      public double of(double x) {
        return x * StrictMath.tanh(log1pExp(x));
      }
    };
  }

  /**
   * {@code log(1 + e^x)} as {@code max(x, 0) + log1p(e^-|x|)}; at most 4 ulp from the true value.
   */
  static UnaryFunction softplus(RowFunction exp, RowFunction log) {
    return new Blocks() {
      @Override
      void block(float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
        float[] e = workspace.floats(0, FloatRow.BLOCK);
        float[] sums = workspace.floats(1, FloatRow.BLOCK);
        minusMagnitudes(x, at, e, size);
        exp.apply(e, 0, e, 0, size);
        for (int i = 0; i < size; i++) {
          sums[i] = 1f + e[i];
        }
        log.apply(sums, 0, sums, 0, size);
        for (int i = 0; i < size; i++) {
          // What 1 + e lost in rounding comes back to first order.
          float u = 1f + e[i];
          out[outAt + i] = Math.max(x[at + i], 0f) + (sums[i] + (e[i] - (u - 1f)) / u);
        }
      }

      @Override
      public double of(double x) {
        return log1pExp(x);
      }
    };
  }

  /** Softplus of doubles. */
  private static double log1pExp(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static void minusMagnitudes(float[] x, int at, float[] out, int size) {
    for (int i = 0; i < size; i++) {
      out[i] = -Math.abs(x[at + i]);
    }
  }

  /** {@code x sigmoid(alpha x)}; with alpha 1 at most 4 ulp from the true value. */
  static UnaryFunction swish(float alpha, RowFunction sigmoid) {
    return new Blocks() {
      @Override
      void block(float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
        float[] v = copy(x, at, size, workspace);
        float[] t = workspace.floats(0, FloatRow.BLOCK);
        for (int i = 0; i < size; i++) {
          t[i] = alpha * v[i];
        }
        sigmoid.apply(t, 0, t, 0, size);
        for (int i = 0; i < size; i++) {
          t[i] = v[i] * t[i];
        }
        System.arraycopy(t, 0, out, outAt, size);
      }

      @Override
      public double of(double x) {
        return x * ScalarMath.sigmoid(alpha * x);
      }
    };
  }
}
