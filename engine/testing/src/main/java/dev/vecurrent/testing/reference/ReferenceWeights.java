package dev.vecurrent.testing.reference;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of one direction, in the order of ONNX: row {@code gate * H + unit} of each matrix.
 */
final class ReferenceWeights {

  private final int inputSize;
  private final int hiddenSize;

  /** {@code [G*H, I]}. */
  private final double[] w;

  /** {@code [G*H, H]}. */
  private final double[] r;

  /** {@code [2*G*H]}: Wb, then Rb. */
  private final double[] b;

  /** {@code [3*H]}: i, o, f. */
  private final double[] p;

  ReferenceWeights(Cell cell, RecurrentInputs in, int direction) {
    this.inputSize = in.w().dim(2);
    this.hiddenSize = in.r().dim(2);
    int rows = cell.gates() * hiddenSize;
    this.w = slice(in.w(), direction, rows * inputSize);
    this.r = slice(in.r(), direction, rows * hiddenSize);
    this.b = slice(in.b(), direction, 2 * rows);
    this.p = slice(in.p(), direction, 3 * hiddenSize);
  }

  private static double[] slice(@Nullable Tensor tensor, int direction, int size) {
    return tensor == null
        ? new double[size]
        : Arrays.copyOfRange(
            ReferenceTensors.doubles(tensor), direction * size, (direction + 1) * size);
  }

  /** {@code Xt·(W[gate]^T)} of one unit. */
  double inputProduct(int gate, int unit, double[] x) {
    return dot(w, (gate * hiddenSize + unit) * inputSize, x);
  }

  /** {@code h·(R[gate]^T)} of one unit. */
  double recurrentProduct(int gate, int unit, double[] h) {
    return dot(r, (gate * hiddenSize + unit) * hiddenSize, h);
  }

  /** {@code Wb[gate]} of one unit. */
  double inputBias(int gate, int unit) {
    return b[gate * hiddenSize + unit];
  }

  /** {@code Rb[gate]} of one unit. */
  double recurrentBias(int gate, int unit) {
    return b[b.length / 2 + gate * hiddenSize + unit];
  }

  /** {@code P[gate]} of one unit; zero where there are no peepholes. */
  double peephole(int gate, int unit) {
    return p[gate * hiddenSize + unit];
  }

  private static double dot(double[] rows, int at, double[] vector) {
    double sum = 0;
    for (int k = 0; k < vector.length; k++) {
      sum += rows[at + k] * vector[k];
    }
    return sum;
  }
}
