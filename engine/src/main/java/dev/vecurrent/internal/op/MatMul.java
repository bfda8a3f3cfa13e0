package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX MatMul, as numpy.matmul: vectors count as matrices of one row or column, outer axes
 * broadcast.
 */
final class MatMul implements Operator {

  private final @Nullable PackedMatrix packed;

  private MatMul(@Nullable PackedMatrix packed) {
    this.packed = packed;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new MatMul(null);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required("MatMul", inputs, 0);
    Fact b = Ports.required("MatMul", inputs, 1);
    Types.require("MatMul", "A", a, Types.NUMBERS);
    Types.requireSame("MatMul", a, b);
    int[] aDims = a.dims();
    int[] bDims = b.dims();
    if (aDims == null || bDims == null) {
      return new Fact[] {Fact.of(a.type())};
    }
    if (aDims.length == 0 || bDims.length == 0) {
      throw new IllegalArgumentException("MatMul: a scalar is no matrix");
    }
    int inA = aDims[aDims.length - 1];
    int inB = bDims[Math.max(0, bDims.length - 2)];
    if (inA != inB && inA >= 0 && inB >= 0) {
      throw new IllegalArgumentException(
          "MatMul: " + Shapes.text(aDims) + " and " + Shapes.text(bDims) + " do not multiply");
    }
    int[] outer =
        Shapes.broadcast(
            "MatMul",
            Arrays.copyOf(aDims, Math.max(0, aDims.length - 2)),
            Arrays.copyOf(bDims, Math.max(0, bDims.length - 2)));
    int rank = outer.length;
    int[] out = Arrays.copyOf(outer, rank + 2);
    if (aDims.length > 1) {
      out[rank++] = aDims[aDims.length - 2];
    }
    if (bDims.length > 1) {
      out[rank++] = bDims[bDims.length - 1];
    }
    return new Fact[] {new Fact(a.type(), Arrays.copyOf(out, rank), null, null)};
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Kernels kernels) {
    Tensor b = Ports.optional(constants, 1);
    if (b == null || b.type() != ElementType.FLOAT32 || b.rank() != 2 || b.size() == 0) {
      return this;
    }
    return new MatMul(new PackedMatrix(kernels, b, false));
  }

  @Override
  public String describe() {
    return packed == null ? "" : packed.describe();
  }

  @Override
  public long packedBytes() {
    return packed == null ? 0 : packed.bytes();
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required("MatMul", inputs, 0);
    Tensor b = Ports.required("MatMul", inputs, 1);
    Tensor out = Ports.required("MatMul", outputs, 0);
    int m = a.rank() > 1 ? a.dim(a.rank() - 2) : 1;
    int k = a.dim(a.rank() - 1);
    int n = b.rank() > 1 ? b.dim(b.rank() - 1) : 1;
    if (b.dim(Math.max(0, b.rank() - 2)) != k) {
      throw new IllegalArgumentException("MatMul: " + a + " and " + b + " do not multiply");
    }
    int outerRank = Math.max(0, Math.max(a.rank(), b.rank()) - 2);
    int[] dims = workspace.dims;
    for (int axis = 0; axis < outerRank; axis++) {
      int da = outer(a, axis, outerRank);
      int db = outer(b, axis, outerRank);
      if (da != db && da != 1 && db != 1) {
        throw new IllegalArgumentException("MatMul: " + a + " and " + b + " do not broadcast");
      }
      dims[axis] = da == 1 ? db : da;
    }
    int rank = outerRank;
    if (a.rank() > 1) {
      dims[rank++] = m;
    }
    if (b.rank() > 1) {
      dims[rank++] = n;
    }
    out.resize(dims, rank);
    if (out.size() == 0) {
      return;
    }
    if (packed != null && k > 0) {
      packed.multiply(a.floats(), out.floats(), a.size() / k, workspace);
      return;
    }
    int matrices = out.size() / (m * n);
    if (isOneMatrix(b)) {
      DenseProduct.run(
          a, 0, k, 1, b, 0, n, 1, out, 0, a.size() == 0 ? matrices * m : a.size() / k, n, k);
      return;
    }
    for (int i = 0; i < matrices; i++) {
      int aAt = matrixAt(a, out, outerRank, i) * m * k;
      int bAt = matrixAt(b, out, outerRank, i) * k * n;
      DenseProduct.run(a, aAt, k, 1, b, bAt, n, 1, out, i * m * n, m, n, k);
    }
  }

  /** Whether all rows of A meet the same matrix, so that they are one product. */
  private static boolean isOneMatrix(Tensor b) {
    return b.rank() <= 2;
  }

  private static int outer(Tensor tensor, int axis, int outerRank) {
    int own = axis - outerRank + tensor.rank() - 2;
    return own < 0 || tensor.rank() < 2 ? 1 : tensor.dim(own);
  }

  /** Which matrix of an operand meets the {@code index}-th of the output. */
  private static int matrixAt(Tensor operand, Tensor out, int outerRank, int index) {
    int rest = index;
    int at = 0;
    int stride = 1;
    for (int axis = outerRank - 1; axis >= 0; axis--) {
      int dim = outer(operand, axis, outerRank);
      at += dim == 1 ? 0 : rest % out.dim(axis) * stride;
      stride *= dim;
      rest /= out.dim(axis);
    }
    return at;
  }
}
