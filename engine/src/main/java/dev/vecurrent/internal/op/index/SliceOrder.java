package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;

/**
 * The lexicographic order of the slices of a tensor {@code [outer, items, inner]}, for every type.
 */
final class SliceOrder {

  /** The work of comparing two elements, and how many are counted at once. */
  private static final int EACH = 2 * Work.TYPED;

  private static final int PART = 16;

  private SliceOrder() {}

  /** The most work of a sort, and of comparing each item to the one before. */
  static long work(long items, long size) {
    int levels = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, items));
    long level =
        Work.plus(Shapes.times(size, 2L * EACH), Shapes.times(items, EACH + Work.ROW + 0L));
    return Shapes.times(levels + 2L, level);
  }

  /** Sorts the numbers of all slices into an array; equals stay in their order. */
  static void sort(Tensor x, int items, int inner, int[] order, int[] other, Workspace workspace) {
    for (int i = 0; i < items; ) {
      for (int end = workspace.piece(i, items, 1); i < end; i++) {
        order[i] = i;
      }
    }
    int[] from = order;
    int[] to = other;
    boolean swapped = false;
    for (long run = 1; run < items; run *= 2) {
      for (long left = 0; left < items; left += 2 * run) {
        int middle = (int) Math.min(left + run, items);
        int end = (int) Math.min(left + 2 * run, items);
        int a = (int) left;
        int b = middle;
        workspace.spend(Work.ROW);
        for (int i = a, last = a; i < end; i++) {
          last = i < last ? last : workspace.piece(i, end, Work.TYPED);
          boolean takesFirst =
              a < middle
                  && (b >= end || compare(x, items, inner, from[a], from[b], workspace) <= 0);
          to[i] = takesFirst ? from[a++] : from[b++];
        }
      }
      int[] swap = from;
      from = to;
      to = swap;
      swapped = !swapped;
    }
    if (swapped) {
      System.arraycopy(other, 0, order, 0, items);
    }
  }

  /** Negative, 0 or positive as the first slice is before, equal to or behind the second. */
  static int compare(Tensor x, int items, int inner, int first, int second, Workspace workspace) {
    int outer = inner == 0 ? 0 : x.size() / items / inner;
    for (int o = 0; o < outer; o++) {
      int a = (o * items + first) * inner;
      int b = (o * items + second) * inner;
      for (int i = 0; i < inner; ) {
        for (int end = workspace.piece(i, Math.min(inner, i + PART), EACH); i < end; i++) {
          int order = elements(x, a + i, b + i);
          if (order != 0) {
            return order;
          }
        }
      }
    }
    return 0;
  }

  private static int elements(Tensor x, int a, int b) {
    return switch (x.type()) {
      case FLOAT32 -> reals(x.floats()[a], x.floats()[b]);
      case FLOAT64 -> reals(x.doubles()[a], x.doubles()[b]);
      case INT64 -> Long.compare(x.longs()[a], x.longs()[b]);
      case UINT64 -> Long.compareUnsigned(x.longs()[a], x.longs()[b]);
      case INT32 -> Integer.compare(x.ints()[a], x.ints()[b]);
      case UINT32 -> Integer.compareUnsigned(x.ints()[a], x.ints()[b]);
      case INT16 -> Short.compare(x.shorts()[a], x.shorts()[b]);
      case UINT16 -> Short.compareUnsigned(x.shorts()[a], x.shorts()[b]);
      case INT8, INT4, UINT4 -> Byte.compare(x.bytes()[a], x.bytes()[b]);
      case UINT8 -> Byte.compareUnsigned(x.bytes()[a], x.bytes()[b]);
      case BOOL -> Boolean.compare(x.booleans()[a], x.booleans()[b]);
      case STRING -> text(x.strings()[a], x.strings()[b]);
      case FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException("16-bit floats are computed in FLOAT32: " + x);
    };
  }

  private static int reals(double a, double b) {
    if (a == b) {
      return 0;
    }
    return a < b ? -1 : a > b ? 1 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  /** By code points: surrogates are behind every other char although their numbers are not. */
  private static int text(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char one = a.charAt(i);
      char two = b.charAt(i);
      if (one != two) {
        boolean differ = Character.isSurrogate(one) != Character.isSurrogate(two);
        return differ
            ? Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(two))
            : Character.compare(one, two);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
