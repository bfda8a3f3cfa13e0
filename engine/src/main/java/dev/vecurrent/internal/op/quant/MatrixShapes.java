package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** Shapes of products as numpy.matmul has them, and of scales and zero points beside them. */
final class MatrixShapes {

  /** The work of a row beside that of its elements. */
  static final int ROW = 64;

  private MatrixShapes() {}

  /** The dimensions of a product, as far as they are known; {@code null} where a rank is not. */
  static int @Nullable [] infer(String name, Fact a, Fact b) {
    int[] aDims = a.dims();
    int[] bDims = b.dims();
    if (aDims == null || bDims == null) {
      return null;
    }
    if (aDims.length == 0 || bDims.length == 0) {
      throw new IllegalArgumentException(name + ": a scalar is no matrix");
    }
    int inA = aDims[aDims.length - 1];
    int inB = bDims[Math.max(0, bDims.length - 2)];
    if (inA != inB && inA >= 0 && inB >= 0) {
      throw notMultiplied(name, Shapes.text(aDims), Shapes.text(bDims));
    }
    int[] outer =
        Shapes.broadcast(
            name,
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
    return Arrays.copyOf(out, rank);
  }

  /**
   * The work of a product: of A and B in 16 bits, of sums, and of what becomes of them row by row.
   */
  static long work(@Nullable Fact a, @Nullable Fact[] inputs, Fact[] outputs) {
    long operands = Shapes.times(2, Work.elements(inputs, outputs));
    long sums = Shapes.times(Work.made(outputs), Work.plus(terms(a), ROW + 16));
    return Work.plus(operands, sums);
  }

  /** Products that each element takes, where A is known; the larger axis is never too little. */
  private static long terms(@Nullable Fact a) {
    int[] dims = a == null ? null : a.dims();
    int terms = 1;
    for (int axis = Math.max(0, dims == null ? 0 : dims.length - 2);
        dims != null && axis < dims.length;
        axis++) {
      terms = Math.max(terms, dims[axis]);
    }
    return terms;
  }

  private static IllegalArgumentException notMultiplied(String name, String a, String b) {
    return new IllegalArgumentException(name + ": " + a + " and " + b + " do not multiply");
  }

  /** Gives the output its shape. */
  static void resize(String name, Tensor a, Tensor b, Tensor out, int[] dims) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new IllegalArgumentException(name + ": a scalar is no matrix");
    }
    if (depth(a) != b.dim(Math.max(0, b.rank() - 2))) {
      throw notMultiplied(name, a.toString(), b.toString());
    }
    int outerRank = outerRank(a, b);
    for (int axis = 0; axis < outerRank; axis++) {
      int da = outer(a, axis, outerRank);
      int db = outer(b, axis, outerRank);
      if (da != db && da != 1 && db != 1) {
        throw new IllegalArgumentException(name + ": " + a + " and " + b + " do not broadcast");
      }
      dims[axis] = da == 1 ? db : da;
    }
    int rank = outerRank;
    if (a.rank() > 1) {
      dims[rank++] = rows(a);
    }
    if (b.rank() > 1) {
      dims[rank++] = columns(b);
    }
    out.resize(dims, rank);
  }

  /** Rows of each matrix of A. */
  static int rows(Tensor a) {
    return a.rank() > 1 ? a.dim(a.rank() - 2) : 1;
  }

  /** Columns of each matrix of B. */
  static int columns(Tensor b) {
    return b.rank() > 1 ? b.dim(b.rank() - 1) : 1;
  }

  /** Terms of each sum. */
  static int depth(Tensor a) {
    return a.dim(a.rank() - 1);
  }

  private static int outerRank(Tensor a, Tensor b) {
    return Math.max(0, Math.max(a.rank(), b.rank()) - 2);
  }

  private static int outer(Tensor tensor, int axis, int outerRank) {
    int own = axis - outerRank + tensor.rank() - 2;
    return own < 0 || tensor.rank() < 2 ? 1 : tensor.dim(own);
  }

  /** Which matrix of an operand meets the {@code index}-th of the product. */
  static int matrix(Tensor operand, Tensor a, Tensor b, int index) {
    int outerRank = outerRank(a, b);
    int rest = index;
    int at = 0;
    int stride = 1;
    for (int axis = outerRank - 1; axis >= 0; axis--) {
      int dim = outer(operand, axis, outerRank);
      int other = outer(operand == a ? b : a, axis, outerRank);
      int out = dim == 1 ? other : dim;
      at += dim == 1 ? 0 : rest % out * stride;
      stride *= dim;
      rest /= out;
    }
    return at;
  }

  /**
   * Refuses scales or zero points that are neither one, nor one for each row (of B: column), nor of
   * the operand's shape with the axis that is summed over of size 1.
   */
  static void requireFits(String name, String what, Tensor of, Tensor operand, boolean rows) {
    int each = rows ? rows(operand) : columns(operand);
    boolean fits = of.size() == 1 || (of.rank() == 1 && of.size() == each);
    if (!fits && of.rank() == operand.rank() && of.rank() >= 2) {
      int summed = rows ? of.rank() - 1 : of.rank() - 2;
      fits = true;
      for (int axis = 0; axis < of.rank(); axis++) {
        fits &= of.dim(axis) == (axis == summed ? 1 : operand.dim(axis));
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          name
              + ": "
              + what
              + " is "
              + of
              + " beside "
              + operand
              + ", expected one element, or one for each "
              + (rows ? "row" : "column"));
    }
  }

  /** As above, of what is constant: so that a model is refused before it runs. */
  static void requireFits(String name, String what, @Nullable Fact of, Fact operand, boolean rows) {
    Tensor tensor = of == null ? null : of.constant();
    Tensor beside = operand.constant();
    if (tensor != null && beside != null) {
      requireFits(name, what, tensor, beside, rows);
    }
  }

  /** The place of the scale or zero point of a row or column. */
  static int place(Tensor of, int matrix, int each, int one) {
    return of.size() == 1 ? 0 : of.size() == each ? one : matrix * each + one;
  }
}
