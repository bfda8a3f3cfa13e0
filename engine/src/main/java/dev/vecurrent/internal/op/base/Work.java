package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;

/**
 * How much work a node is, counted before it is done: operations of about a nanosecond, in {@code
 * long}, saturating. Folding weighs it; loops count it off as they go ({@link Workspace#spend}).
 */
public final class Work {

  /** Work that is known in a run only: such a node is never computed when a model is compiled. */
  public static final long UNSTATED = -1;

  /** What a row counts for beside its elements: finding it, and beginning its loop. */
  public static final int ROW = 16;

  /** An element that is read or written by way of its type. */
  public static final int TYPED = 8;

  /**
   * A vector kernel of an elementary function, of one element: a nanosecond in the end, many before
   * the kernel is compiled.
   */
  public static final int FUNCTION = 32;

  /** An elementary function in double precision. */
  public static final int STRICT = 64;

  /** The widest panel of a packed matrix. */
  private static final int PANEL = 32;

  private Work() {}

  /** Each element of inputs and outputs once: the work of copies and of functions of elements. */
  public static long elements(@Nullable Fact[] inputs, Fact[] outputs) {
    long elements = 0;
    for (Fact input : inputs) {
      elements = plus(elements, input == null ? 0 : size(input));
    }
    return plus(elements, made(outputs));
  }

  /** Elements of all outputs. */
  public static long made(Fact[] outputs) {
    long elements = 0;
    for (Fact output : outputs) {
      elements = plus(elements, size(output));
    }
    return elements;
  }

  /**
   * Each element of inputs and outputs once, and so many terms for each element of the outputs.
   *
   * @param terms 0 or more
   */
  public static long products(@Nullable Fact[] inputs, Fact[] outputs, long terms) {
    return plus(elements(inputs, outputs), Shapes.times(made(outputs), terms));
  }

  /** Elements of a value; one for a dimension that is not known, or is 0. */
  public static long size(Fact fact) {
    long size = 1;
    int[] dims = fact.dims();
    if (dims != null) {
      for (int dim : dims) {
        size = Shapes.times(size, Math.max(dim, 1));
      }
    }
    return size;
  }

  /** The work of copies row by row: each element once, and the rows of the outputs. */
  public static long rows(@Nullable Fact[] inputs, Fact[] outputs) {
    long work = elements(inputs, outputs);
    for (Fact output : outputs) {
      work = plus(work, Shapes.times(ROW, size(output) / lastDim(output)));
    }
    return work;
  }

  /** The length of the rows in which a value is walked through, at least. */
  private static int lastDim(Fact fact) {
    int[] dims = fact.dims();
    int axis = dims == null ? -1 : dims.length - 1;
    while (dims != null && axis >= 0 && dims[axis] == 1) {
      axis--;
    }
    return dims == null || axis < 0 ? 1 : Math.max(1, dims[axis]);
  }

  /**
   * Elements in front of an axis, which may count from the end; all of them where it does not fit.
   */
  public static long outer(Fact fact, long axis) {
    int[] dims = fact.dims();
    int rank = dims == null ? 0 : dims.length;
    long end = axis < 0 ? axis + rank : axis;
    long outer = 1;
    for (int i = 0; dims != null && i < Math.clamp(end, 0L, (long) rank); i++) {
      outer = Shapes.times(outer, Math.max(1, dims[i]));
    }
    return outer;
  }

  /** Columns of which panels of a packed matrix are made, at most. */
  public static long padded(long columns) {
    return columns == 1 ? 1 : Shapes.times(Math.ceilDiv(columns, PANEL), PANEL);
  }

  /** A dimension of a value from its end; one where it is not known, is 0 or is missing. */
  public static long dimFromEnd(@Nullable Fact fact, int fromEnd) {
    int[] dims = fact == null ? null : fact.dims();
    return dims == null || dims.length < fromEnd ? 1 : Math.max(1, dims[dims.length - fromEnd]);
  }

  /** A dimension of a value; one where it is not known, is 0 or is missing. */
  public static long dim(@Nullable Fact fact, int axis) {
    int[] dims = fact == null ? null : fact.dims();
    return dims == null || dims.length <= axis || axis < 0 ? 1 : Math.max(1, dims[axis]);
  }

  /** A sum that saturates. */
  public static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
