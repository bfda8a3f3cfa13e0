package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** Long loops in pieces, each counted before it is done: a call can end between two of them. */
public final class Pieces {

  /** The most work of a piece, unless one step is more. */
  private static final long MOST = Watch.BLOCK / 4;

  private Pieces() {}

  /**
   * The end of the piece of a loop that begins at {@code from}; the piece is counted.
   *
   * @param to the end of the loop, {@code from} or more
   * @param each the work of one step, 1 to 2^31
   * @throws dev.vecurrent.limit.CallEndedException if the call is to end
   */
  public static int end(Watch watch, int from, int to, long each) {
    long work = (to - from) * each;
    if (work <= MOST) {
      watch.spend(work);
      return to;
    }
    long steps = Math.max(1, MOST / each);
    int end = (int) Math.min(to, from + steps);
    watch.spend((end - from) * each);
    return end;
  }

  /** Makes all elements 0, {@code false} or an empty text. */
  @SuppressWarnings("IfChainToSwitch") // the JVM makes ready for such a switch for milliseconds
  public static void clear(Tensor tensor, Watch watch) {
    Object array = tensor.storage();
    for (int from = 0, end; from < tensor.size(); from = end) {
      end = end(watch, from, tensor.size(), 1);
      if (array instanceof float[] floats) {
        Arrays.fill(floats, from, end, 0f);
      } else if (array instanceof double[] doubles) {
        Arrays.fill(doubles, from, end, 0);
      } else if (array instanceof long[] longs) {
        Arrays.fill(longs, from, end, 0);
      } else if (array instanceof int[] ints) {
        Arrays.fill(ints, from, end, 0);
      } else if (array instanceof short[] shorts) {
        Arrays.fill(shorts, from, end, (short) 0);
      } else if (array instanceof byte[] bytes) {
        Arrays.fill(bytes, from, end, (byte) 0);
      } else if (array instanceof boolean[] booleans) {
        Arrays.fill(booleans, from, end, false);
      } else {
        Arrays.fill(tensor.strings(), from, end, "");
      }
    }
  }

  /** Fills a tensor with the elements of another of the same type. */
  public static void copy(Tensor from, Tensor to, Watch watch) {
    to.resizeLike(from);
    for (int at = 0, end; at < from.size(); at = end) {
      end = end(watch, at, from.size(), 1);
      System.arraycopy(from.storage(), at, to.storage(), at, end - at);
    }
  }
}
