package dev.vecurrent.internal.op.shape;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Walk;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Copies elements of any type from where strides say to a dense tensor. An operator sets {@link
 * #dims} and {@link #strides} and settles them once for the shapes of a call. Lives in the scratch
 * of one node.
 */
final class StridedCopy {

  /** Rows of the input of which a tile has a stretch of each column. */
  private static final int TILE = 16;

  /** The dimensions of the copy, outermost first. */
  final int[] dims = new int[Walk.MOST_AXES];

  /** The stride of each dimension in the source, in elements. */
  final int[] strides = new int[Walk.MOST_AXES];

  private final int[] counters = new int[Walk.MOST_AXES];
  private final int[] at = new int[1];
  private int inAt;
  private int axes;

  /** That of a node. */
  static StridedCopy of(Workspace workspace) {
    StridedCopy own = workspace.kept(StridedCopy.class);
    return own != null ? own : workspace.keep(new StridedCopy());
  }

  /** The dense strides of a tensor that is not empty, into the front of an array. */
  static void denseStrides(Tensor tensor, int[] strides) {
    int stride = 1;
    for (int axis = tensor.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= tensor.dim(axis);
    }
  }

  /**
   * Takes the dimensions and strides that are set, which it joins where they are one run.
   *
   * @param inAt where the source starts
   * @param axes the number of dimensions set
   * @param out of the size that the dimensions give
   */
  void settle(int inAt, int axes, Tensor out) {
    this.inAt = inAt;
    this.axes = out.size() == 0 ? 0 : Walk.coalesce(dims, axes, strides, 1);
  }

  /**
   * Copies as settled.
   *
   * @param out of the source's type and the settled size
   */
  void run(Tensor in, Tensor out, Workspace workspace) {
    if (axes == 0) {
      return;
    }
    int left = axes;
    int length = dims[left - 1];
    int step = strides[left - 1];
    Arrays.fill(counters, 0, left, 0);
    at[0] = inAt;
    int outAt = 0;
    if (left >= 2
        && strides[left - 2] == 1
        && in.storage() instanceof float[] from
        && out.storage() instanceof float[] to) {
      int rows = dims[left - 2];
      do {
        transpose(from, at[0], step, to, outAt, rows, length, workspace);
        outAt += rows * length;
      } while (Walk.next(dims, left - 1, counters, strides, at, 1));
      return;
    }
    int each = each(in.storage());
    do {
      workspace.spend(Work.ROW);
      for (int done = 0; done < length; ) {
        int end = workspace.piece(done, length, each);
        row(in.storage(), at[0] + done * step, step, out.storage(), outAt, end - done);
        outAt += end - done;
        done = end;
      }
    } while (Walk.next(dims, left, counters, strides, at, 1));
  }

  /**
   * Copies the columns of a matrix to rows, tile by tile: what a tile reads stays in the caches
   * until all its columns are written.
   *
   * @param step from row to row of the input
   * @param columns of the input, which are rows of the output
   * @param length of a column
   */
  private static void transpose(
      float[] in,
      int inAt,
      int step,
      float[] out,
      int outAt,
      int columns,
      int length,
      Workspace workspace) {
    for (int first = 0; first < length; first += TILE) {
      int end = Math.min(length, first + TILE);
      for (int column = 0; column < columns; ) {
        int last = workspace.piece(column, columns, end - first);
        for (; column < last; column++) {
          for (int i = first; i < end; i++) {
            out[outAt + column * length + i] = in[inAt + column + i * step];
          }
        }
      }
    }
  }

  /** The work of an element: see {@link #narrowRow}. */
  private static int each(Object storage) {
    boolean isWide =
        storage instanceof float[]
            || storage instanceof double[]
            || storage instanceof long[]
            || storage instanceof int[];
    return isWide ? 1 : Work.TYPED;
  }

  /** The work of copies with rows of the last axis of the output, as far as it is known. */
  static long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.plus(Work.rows(inputs, outputs), Shapes.times(Work.made(outputs), Work.TYPED));
  }

  @SuppressWarnings("IfChainToSwitch") // the JVM makes ready for such a switch for milliseconds
  private static void row(Object in, int inAt, int step, Object out, int outAt, int length) {
    if (step == 1 || length == 1) {
      System.arraycopy(in, inAt, out, outAt, length);
      return;
    }
    if (in instanceof float[] from) {
      float[] to = (float[]) out;
      for (int i = 0; i < length; i++) {
        to[outAt + i] = from[inAt + i * step];
      }
    } else if (in instanceof double[] from) {
      double[] to = (double[]) out;
      for (int i = 0; i < length; i++) {
        to[outAt + i] = from[inAt + i * step];
      }
    } else if (in instanceof long[] from) {
      long[] to = (long[]) out;
      for (int i = 0; i < length; i++) {
        to[outAt + i] = from[inAt + i * step];
      }
    } else if (in instanceof int[] from) {
      int[] to = (int[]) out;
      for (int i = 0; i < length; i++) {
        to[outAt + i] = from[inAt + i * step];
      }
    } else {
      narrowRow(in, inAt, step, out, outAt, length);
    }
  }

  private static void narrowRow(Object in, int inAt, int step, Object out, int outAt, int length) {
    for (int i = 0; i < length; i++) {
      System.arraycopy(in, inAt + i * step, out, outAt + i, 1);
    }
  }
}
