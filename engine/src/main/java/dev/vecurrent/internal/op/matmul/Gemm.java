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
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX Gemm: {@code alpha A' B' + beta C}, A and B transposed on demand, C broadcast to the rows
 * and columns (optional since opset 11). Rounded as {@code fma(alpha, sum, beta * c)}.
 */
final class Gemm implements EpilogueHost {

  private final float alpha;
  private final float beta;
  private final boolean transA;
  private final boolean transB;
  private final @Nullable DenseWeights packed;

  private final @Nullable Epilogue epilogue;
  private final Kernels kernels;

  private Gemm(
      Kernels kernels,
      float alpha,
      float beta,
      boolean transA,
      boolean transB,
      @Nullable DenseWeights packed,
      @Nullable Epilogue epilogue) {
    this.kernels = kernels;
    this.packed = packed;
    this.epilogue = epilogue;
    this.alpha = alpha;
    this.beta = beta;
    this.transA = transA;
    this.transB = transB;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(reader.opset() < 11 ? 3 : 2, 3);
    reader.requireOutputs(1, 1);
    if (reader.opset() < 7) {
      reader.flag("broadcast", false); // C's shape says it as well
    }
    return new Gemm(
        reader.kernels(),
        reader.number("alpha", 1),
        reader.number("beta", 1),
        reader.flag("transA", false),
        reader.flag("transB", false),
        null,
        null);
  }

  @Override
  public int wantedRank(@Nullable Tensor weights) {
    return 2;
  }

  @Override
  public int wantedSize(Tensor weights, int axis, int rank) {
    return axis == 1 && weights.rank() == 2 && !transA ? weights.dim(transB ? 1 : 0) : -1;
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required("Gemm", inputs, 0);
    Fact b = Ports.required("Gemm", inputs, 1);
    Types.require("Gemm", "A", a, Types.REALS);
    Types.requireSame("Gemm", a, b);
    int[] aDims = matrix("A", a);
    int[] bDims = matrix("B", b);
    int inA = aDims[transA ? 0 : 1];
    int inB = bDims[transB ? 1 : 0];
    if (inA != inB && inA >= 0 && inB >= 0) {
      throw new IllegalArgumentException(
          "Gemm: A has " + inA + " columns, B has " + inB + " rows, after transposition");
    }
    Fact c = Ports.optional(inputs, 2);
    if (c != null) {
      Types.requireSame("Gemm", a, c);
    }
    return new Fact[] {Fact.of(a.type(), aDims[transA ? 1 : 0], bDims[transB ? 0 : 1])};
  }

  private static int[] matrix(String name, Fact fact) {
    int[] dims = fact.dims();
    if (dims != null && dims.length != 2) {
      throw new IllegalArgumentException(
          "Gemm: " + name + " has " + Shapes.text(dims) + ", expected a matrix");
    }
    return dims == null ? Shapes.unknown(2) : dims;
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor b = Ports.optional(constants, 1);
    if (transA || b == null || b.type() != ElementType.FLOAT32 || b.rank() != 2 || b.size() == 0) {
      return new Gemm(packing.kernels(), alpha, beta, transA, transB, null, epilogue);
    }
    return new Gemm(
        packing.kernels(),
        alpha,
        beta,
        transA,
        transB,
        new DenseWeights(packing, b, transB),
        epilogue);
  }

  @Override
  public EpilogueHost withEpilogue(Epilogue chain) {
    return new Gemm(kernels, alpha, beta, transA, transB, packed, chain);
  }

  @Override
  public String describe() {
    String matrix = packed == null ? "" : packed.describe();
    return epilogue == null ? matrix : matrix + epilogue.asEpilogue();
  }

  @Override
  public long packedBytes() {
    return packed == null ? 0 : packed.bytes();
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return DenseProduct.work(
        inputs, outputs, Work.dim(inputs[0], transA ? 0 : 1), Work.dimFromEnd(outputs[0], 1));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required("Gemm", inputs, 0);
    Tensor b = Ports.required("Gemm", inputs, 1);
    Tensor c = Ports.optional(inputs, 2);
    Tensor out = Ports.required("Gemm", outputs, 0);
    if (a.rank() != 2 || b.rank() != 2 || a.dim(transA ? 0 : 1) != b.dim(transB ? 1 : 0)) {
      throw new IllegalArgumentException("Gemm: " + a + " and " + b + " do not multiply");
    }
    int m = a.dim(transA ? 1 : 0);
    int k = a.dim(transA ? 0 : 1);
    int n = b.dim(transB ? 0 : 1);
    checkBias(c, m, n);
    workspace.dims[0] = m;
    workspace.dims[1] = n;
    out.resize(workspace.dims, 2);
    if (out.size() == 0) {
      return;
    }
    if (packed != null) {
      packed.multiply(a.floats(), out.floats(), m, null, null, workspace);
    } else if (out.type() == ElementType.FLOAT32 && !transA && !transB) {
      GivenMatrix matrix = GivenMatrix.of(kernels, workspace);
      matrix.multiply(a.floats(), 0, b.floats(), 0, out.floats(), 0, m, n, k);
    } else {
      DenseProduct.run(
          a,
          0,
          transA ? 1 : k,
          transA ? m : 1,
          b,
          0,
          transB ? 1 : n,
          transB ? k : 1,
          out,
          0,
          m,
          n,
          k,
          workspace);
    }
    if (c != null || alpha != 1) {
      finish(out, c, m, n, workspace);
    }
    if (epilogue != null) {
      epilogue.inPlace(out.floats(), 0, out.size(), workspace);
    }
  }

  private static void checkBias(@Nullable Tensor c, int m, int n) {
    if (c == null) {
      return;
    }
    int columns = c.rank() == 0 ? 1 : c.dim(c.rank() - 1);
    int rows = c.rank() < 2 ? 1 : c.dim(0);
    if (c.rank() > 2 || (columns != 1 && columns != n) || (rows != 1 && rows != m)) {
      throw new IllegalArgumentException(
          "Gemm: C is " + c + ", which does not broadcast to [" + m + ", " + n + "]");
    }
  }

  private void finish(Tensor out, @Nullable Tensor c, int m, int n, Workspace workspace) {
    boolean single = out.type() == ElementType.FLOAT32;
    int columnStep = c == null || c.rank() == 0 || c.dim(c.rank() - 1) == 1 ? 0 : 1;
    int rowStep = c == null || c.rank() < 2 || c.dim(0) == 1 ? 0 : c.dim(1);
    for (int i = 0; i < m; i++) {
      workspace.spend(Work.ROW);
      for (int j = 0, end = 0; j < n; j++) {
        end = j < end ? end : workspace.piece(j, n, 2);
        int at = i * n + j;
        int cAt = i * rowStep + j * columnStep;
        if (single) {
          float bias = c == null ? 0f : beta * c.floats()[cAt];
          out.floats()[at] = Math.fma(alpha, out.floats()[at], bias);
        } else {
          double bias = c == null ? 0 : beta * c.doubles()[cAt];
          out.doubles()[at] = Math.fma((double) alpha, out.doubles()[at], bias);
        }
      }
    }
  }
}
