package dev.vecurrent.internal.op;

import dev.vecurrent.tensor.Tensor;

/**
 * The sizes of one call of a convolution or pool, with three spatial axes always: missing ones are
 * of size 1, in front. Lives in the scratch of one node.
 */
final class Grid {

  final int[] in = new int[Window.MOST_AXES];
  final int[] out = new int[Window.MOST_AXES];
  final int[] kernel = new int[Window.MOST_AXES];
  final int[] stride = new int[Window.MOST_AXES];
  final int[] dilation = new int[Window.MOST_AXES];
  final int[] before = new int[Window.MOST_AXES];
  final int[] after = new int[Window.MOST_AXES];

  /** Positions of one plane of the input, the output and the kernel. */
  int inSize;

  int outSize;
  int kernelSize;

  /**
   * Takes sizes from X.
   *
   * @param kernelSizes the kernel's size along each spatial axis of X
   */
  void window(Window window, Tensor x, int[] kernelSizes) {
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
    inSize = (int) Math.min(Integer.MAX_VALUE, (long) in[0] * in[1] * in[2]);
    outSize = (int) Math.min(Integer.MAX_VALUE, (long) out[0] * out[1] * out[2]);
    kernelSize = kernel[0] * kernel[1] * kernel[2];
  }

  /** Starts over for sizes set by hand: all three axes of size 1. */
  void reset() {
    clear(Window.MOST_AXES);
  }
}
