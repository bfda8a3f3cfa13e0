package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Set;

/**
 * QGemm of {@code com.microsoft}: A {@code [M, K]} by B {@code [K, N]}, either transposed, plus C
 * of INT32, as exact sums. Times {@code alpha * a_scale * b_scale} they are the output, or its
 * quanta where there are y_scale and y_zero_point. The scale of B is one or one for each column.
 */
final class QGemm implements Operator {

  private static final String NAME = "QGemm";

  private static final int A_SCALE = 1;
  private static final int A_ZERO = 2;
  private static final int B = 3;
  private static final int B_SCALE = 4;
  private static final int B_ZERO = 5;
  private static final int C = 6;
  private static final int Y_SCALE = 7;
  private static final int Y_ZERO = 8;

  /** The work of an element that is divided out. */
  private static final int MOVED = 4;

  private final float alpha;
  private final boolean transA;
  private final boolean transB;

  /** B less its zero points, {@code [K, N]}, where both are constant. */
  private final short @Nullable [] packed;

  private QGemm(float alpha, boolean transA, boolean transB, short @Nullable [] packed) {
    this.alpha = alpha;
    this.transA = transA;
    this.transB = transB;
    this.packed = packed;
  }

  static Operator read(NodeReader reader) {
    reader.requireInputs(6, 9);
    reader.requireOutputs(1, 1);
    if (reader.hasInput(Y_SCALE) != reader.hasInput(Y_ZERO)) {
      reader.refuse("y_scale, y_zero_point", "", "expected both or none");
    }
    return new QGemm(
        reader.number("alpha", 1),
        reader.flag("transA", false),
        reader.flag("transB", false),
        null);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact a = Ports.required(NAME, inputs, 0);
    Fact b = Ports.required(NAME, inputs, B);
    Types.require(NAME, "A", a, Quanta.BYTES);
    Types.require(NAME, "B", b, Quanta.BYTES);
    Types.requireSame(NAME, a, Ports.required(NAME, inputs, A_ZERO));
    Types.requireSame(NAME, b, Ports.required(NAME, inputs, B_ZERO));
    Types.require(NAME, "a_scale", Ports.required(NAME, inputs, A_SCALE), Quanta.SCALES);
    Types.require(NAME, "b_scale", Ports.required(NAME, inputs, B_SCALE), Quanta.SCALES);
    Fact c = Ports.optional(inputs, C);
    if (c != null) {
      Types.require(NAME, "C", c, Set.of(ElementType.INT32));
    }
    Fact scale = Ports.optional(inputs, Y_SCALE);
    Fact zero = Ports.optional(inputs, Y_ZERO);
    ElementType type = ElementType.FLOAT32;
    if (scale != null && zero != null) {
      Types.require(NAME, "y_scale", scale, Quanta.SCALES);
      type = Types.require(NAME, "y_zero_point", zero, Quanta.BYTES);
    }
    int[] aDims = a.dims();
    int[] bDims = b.dims();
    if (aDims == null || bDims == null) {
      return new Fact[] {Fact.of(type, Fact.UNKNOWN, Fact.UNKNOWN)};
    }
    if (aDims.length != 2 || bDims.length != 2) {
      throw notMatrices(Shapes.text(aDims), Shapes.text(bDims));
    }
    int k = aDims[transA ? 0 : 1];
    int inB = bDims[transB ? 1 : 0];
    if (k >= 0 && inB >= 0 && k != inB) {
      throw notMatrices(Shapes.text(aDims), Shapes.text(bDims));
    }
    for (int i = B_SCALE; i <= B_ZERO; i++) {
      Tensor constant = Ports.required(NAME, inputs, i).constant();
      if (constant != null && bDims[transB ? 0 : 1] >= 0) {
        requireColumns(i == B_SCALE ? "b_scale" : "b_zero_point", constant, bDims[transB ? 0 : 1]);
      }
    }
    return new Fact[] {Fact.of(type, aDims[transA ? 1 : 0], bDims[transB ? 0 : 1])};
  }

  private IllegalArgumentException notMatrices(String a, String b) {
    return new IllegalArgumentException(
        "QGemm: A and B are "
            + a
            + " and "
            + b
            + ", expected matrices that multiply with transA "
            + (transA ? 1 : 0)
            + " and transB "
            + (transB ? 1 : 0));
  }

  @Override
  public Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    Tensor b = Ports.optional(constants, B);
    Tensor zero = Ports.optional(constants, B_ZERO);
    if (b == null || zero == null || b.rank() != 2) {
      return this;
    }
    short[] widened = packing.shorts(b.size());
    widenB(b, zero, widened, packing.bounds().watch());
    return new QGemm(alpha, transA, transB, widened);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long moved = Shapes.times(2 * MOVED, Work.elements(inputs, outputs));
    return Work.plus(moved, MatrixShapes.work(inputs[0], inputs, outputs));
  }

  @Override
  public String describe() {
    return packed == null ? "" : "B widened to 16 bit (" + packedBytes() + " bytes), exact sums";
  }

  @Override
  public long packedBytes() {
    return packed == null ? 0 : 2L * packed.length;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor a = Ports.required(NAME, inputs, 0);
    Tensor b = Ports.required(NAME, inputs, B);
    Tensor out = Ports.required(NAME, outputs, 0);
    boolean fits = a.rank() == 2 && b.rank() == 2;
    if (!fits || a.dim(transA ? 0 : 1) != b.dim(transB ? 1 : 0)) {
      throw notMatrices(a.toString(), b.toString());
    }
    int m = a.dim(transA ? 1 : 0);
    int k = a.dim(transA ? 0 : 1);
    int n = b.dim(transB ? 0 : 1);
    workspace.dims[0] = m;
    workspace.dims[1] = n;
    out.resize(workspace.dims, 2);
    Watch watch = workspace.bounds().watch();
    int zero = Quanta.get(one("a_zero_point", Ports.required(NAME, inputs, A_ZERO)), 0);
    if (out.size() == 0) {
      return;
    }
    short[] wideA = workspace.shorts(0, a.size());
    widen(a, zero, transA, wideA, watch);
    short[] wideB = packed;
    if (wideB == null) {
      wideB = workspace.shorts(1, b.size());
      widenB(b, Ports.required(NAME, inputs, B_ZERO), wideB, watch);
    }
    int[] sums = workspace.ints(0, out.size());
    IntegerProduct.multiply(wideA, 0, wideB, 0, sums, 0, m, n, k, watch);
    addC(Ports.optional(inputs, C), sums, m, n, watch);
    finish(inputs, sums, out, workspace);
  }

  private static Tensor one(String what, Tensor tensor) {
    if (tensor.size() != 1) {
      throw new IllegalArgumentException(
          NAME + ": " + what + " is " + tensor + ", expected one element");
    }
    return tensor;
  }

  private static void widen(Tensor x, int zero, boolean transposed, short[] to, Watch watch) {
    if (!transposed) {
      Quanta.minus(x, 0, x.size(), zero, to, 0, watch);
      return;
    }
    int columns = x.dim(1);
    for (int from = 0, end; from < x.size(); from = end) {
      end = Pieces.end(watch, from, x.size(), MOVED);
      for (int at = from; at < end; at++) {
        to[at % columns * x.dim(0) + at / columns] = (short) (Quanta.get(x, at) - zero);
      }
    }
  }

  private void widenB(Tensor b, Tensor zero, short[] to, Watch watch) {
    int n = b.dim(transB ? 0 : 1);
    if (zero.size() == 1) {
      widen(b, Quanta.get(zero, 0), transB, to, watch);
      return;
    }
    requireColumns("b_zero_point", zero, n);
    widen(b, 0, transB, to, watch);
    for (int from = 0, end; from < b.size(); from = end) {
      end = Pieces.end(watch, from, b.size(), MOVED);
      for (int at = from; at < end; at++) {
        to[at] -= (short) Quanta.get(zero, at % n);
      }
    }
  }

  private static void requireColumns(String what, Tensor tensor, int n) {
    if (tensor.size() != 1 && (tensor.rank() != 1 || tensor.size() != n)) {
      throw new IllegalArgumentException(
          NAME
              + ": "
              + what
              + " is "
              + tensor
              + ", expected one element, or one for each of "
              + n
              + " columns");
    }
  }

  /** C is a number, a row, a column or a matrix. */
  private static void addC(@Nullable Tensor c, int[] sums, int m, int n, Watch watch) {
    if (c == null) {
      return;
    }
    int columns = c.rank() == 0 ? 1 : c.dim(c.rank() - 1);
    int rows = c.rank() < 2 ? 1 : c.dim(0);
    boolean fits = c.rank() <= 2 && (columns == 1 || columns == n) && (rows == 1 || rows == m);
    if (!fits) {
      throw new IllegalArgumentException(
          NAME + ": C is " + c + ", which does not broadcast to [" + m + ", " + n + "]");
    }
    for (int row = 0; row < m; row++) {
      int from = rows == 1 ? 0 : row * columns;
      for (int some = 0, end; some < n; some = end) {
        end = Pieces.end(watch, some, n, 1);
        for (int i = some; i < end; i++) {
          sums[row * n + i] += c.ints()[columns == 1 ? from : from + i];
        }
      }
    }
  }

  private void finish(@Nullable Tensor[] inputs, int[] sums, Tensor out, Workspace workspace) {
    int n = out.dim(1);
    float aScale = one("a_scale", Ports.required(NAME, inputs, A_SCALE)).floats()[0];
    Tensor bScale = Ports.required(NAME, inputs, B_SCALE);
    Tensor yScale = Ports.optional(inputs, Y_SCALE);
    Tensor yZero = Ports.optional(inputs, Y_ZERO);
    requireColumns("b_scale", bScale, n);
    Watch watch = workspace.bounds().watch();
    float[] scales = workspace.floats(0, n);
    for (int from = 0, end; from < n; from = end) {
      end = Pieces.end(watch, from, n, 2);
      for (int i = from; i < end; i++) {
        scales[i] = alpha * aScale * bScale.floats()[bScale.size() == 1 ? 0 : i];
        if (yScale != null) {
          scales[i] /= one("y_scale", yScale).floats()[0];
        }
      }
    }
    for (int row = 0; row < out.dim(0); row++) {
      if (yScale != null && yZero != null) {
        int zero = Quanta.get(one("y_zero_point", yZero), 0);
        Rounding.sums(sums, row * n, n, scales, out, row * n, zero, watch);
      } else {
        for (int from = 0, end; from < n; from = end) {
          end = Pieces.end(watch, from, n, 2);
          for (int i = from; i < end; i++) {
            out.floats()[row * n + i] = sums[row * n + i] * scales[i];
          }
        }
      }
    }
  }
}
