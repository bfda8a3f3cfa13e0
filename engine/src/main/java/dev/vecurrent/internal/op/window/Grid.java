package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;

/**
 * The sizes of one call of a convolution or pool, with three spatial axes always: missing ones are
 * of size 1, in front. Lives in the scratch of one node.
 */
public final class Grid {

  public final int[] in = new int[Window.MOST_AXES];
  public final int[] out = new int[Window.MOST_AXES];
  public final int[] kernel = new int[Window.MOST_AXES];
  public final int[] stride = new int[Window.MOST_AXES];
  public final int[] dilation = new int[Window.MOST_AXES];
  public final int[] before = new int[Window.MOST_AXES];
  public final int[] after = new int[Window.MOST_AXES];

  /** Positions of one plane of the input, the output and the kernel. */
  public int inSize;

  public int outSize;
  public int kernelSize;

  /**
   * Takes sizes from X.
   *
   * @param kernelSizes the kernel's size along each spatial axis of X
   */
  public void window(Window window, Tensor x, int[] kernelSizes) {
    int axes = window.axes(x.rank());
    clear(Window.MOST_AXES - axes);
    for (int axis = 0; axis < axes; axis++) {
      int to = Window.MOST_AXES - axes + axis;
      int size = x.dim(2 + axis);
      in[to] = size;
      kernel[to] = kernelSizes[axis];
      stride[to] = window.stride(axis);
      dilation[to] = window.dilation(axis);
      before[to] = window.before(axis, size, kernelSizes[axis]);
      after[to] = window.after(axis, size, kernelSizes[axis]);
      out[to] = window.out(axis, size, kernelSizes[axis]);
    }
    multiply();
  }

  private void clear(int missing) {
    for (int axis = 0; axis < missing; axis++) {
      in[axis] = 1;
      out[axis] = 1;
      kernel[axis] = 1;
      stride[axis] = 1;
      dilation[axis] = 1;
      before[axis] = 0;
      after[axis] = 0;
    }
  }

  /** Sets the products of the sizes. */
  void multiply() {
    inSize = product(in);
    outSize = product(out);
    kernelSize = (int) Math.min(Integer.MAX_VALUE, kernelElements());
  }

  private static int product(int[] sizes) {
    long product = Shapes.times(Shapes.times(sizes[0], sizes[1]), sizes[2]);
    return (int) Math.min(Integer.MAX_VALUE, product);
  }

  /** Elements of the kernel of one plane, of which an attribute may name any number. */
  long kernelElements() {
    return Shapes.times(Shapes.times(kernel[0], kernel[1]), kernel[2]);
  }

  /** Where the window of an output position starts in the input, perhaps outside. */
  int start(int axis, int position) {
    return position * stride[axis] - before[axis];
  }

  /** The first element of the kernel that is inside, for a window from {@code start}. */
  int first(int axis, int start) {
    return start >= 0 ? 0 : Math.min(kernel[axis], Math.ceilDiv(-start, dilation[axis]));
  }

  /** The end of the elements of the kernel that are inside. */
  int end(int axis, int start) {
    return start >= in[axis]
        ? 0
        : Math.min(kernel[axis], (in[axis] - 1 - start) / dilation[axis] + 1);
  }

  /** Elements of the kernel within the padded input: a last window by ceil_mode hangs over that. */
  int spanned(int axis, int start) {
    int padded = in[axis] + after[axis];
    return Math.min(kernel[axis], Math.max(0, Math.ceilDiv(padded - start, dilation[axis])));
  }

  /** The first output position for which an element that reads {@code offset} at 0 is inside. */
  public int firstOutput(int axis, int offset) {
    return offset >= 0 ? 0 : Math.ceilDiv(-offset, stride[axis]);
  }

  /** The end of those output positions. */
  public int endOutput(int axis, int offset) {
    return offset >= in[axis] ? 0 : Math.min(out[axis], (in[axis] - 1 - offset) / stride[axis] + 1);
  }

  /** Whether an element of the kernel is inside at an output position, both counted in a plane. */
  boolean isInside(int element, int position) {
    int elements = element;
    int positions = position;
    for (int axis = Window.MOST_AXES - 1; axis >= 0; axis--) {
      long start = (long) (positions % out[axis]) * stride[axis] - before[axis];
      long at = start + (long) (elements % kernel[axis]) * dilation[axis];
      if (at < 0 || at >= in[axis]) {
        return false;
      }
      elements /= kernel[axis];
      positions /= out[axis];
    }
    return true;
  }

  /** Starts over for sizes set by hand: all three axes of size 1. */
  void reset() {
    clear(Window.MOST_AXES);
  }
}
