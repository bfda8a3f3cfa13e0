package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Walk;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * A walk over the rows of operands that broadcast to one output, by ONNX's multidirectional rule.
 * State is in arrays of the {@link Workspace}, so a walk allocates nothing.
 */
public final class Broadcast {

  private Broadcast() {}

  /** Gives the output the shape to which two or three inputs broadcast. */
  public static void shape(
      String operator, Tensor a, Tensor b, @Nullable Tensor c, Tensor out, Workspace workspace) {
    int[] dims = workspace.dims;
    int rank = Shapes.copyDims(a, dims);
    rank = Shapes.broadcast(operator, dims, rank, b);
    if (c != null) {
      rank = Shapes.broadcast(operator, dims, rank, c);
    }
    out.resize(dims, rank);
  }

  /**
   * Applies a function to every row of two inputs and their output, which has its shape. Rows are
   * as long as both inputs go on evenly: one loop where shapes are equal or one is a scalar.
   */
  public static void rows(Tensor a, Tensor b, Tensor out, BinaryRow row, Workspace workspace) {
    rows(a, b, out, row, each(a.type()), workspace);
  }

  /** The work of an element of a function that is arithmetic. */
  static int each(ElementType type) {
    return type == ElementType.FLOAT32 ? 1 : Work.TYPED;
  }

  /** The work of {@link #rows(Tensor, Tensor, Tensor, BinaryRow, Workspace)}, as far as known. */
  static long work(@Nullable Fact[] inputs, Fact[] outputs, int each) {
    return Work.plus(
        Work.rows(inputs, outputs), Shapes.times(Work.made(outputs), Math.max(0, each - 1)));
  }

  /**
   * As {@link #rows(Tensor, Tensor, Tensor, BinaryRow, Workspace)}.
   *
   * @param each the work of an element of the output
   */
  public static void rows(
      Tensor a, Tensor b, Tensor out, BinaryRow row, int each, Workspace workspace) {
    int size = out.size();
    if (size == 0) {
      return;
    }
    Object from = a.storage();
    Object other = b.storage();
    Object to = out.storage();
    if ((a.size() == size || a.size() == 1) && (b.size() == size || b.size() == 1)) {
      int aStep = a.size() == 1 ? 0 : 1;
      int bStep = b.size() == 1 ? 0 : 1;
      for (int at = 0; at < size; ) {
        int end = workspace.piece(at, size, each);
        row.apply(from, at * aStep, aStep, other, at * bStep, bStep, to, at, end - at);
        at = end;
      }
      return;
    }
    strides(a, 0, 2, out, workspace);
    strides(b, 1, 2, out, workspace);
    int axes = start(out, 2, workspace);
    int[] dims = dims(workspace);
    int[] strides = strides(workspace, 2);
    int[] counters = counters(workspace);
    int[] at = at(workspace);
    int length = dims[axes - 1];
    int aStep = strides[(axes - 1) * 2];
    int bStep = strides[(axes - 1) * 2 + 1];
    int outAt = 0;
    do {
      workspace.spend(Work.ROW);
      for (int done = 0; done < length; ) {
        int end = workspace.piece(done, length, each);
        int aAt = at[0] + done * aStep;
        int bAt = at[1] + done * bStep;
        if (to instanceof float[] floats && from instanceof float[] && other instanceof float[]) {
          aligned(from, aAt, aStep, other, bAt, bStep, floats, outAt, end - done, row, workspace);
        } else {
          row.apply(from, aAt, aStep, other, bAt, bStep, to, outAt, end - done);
        }
        outAt += end - done;
        done = end;
      }
    } while (Walk.next(dims, axes, counters, strides, at, 2));
  }

  /** Applies a function to rows of floats, which are copied to one place where they are not. */
  private static void aligned(
      Object a,
      int aAt,
      int aStep,
      Object b,
      int bAt,
      int bStep,
      float[] out,
      int outAt,
      int length,
      BinaryRow row,
      Workspace workspace) {
    if ((aStep == 0 || aAt == outAt) && (bStep == 0 || bAt == outAt)) {
      row.apply(a, aAt, aStep, b, bAt, bStep, out, outAt, length);
      return;
    }
    float[] ofA = workspace.floats(1, FloatRow.BLOCK);
    float[] ofB = workspace.floats(2, FloatRow.BLOCK);
    float[] made = workspace.floats(3, FloatRow.BLOCK);
    for (int done = 0; done < length; done += FloatRow.BLOCK) {
      int some = Math.min(FloatRow.BLOCK, length - done);
      System.arraycopy(a, aAt + done * aStep, ofA, 0, aStep == 0 ? 1 : some);
      System.arraycopy(b, bAt + done * bStep, ofB, 0, bStep == 0 ? 1 : some);
      row.apply(ofA, 0, aStep, ofB, 0, bStep, made, 0, some);
      System.arraycopy(made, 0, out, outAt + done, some);
    }
  }

  /** Sets the stride of operand {@code o} of {@code count} for each axis of the output. */
  public static void strides(Tensor operand, int o, int count, Tensor out, Workspace workspace) {
    int[] strides = strides(workspace, count);
    int rank = out.rank();
    int stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int own = axis - rank + operand.rank();
      int dim = own < 0 ? 1 : operand.dim(own);
      strides[axis * count + o] = dim == 1 ? 0 : stride;
      stride *= dim;
    }
  }

  /** Starts a walk whose strides are set; gives the number of axes that are left. */
  public static int start(Tensor out, int count, Workspace workspace) {
    int[] dims = dims(workspace);
    int rank = Shapes.copyDims(out, dims);
    int axes = Walk.coalesce(dims, rank, strides(workspace, count), count);
    Arrays.fill(counters(workspace), 0, axes, 0);
    Arrays.fill(at(workspace), 0, count, 0);
    return axes;
  }

  public static int[] strides(Workspace workspace, int count) {
    return workspace.ints(0, (long) Walk.MOST_AXES * count);
  }

  public static int[] dims(Workspace workspace) {
    return workspace.ints(1, Walk.MOST_AXES);
  }

  public static int[] counters(Workspace workspace) {
    return workspace.ints(2, Walk.MOST_AXES);
  }

  public static int[] at(Workspace workspace) {
    return workspace.ints(3, 4);
  }
}
