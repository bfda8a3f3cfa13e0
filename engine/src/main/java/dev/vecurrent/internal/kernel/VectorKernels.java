package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.Nullable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The kernels on the Vector API: {@link VectorProduct}, {@link VectorEpilogue} and {@link
 * VectorActivation}.
 */
final class VectorKernels extends Kernels {

  static final Kernels INSTANCE = new VectorKernels();

  private static final long CACHE_LINE = 64;

  private static final int PANEL = 2 * LANES;

  private VectorKernels() {}

  @Override
  public String describe() {
    return "vector, " + F32.vectorBitSize() + " bit";
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public boolean isVector() {
    return true;
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
    VectorProduct.multiply(
        a,
        aAt,
        aFrom,
        rows,
        depth,
        b,
        bAt,
        panels,
        init,
        initAt,
        initStride,
        out,
        outAt,
        outStride);
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
    VectorConvolution.convolve(
        a, aAt, aFrom, rows, depth, image, bAt, shift, panels, out, outAt, outStride);
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
    int groups = panels / 4;
    if (aligned != null && groups > 0) {
      AlignedRow.multiply(a, aAt, depth, aligned, bAt, groups, init, initAt, out, outAt, backwards);
      part(a, aAt, depth, b, bAt, 4 * groups, panels, init, initAt, out, outAt);
    } else if (backwards) {
      part(a, aAt, depth, b, bAt, 4 * groups, panels, init, initAt, out, outAt);
      for (int from = 4 * groups - 4; from >= 0; from -= 4) {
        part(a, aAt, depth, b, bAt, from, from + 4, init, initAt, out, outAt);
      }
    } else {
      part(a, aAt, depth, b, bAt, 0, panels, init, initAt, out, outAt);
    }
  }

  /** Panels {@code [from, to)} of a product of one row. */
  private static void part(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      int from,
      int to,
      float[] init,
      int initAt,
      float[] out,
      int outAt) {
    if (from < to) {
      int column = from * PANEL;
      VectorTiles.row(
          a,
          aAt,
          depth,
          b,
          bAt + column * depth,
          to - from,
          init,
          initAt + column,
          out,
          outAt + column);
    }
  }

  @Override
  public @Nullable MemorySegment aligned(float[] packed) {
    MemorySegment copy;
    try {
      copy = Arena.ofAuto().allocate((long) Float.BYTES * packed.length, CACHE_LINE);
    } catch (OutOfMemoryError e) {
      return null; // memory outside of the heap has ended, and a copy is only faster
    }
    MemorySegment.copy(packed, 0, copy, ValueLayout.JAVA_FLOAT, 0, packed.length);
    return copy;
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
    VectorEpilogue.lstm(gates, gatesAt, gatesStride, rows, blocks, c, h, stateStride);
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
    VectorEpilogue.gruLinear(x, xAt, r, gatesStride, rows, blocks, h, stateStride);
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
    VectorEpilogue.gru(x, xAt, xStride, r, rStride, rows, blocks, h, reset, stateStride);
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
    VectorEpilogue.gru(x, xAt, xStride, r, rStride, rows, blocks, h, null, stateStride);
  }

  @Override
  public void rnnTanh(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    VectorEpilogue.rnnTanh(gates, gatesAt, gatesStride, rows, size, h, stateStride);
  }

  @Override
  public void rnnRelu(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    VectorEpilogue.rnnRelu(gates, gatesAt, gatesStride, rows, size, h, stateStride);
  }

  @Override
  public void sigmoid(float[] from, int fromAt, float[] to, int toAt, int size) {
    int body = F32.loopBound(size);
    System.arraycopy(from, fromAt, to, toAt, body);
    VectorActivation.sigmoid(to, toAt, 0, 1, LANES, body / LANES, 1);
    for (int j = body; j < size; j++) {
      to[toAt + j] = FloatMath.sigmoid(from[fromAt + j]);
    }
  }

  @Override
  public void tanh(float[] from, int fromAt, float[] to, int toAt, int size) {
    int body = F32.loopBound(size);
    VectorActivation.tanh(from, fromAt, 0, LANES, to, toAt, 0, LANES, 1, body / LANES);
    for (int j = body; j < size; j++) {
      to[toAt + j] = FloatMath.tanh(from[fromAt + j]);
    }
  }
}
