package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.EpilogueHost;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Set;

/**
 * ONNX MatMul, as numpy.matmul: vectors count as matrices of one row or column, outer axes
 * broadcast.
 */
public final class MatMul implements EpilogueHost {

  private final Kernels kernels;
  private final @Nullable DenseWeights packed;

  /** What is added to each row, {@code [n]}. */
  private final float @Nullable [] bias;

  private final @Nullable Epilogue epilogue;

  private MatMul(
      Kernels kernels,
      @Nullable DenseWeights packed,
      float @Nullable [] bias,
      @Nullable Epilogue epilogue) {
    this.kernels = kernels;
    this.packed = packed;
    this.bias = bias;
    this.epilogue = epilogue;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(2, 2);
    reader.requireOutputs(1, 1);
    return new MatMul(reader.kernels(), null, null, null);
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.ROW_INDEPENDENT);
  }

  @Override
  public int wantedSize(Tensor weights, int axis, int rank) {
    return weights.rank() == 2 && axis == rank - 1 ? weights.dim(0) : -1;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required("MatMul", inputs, 0);
    Fact b = Ports.required("MatMul", inputs, 1);
    Types.require("MatMul", "A", a, Types.ALL_NUMBERS);
    Types.requireSame("MatMul", a, b);
    int[] aDims = a.dims();
    int[] bDims = b.dims();
    Shapes.requireRank("MatMul", "A", a, 1, Tensor.MAX_RANK);
    Shapes.requireRank("MatMul", "B", b, 1, Tensor.MAX_RANK);
    if (aDims == null || bDims == null) {
      return new Fact[] {Fact.of(a.type())};
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
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor b = Ports.optional(constants, 1);
    if (b == null || !isPackable(b)) {
      return new MatMul(packing.kernels(), null, bias, epilogue);
    }
    return new MatMul(packing.kernels(), new DenseWeights(packing, b, false), bias, epilogue);
  }

  @Override
  public EpilogueHost withEpilogue(Epilogue chain) {
    return new MatMul(kernels, packed, bias, chain);
  }

  /** Of a product with one constant matrix, whose rows the bias is as long as. */
  @Override
  public @Nullable EpilogueHost withBias(Tensor added, @Nullable Fact[] inputs) {
    Fact a = Ports.required("MatMul", inputs, 0);
    Tensor b = Ports.required("MatMul", inputs, 1).constant();
    int[] aDims = a.dims();
    boolean fits =
        added.type() == ElementType.FLOAT32
            && added.rank() == 1
            && isPackable(b)
            && aDims != null
            && aDims.length >= 2
            && b != null
            && b.dim(1) == added.size();
    return fits ? new MatMul(kernels, null, added.floats(), null) : null;
  }

  private static boolean isPackable(@Nullable Tensor b) {
    return b != null && b.type() == ElementType.FLOAT32 && b.rank() == 2 && b.size() > 0;
  }

  @Override
  public String describe() {
    String matrix = packed == null ? "" : packed.describe();
    return matrix
        + (bias == null ? "" : "; then Add of a row")
        + (epilogue == null ? "" : epilogue.asEpilogue());
  }

  @Override
  public long packedBytes() {
    return packed == null ? 0 : packed.bytes();
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] b = Ports.required("MatMul", inputs, 1).dims();
    long columns = b != null && b.length > 1 ? Work.dimFromEnd(inputs[1], 1) : 1;
    return DenseProduct.work(inputs, outputs, Work.dimFromEnd(inputs[0], 1), columns);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required("MatMul", inputs, 0);
    Tensor b = Ports.required("MatMul", inputs, 1);
    Tensor out = Ports.required("MatMul", outputs, 0);
    Shapes.requireRank("MatMul", "A", a, 1, Tensor.MAX_RANK);
    Shapes.requireRank("MatMul", "B", b, 1, Tensor.MAX_RANK);
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
      packed.multiply(a.floats(), out.floats(), a.size() / k, bias, epilogue, workspace);
      return;
    }
    int matrices = out.size() / (m * n);
    if (isOneMatrix(b)) {
      int rows = a.size() == 0 ? matrices * m : a.size() / k;
      one(a, 0, b, 0, out, 0, rows, n, k, workspace);
    } else {
      for (int i = 0; i < matrices; i++) {
        int aAt = matrixAt(a, out, outerRank, i) * m * k;
        int bAt = matrixAt(b, out, outerRank, i) * k * n;
        one(a, aAt, b, bAt, out, i * m * n, m, n, k, workspace);
      }
    }
    finish(out, workspace);
  }

  private void one(
      Tensor a,
      int aAt,
      Tensor b,
      int bAt,
      Tensor out,
      int outAt,
      int m,
      int n,
      int k,
      Workspace workspace) {
    if (out.type() == ElementType.FLOAT32) {
      GivenMatrix matrix = GivenMatrix.of(kernels, workspace);
      matrix.multiply(a.floats(), aAt, b.floats(), bAt, out.floats(), outAt, m, n, k);
    } else {
      DenseProduct.run(a, aAt, k, 1, b, bAt, n, 1, out, outAt, m, n, k, workspace);
    }
  }

  /** What a product that is not packed still lacks. */
  private void finish(Tensor out, Workspace workspace) {
    if (bias != null) {
      for (int at = 0; at < out.size(); at += bias.length) {
        workspace.spend(bias.length);
        for (int i = 0; i < bias.length; i++) {
          out.floats()[at + i] += bias[i];
        }
      }
    }
    if (epilogue != null) {
      epilogue.inPlace(out.floats(), 0, out.size(), workspace);
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
