package dev.vecurrent.internal.kernel;

/**
 * The scalar twin: {@link Math#fma} and loops. Also the oracle of {@code VectorKernels}, bit by
 * bit.
 */
final class ScalarKernels extends Kernels {

  static final Kernels INSTANCE = new ScalarKernels();

  private static final int L = 8;

  private ScalarKernels() {}

  @Override
  public String describe() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public boolean isVector() {
    return false;
  }

  @Override
  public void multiply(
      float[] a,
      int[] aAt,
      int aFrom,
      int rows,
      int depth,
      float[] b,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outAt,
      int outStride) {
    for (int m = 0; m < rows; m++) {
      int rowAt = outAt + m * outStride;
      System.arraycopy(init, initAt + m * initStride, out, rowAt, panels * 2 * L);
      for (int panel = 0; panel < panels; panel++) {
        row(a, aAt[aFrom + m], depth, b, bAt + panel * depth * 2 * L, out, rowAt + panel * 2 * L);
      }
    }
  }

  private static void row(float[] a, int aAt, int depth, float[] b, int bAt, float[] out, int at) {
    for (int k = 0; k < depth; k++) {
      float ak = a[aAt + k];
      int bkAt = bAt + k * 2 * L;
      for (int j = 0; j < 2 * L; j++) {
        out[at + j] = Math.fma(ak, b[bkAt + j], out[at + j]);
      }
    }
  }

  @Override
  public void lstm(
      float[] gates,
      int gatesAt,
      int gatesStride,
      int rows,
      int blocks,
      float[] c,
      float[] h,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < blocks * L; unit++) {
        int at = gatesAt + m * gatesStride + unit / L * 4 * L + unit % L;
        int stateAt = m * stateStride + unit;
        float i = FloatMath.sigmoid(gates[at]);
        float o = FloatMath.sigmoid(gates[at + L]);
        float f = FloatMath.sigmoid(gates[at + 2 * L]);
        float g = FloatMath.tanh(gates[at + 3 * L]);
        float next = FloatMath.flush(Math.fma(f, c[stateAt], i * g));
        c[stateAt] = next;
        h[stateAt] = FloatMath.flush(o * FloatMath.tanh(next));
      }
    }
  }

  @Override
  public void gruLinear(
      float[] x,
      int xAt,
      float[] r,
      int gatesStride,
      int rows,
      int blocks,
      float[] h,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < blocks * L; unit++) {
        int gateAt = m * gatesStride + unit / L * 3 * L + unit % L;
        int stateAt = m * stateStride + unit;
        float z = FloatMath.sigmoid(x[xAt + gateAt] + r[gateAt]);
        float reset = FloatMath.sigmoid(x[xAt + gateAt + L] + r[gateAt + L]);
        float n = FloatMath.tanh(Math.fma(reset, r[gateAt + 2 * L], x[xAt + gateAt + 2 * L]));
        h[stateAt] = mix(z, n, h[stateAt]);
      }
    }
  }

  @Override
  public void gruReset(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      float[] reset,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < blocks * L; unit++) {
        int gateAt = xAt + m * xStride + unit / L * 3 * L + unit % L;
        int rAt = m * rStride + unit / L * 2 * L + unit % L;
        int stateAt = m * stateStride + unit;
        x[gateAt] = FloatMath.sigmoid(x[gateAt] + r[rAt]);
        reset[stateAt] = FloatMath.sigmoid(x[gateAt + L] + r[rAt + L]) * h[stateAt];
      }
    }
  }

  @Override
  public void gruUpdate(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < blocks * L; unit++) {
        int gateAt = xAt + m * xStride + unit / L * 3 * L + unit % L;
        int stateAt = m * stateStride + unit;
        float n = FloatMath.tanh(x[gateAt + 2 * L] + r[m * rStride + unit]);
        h[stateAt] = mix(x[gateAt], n, h[stateAt]);
      }
    }
  }

  private static float mix(float z, float n, float h) {
    return FloatMath.flush(Math.fma(z, h, (1f - z) * n));
  }

  @Override
  public void rnnTanh(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < size; unit++) {
        h[m * stateStride + unit] =
            FloatMath.flush(FloatMath.tanh(gates[gatesAt + m * gatesStride + unit]));
      }
    }
  }

  @Override
  public void rnnRelu(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    for (int m = 0; m < rows; m++) {
      for (int unit = 0; unit < size; unit++) {
        float gate = gates[gatesAt + m * gatesStride + unit];
        h[m * stateStride + unit] = FloatMath.flush(gate < 0 ? 0f : gate);
      }
    }
  }

  @Override
  public void sigmoid(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int j = 0; j < size; j++) {
      to[toAt + j] = FloatMath.sigmoid(from[fromAt + j]);
    }
  }

  @Override
  public void tanh(float[] from, int fromAt, float[] to, int toAt, int size) {
    for (int j = 0; j < size; j++) {
      to[toAt + j] = FloatMath.tanh(from[fromAt + j]);
    }
  }
}
