package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX Det: the determinant of each square matrix of {@code [..., M, M]}, by elimination with row
 * exchanges, computed in double and rounded once.
 */
final class Determinant implements Operator {

  private static final String NAME = "Det";

  private Determinant() {}

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    return new Determinant();
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.REALS);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type())};
    }
    int rank = dims.length - 2;
    if (rank < 0 || (dims[rank] >= 0 && dims[rank + 1] >= 0 && dims[rank] != dims[rank + 1])) {
      throw new IllegalArgumentException(
          NAME + ": expected square matrices, found " + Shapes.text(dims));
    }
    return new Fact[] {new Fact(x.type(), Arrays.copyOf(dims, rank), null, null)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long size = Work.dimFromEnd(inputs[0], 1);
    long all = Work.size(Ports.required(NAME, inputs, 0));
    return Work.plus(
        Work.products(inputs, outputs, Work.ROW), Shapes.times(all, size + 2 + Work.TYPED));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    int rank = x.rank() - 2;
    if (rank < 0 || x.dim(rank) != x.dim(rank + 1)) {
      throw new IllegalArgumentException(NAME + ": expected square matrices, found " + x);
    }
    int size = x.dim(rank);
    Shapes.copyDims(x, workspace.dims);
    out.resize(workspace.dims, rank);
    if (out.size() == 0) {
      return;
    }
    double[] matrix = workspace.doubles(0, Shapes.dim(NAME, (long) size * size));
    for (int i = 0; i < out.size(); i++) {
      workspace.spend(Work.ROW);
      for (int j = 0, end = 0; j < size * size; j++) {
        end = j < end ? end : workspace.piece(j, size * size, Work.TYPED);
        int at = i * size * size + j;
        matrix[j] = x.type() == ElementType.FLOAT32 ? x.floats()[at] : x.doubles()[at];
      }
      double value = determinant(matrix, size, workspace);
      if (x.type() == ElementType.FLOAT32) {
        out.floats()[i] = (float) value;
      } else {
        out.doubles()[i] = value;
      }
    }
  }

  private static double determinant(double[] a, int size, Workspace workspace) {
    double product = 1;
    for (int column = 0; column < size; column++) {
      workspace.spend(2L * (size - column));
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        boolean more = Math.abs(a[row * size + column]) > Math.abs(a[pivot * size + column]);
        pivot = more ? row : pivot;
      }
      double top = a[pivot * size + column];
      if (top == 0) {
        return 0;
      }
      if (pivot != column) {
        product = -product;
        exchange(a, pivot * size, column * size, size);
      }
      product *= top;
      for (int row = column + 1; row < size; row++) {
        workspace.spend(size - column);
        double factor = a[row * size + column] / top;
        for (int i = column; i < size; i++) {
          a[row * size + i] = Math.fma(-factor, a[column * size + i], a[row * size + i]);
        }
      }
    }
    return product;
  }

  private static void exchange(double[] a, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      double kept = a[from + i];
      a[from + i] = a[to + i];
      a[to + i] = kept;
    }
  }
}
