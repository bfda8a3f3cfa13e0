package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** Axes, dimensions and broadcasting, for known shapes and for partly known ones. */
public final class Shapes {

  private Shapes() {}

  /**
   * An axis counted from the front.
   *
   * @param axis in {@code [-rank, rank)}; negative ones count from the end
   */
  public static int axis(String operator, long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          operator + ": axis " + axis + " is outside [" + -rank + ", " + (rank - 1) + "]");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A bit for each axis, which must be in range and occur once. */
  public static int axes(String operator, long[] axes, int rank) {
    int mask = 0;
    for (long axis : axes) {
      mask = addAxis(operator, mask, axis, rank);
    }
    return mask;
  }

  /** As {@link #axes(String, long[], int)}, for axes that are an input. */
  public static int axes(String operator, Tensor axes, int rank) {
    int mask = 0;
    for (int i = 0; i < axes.size(); i++) {
      mask = addAxis(operator, mask, integer(axes, i), rank);
    }
    return mask;
  }

  /** Adds the bit of an axis, which may be there already. */
  public static int withAxis(String operator, int mask, long axis, int rank) {
    return mask | 1 << axis(operator, axis, rank);
  }

  /** Adds the bit of an axis that is not there yet. */
  public static int addAxis(String operator, int mask, long axis, int rank) {
    int bit = 1 << axis(operator, axis, rank);
    if ((mask & bit) != 0) {
      throw new IllegalArgumentException(operator + ": axis " + axis + " occurs twice");
    }
    return mask | bit;
  }

  /** A dimension that was computed in 64 bits. */
  public static int dim(String operator, long size) {
    if (size < 0 || size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(operator + ": " + size + " is no possible dimension");
    }
    return (int) size;
  }

  /** A rank that a tensor can have. */
  public static int rank(String operator, long rank) {
    if (rank < 0 || rank > Tensor.MAX_RANK) {
      throw new IllegalArgumentException(
          operator + ": rank " + rank + " is outside [0, " + Tensor.MAX_RANK + "]");
    }
    return (int) rank;
  }

  /** Refuses a tensor whose rank is outside of {@code [least, most]}. */
  public static Tensor requireRank(
      String operator, String input, Tensor tensor, int least, int most) {
    if (tensor.rank() < least || tensor.rank() > most) {
      throw wrongRank(operator, input, tensor.toString(), least, most);
    }
    return tensor;
  }

  /** As {@link #requireRank(String, String, Tensor, int, int)}, where the rank is known. */
  public static Fact requireRank(String operator, String input, Fact fact, int least, int most) {
    int[] dims = fact.dims();
    if (dims != null && (dims.length < least || dims.length > most)) {
      throw wrongRank(operator, input, text(dims), least, most);
    }
    return fact;
  }

  private static IllegalArgumentException wrongRank(
      String operator, String input, String found, int least, int most) {
    String expected =
        least == most
            ? Integer.toString(least)
            : most >= Tensor.MAX_RANK ? least + " or more" : least + " to " + most;
    return new IllegalArgumentException(
        operator + ": input " + input + " is " + found + ", expected rank " + expected);
  }

  /** The product of dimensions {@code [from, to)}; saturates instead of overflowing. */
  public static long count(Tensor tensor, int from, int to) {
    long count = 1;
    for (int axis = from; axis < to; axis++) {
      count = times(count, tensor.dim(axis));
    }
    return count;
  }

  /** The product of dimensions {@code [from, to)}, {@link Fact#UNKNOWN} where it is not known. */
  public static int count(String operator, int[] dims, int from, int to) {
    long count = 1;
    int unknown = 0;
    int last = Fact.UNKNOWN;
    for (int axis = from; axis < to; axis++) {
      unknown += dims[axis] < 0 ? 1 : 0;
      last = dims[axis] < 0 ? dims[axis] : last;
      count = times(count, dims[axis] < 0 ? 1 : dims[axis]);
    }
    if (unknown > 0) {
      return unknown == 1 && count == 1 ? last : Fact.UNKNOWN;
    }
    return dim(operator, count);
  }

  /** A product of non-negative numbers that saturates instead of overflowing. */
  public static long times(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }

  /** An element of a tensor of integers; of UINT64, its 64 bits. */
  public static long integer(Tensor tensor, int index) {
    return switch (tensor.type()) {
      case INT64 -> tensor.longs()[index];
      case INT32 -> tensor.ints()[index];
      default -> Integers.get(tensor, index);
    };
  }

  /** Copies the dimensions of a tensor to the front of an array; gives its rank. */
  public static int copyDims(Tensor tensor, int[] into) {
    for (int axis = 0; axis < tensor.rank(); axis++) {
      into[axis] = tensor.dim(axis);
    }
    return tensor.rank();
  }

  /** Refuses a tensor that is not a vector. */
  public static Tensor vector(String operator, String input, Tensor tensor) {
    if (tensor.rank() != 1) {
      throw new IllegalArgumentException(
          operator + ": input " + input + " is " + tensor + ", expected a vector");
    }
    return tensor;
  }

  /** The known length of what must be a vector, else {@link Fact#UNKNOWN}. */
  public static int vectorLength(String operator, String input, Fact fact) {
    int[] dims = fact.dims();
    if (dims == null) {
      return Fact.UNKNOWN;
    }
    if (dims.length != 1) {
      throw new IllegalArgumentException(
          operator + ": input " + input + " has " + text(dims) + ", expected a vector");
    }
    return dims[0];
  }

  /** The known number of elements, else {@link Fact#UNKNOWN}. */
  public static int length(Fact fact) {
    int[] dims = fact.dims();
    return dims == null || !fact.hasShape() ? Fact.UNKNOWN : count("length", dims, 0, dims.length);
  }

  /** {@code rank} dimensions of which none is known. */
  public static int[] unknown(int rank) {
    int[] dims = new int[rank];
    Arrays.fill(dims, Fact.UNKNOWN);
    return dims;
  }

  /**
   * The shape to which all inputs broadcast by ONNX's multidirectional rule, as far as it is known;
   * {@code null} where a rank is not.
   */
  public static int @Nullable [] broadcast(String operator, Fact... facts) {
    int[] out = new int[0];
    for (Fact fact : facts) {
      int[] dims = fact.dims();
      if (dims == null) {
        return null;
      }
      out = broadcast(operator, out, dims);
    }
    return out;
  }

  /** The shape to which two shapes broadcast, as far as it is known. */
  public static int[] broadcast(String operator, int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] out = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.length;
      int inB = axis - rank + b.length;
      int da = inA < 0 ? 1 : a[inA];
      int db = inB < 0 ? 1 : b[inB];
      boolean known = da >= 0 && db >= 0;
      if (known && da != db && da != 1 && db != 1) {
        throw new IllegalArgumentException(
            operator + ": shapes " + text(a) + " and " + text(b) + " do not broadcast");
      }
      out[axis] = broadcastDim(da, db);
    }
    return out;
  }

  /** The size to which two that fit each other broadcast, as far as it is known. */
  public static int broadcastDim(int a, int b) {
    if (a == b || b == 1) {
      return a;
    }
    if (a == 1) {
      return b;
    }
    // Of two that are not known either may be 1; beside a known one they may not be another.
    return a < 0 && b < 0 ? Fact.UNKNOWN : Math.max(a, b);
  }

  /**
   * Broadcasts a tensor into the shape under construction.
   *
   * @param dims the shape so far, changed
   * @param rank its rank so far
   * @return its new rank
   */
  public static int broadcast(String operator, int[] dims, int rank, Tensor tensor) {
    int wider = tensor.rank() - rank;
    if (wider > 0) {
      System.arraycopy(dims, 0, dims, wider, rank);
      Arrays.fill(dims, 0, wider, 1);
    }
    int all = Math.max(rank, tensor.rank());
    for (int axis = all - tensor.rank(); axis < all; axis++) {
      int dim = tensor.dim(axis - all + tensor.rank());
      if (dims[axis] == 1) {
        dims[axis] = dim;
      } else if (dim != 1 && dim != dims[axis]) {
        throw new IllegalArgumentException(
            operator + ": " + tensor + " does not broadcast to " + text(Arrays.copyOf(dims, all)));
      }
    }
    return all;
  }

  /** Dimensions for a message, a question mark for each that depends on the call. */
  public static String text(int[] dims) {
    StringBuilder text = new StringBuilder("shape [");
    for (int axis = 0; axis < dims.length; axis++) {
      text.append(axis == 0 ? "" : ", ");
      text.append(dims[axis] < 0 ? "?" : Integer.toString(dims[axis]));
    }
    return text.append(']').toString();
  }
}
