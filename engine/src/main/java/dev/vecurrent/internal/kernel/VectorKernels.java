package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The kernels on the Vector API: {@link VectorProduct}, {@link VectorEpilogue} and {@link VectorMath}. */
final class VectorKernels extends Kernels {

  static final Kernels INSTANCE = new VectorKernels();

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
        a, aAt, aFrom, rows, depth, b, bAt, panels, init, initAt, initStride, out, outAt, outStride);
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
      VectorEpilogue.lstmGates(gates, gatesAt + m * gatesStride, blocks);
      VectorEpilogue.lstmStates(gates, gatesAt + m * gatesStride, blocks, c, h, m * stateStride);
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
      VectorEpilogue.gruLinear(
          x, xAt + m * gatesStride, r, m * gatesStride, blocks, h, m * stateStride);
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
      VectorEpilogue.gruReset(
          x, xAt + m * xStride, r, m * rStride, blocks, h, reset, m * stateStride);
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
      VectorEpilogue.gruUpdate(x, xAt + m * xStride, r, m * rStride, blocks, h, m * stateStride);
    }
  }

  @Override
  public void rnnTanh(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    for (int m = 0; m < rows; m++) {
      VectorEpilogue.rnnTanh(gates, gatesAt + m * gatesStride, size, h, m * stateStride);
    }
  }

  @Override
  public void rnnRelu(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    for (int m = 0; m < rows; m++) {
      VectorEpilogue.rnnRelu(gates, gatesAt + m * gatesStride, size, h, m * stateStride);
    }
  }

  @Override
  public void sigmoid(float[] from, int fromAt, float[] to, int toAt, int size) {
    int j = 0;
    for (int body = F32.loopBound(size); j < body; j += LANES) {
      VectorMath.sigmoid(FloatVector.fromArray(F32, from, fromAt + j)).intoArray(to, toAt + j);
    }
    if (j < size) {
      VectorMask<Float> rest = F32.indexInRange(j, size);
      VectorMath.sigmoid(FloatVector.fromArray(F32, from, fromAt + j, rest))
          .intoArray(to, toAt + j, rest);
    }
  }

  @Override
  public void tanh(float[] from, int fromAt, float[] to, int toAt, int size) {
    int j = 0;
    for (int body = F32.loopBound(size); j < body; j += LANES) {
      VectorMath.tanh(FloatVector.fromArray(F32, from, fromAt + j)).intoArray(to, toAt + j);
    }
    if (j < size) {
      VectorMask<Float> rest = F32.indexInRange(j, size);
      VectorMath.tanh(FloatVector.fromArray(F32, from, fromAt + j, rest))
          .intoArray(to, toAt + j, rest);
    }
  }
}
