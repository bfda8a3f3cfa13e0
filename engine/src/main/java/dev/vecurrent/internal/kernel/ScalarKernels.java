package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.Nullable;
import java.lang.foreign.MemorySegment;

/**
 * The scalar twin: {@link Math#fma} and loops. Also the oracle of {@code VectorKernels}, bit by
 * bit.
 */
final class ScalarKernels extends Kernels {

  static final Kernels INSTANCE = new ScalarKernels(8);

  /** Columns that go through k together where panels are wide enough. */
  private static final int BLOCK = 16;

  /** Floats of what is a vector for the other twin: the layout of packed weights. */
  private final int lanes;

  private ScalarKernels(int lanes) {
    this.lanes = lanes;
  }

  /** Kernels on the layout of the vector twin, which they can stand in for. */
  static Kernels of(int lanes) {
    return new ScalarKernels(lanes);
  }

  @Override
  public String describe() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return lanes;
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
      int i = initAt + m * initStride;
      int o = outAt + m * outStride;
      multiplyRow(a, aAt[aFrom + m], depth, b, null, bAt, panels, init, i, out, o, false);
    }
  }

  @Override
  public void convolve(
      float[] a,
      int[] aAt,
      int aFrom,
      int rows,
      int depth,
      float[] image,
      int[] bAt,
      int shift,
      int panels,
      float[] out,
      int outAt,
      int outStride) {
    int columns = panels * 2 * lanes;
    for (int m = 0; m < rows; m++) {
      for (int k = 0; k < depth; k++) {
        add(a[aAt[aFrom + m] + k], image, bAt[k] + shift, out, outAt + m * outStride, columns);
      }
    }
  }

  private static void add(float a, float[] b, int bAt, float[] out, int outAt, int columns) {
    for (int j = 0; j < columns; j++) {
      out[outAt + j] = Math.fma(a, b[bAt + j], out[outAt + j]);
    }
  }

  @Override
  public void multiplyRow(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      @Nullable MemorySegment aligned,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      float[] out,
      int outAt,
      boolean backwards) {
    int panel = 2 * lanes;
    System.arraycopy(init, initAt, out, outAt, panels * panel);
    int width = Math.min(panel, BLOCK);
    for (int column = 0; column < panels * panel; column += width) {
      int within = column % panel;
      int from = bAt + (column - within) * depth + within;
      if (width == BLOCK) {
        block(a, aAt, depth, b, from, panel, out, outAt + column);
      } else {
        panel(a, aAt, depth, b, from, panel, out, outAt + column);
      }
    }
  }

  /** {@link #BLOCK} columns: a constant number, which C2 unrolls. */
  private static void block(
      float[] a, int aAt, int depth, float[] b, int bAt, int bStride, float[] out, int at) {
    for (int k = 0; k < depth; k++) {
      float ak = a[aAt + k];
      int bkAt = bAt + k * bStride;
      for (int j = 0; j < BLOCK; j++) {
        out[at + j] = Math.fma(ak, b[bkAt + j], out[at + j]);
      }
    }
  }

  /** The columns of a panel narrower than a block. */
  private static void panel(
      float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] out, int at) {
    for (int k = 0; k < depth; k++) {
      float ak = a[aAt + k];
      int bkAt = bAt + k * width;
      for (int j = 0; j < width; j++) {
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
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int at = gatesAt + m * gatesStride + unit / lanes * 4 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        float i = FloatMath.sigmoid(gates[at]);
        float o = FloatMath.sigmoid(gates[at + lanes]);
        float f = FloatMath.sigmoid(gates[at + 2 * lanes]);
        float g = FloatMath.tanh(gates[at + 3 * lanes]);
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
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int gateAt = m * gatesStride + unit / lanes * 3 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        float z = FloatMath.sigmoid(x[xAt + gateAt] + r[gateAt]);
        float reset = FloatMath.sigmoid(x[xAt + gateAt + lanes] + r[gateAt + lanes]);
        float n =
            FloatMath.tanh(Math.fma(reset, r[gateAt + 2 * lanes], x[xAt + gateAt + 2 * lanes]));
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
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int gateAt = xAt + m * xStride + unit / lanes * 3 * lanes + unit % lanes;
        int rAt = m * rStride + unit / lanes * 2 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        x[gateAt] = FloatMath.sigmoid(x[gateAt] + r[rAt]);
        reset[stateAt] = FloatMath.sigmoid(x[gateAt + lanes] + r[rAt + lanes]) * h[stateAt];
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
      for (int unit = 0; unit < blocks * lanes; unit++) {
        int gateAt = xAt + m * xStride + unit / lanes * 3 * lanes + unit % lanes;
        int stateAt = m * stateStride + unit;
        float n = FloatMath.tanh(x[gateAt + 2 * lanes] + r[m * rStride + unit]);
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
