package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;

/**
 * How windows slide over the spatial axes (one to three) of {@code [N, C, ...]}: the attributes
 * kernel_shape, strides, dilations, pads, auto_pad and ceil_mode of ONNX's convolutions and pools.
 */
public final class Window {

  /** The most spatial axes. */
  public static final int MOST_AXES = 3;

  /** The most positions of a padded axis: places computed from them fit an int. */
  private static final long MOST_POSITIONS = 1L << 29;

  /** ONNX's auto_pad. */
  enum AutoPad {
    NOTSET,
    SAME_UPPER,
    SAME_LOWER,
    VALID
  }

  private final String operator;
  private final long @Nullable [] kernel;
  private final long @Nullable [] strides;
  private final long @Nullable [] dilations;
  private final long @Nullable [] pads;
  private final AutoPad autoPad;
  private final boolean ceil;

  /** Whether a window may be larger than the padded image: a pool's. */
  private final boolean hangsOver;

  private Window(
      String operator,
      long @Nullable [] kernel,
      long @Nullable [] strides,
      long @Nullable [] dilations,
      long @Nullable [] pads,
      AutoPad autoPad,
      boolean ceil,
      boolean hangsOver) {
    this.operator = operator;
    this.hangsOver = hangsOver;
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
    this.autoPad = autoPad;
    this.ceil = ceil;
  }

  /**
   * Reads the attributes; refuses values out of range.
   *
   * @param dilates whether the operator has dilations in this opset
   * @param ceils whether it has ceil_mode
   */
  public static Window read(String operator, NodeReader reader, boolean dilates, boolean ceils) {
    long[] dilations = dilates ? reader.integers("dilations") : null;
    boolean ceil = ceils && reader.flag("ceil_mode", false);
    Window window =
        new Window(
            operator,
            reader.integers("kernel_shape"),
            reader.integers("strides"),
            dilations,
            reader.integers("pads"),
            autoPad(reader),
            ceil,
            operator.endsWith("Pool"));
    window.check(reader);
    return window;
  }

  private static AutoPad autoPad(NodeReader reader) {
    String name = reader.string("auto_pad", "NOTSET");
    for (AutoPad value : AutoPad.values()) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    reader.refuse("auto_pad", name, "expected NOTSET, SAME_UPPER, SAME_LOWER or VALID");
    return AutoPad.NOTSET;
  }

  private void check(NodeReader reader) {
    int axes = -1;
    for (long[] one : new long[] @Nullable [] {kernel, strides, dilations}) {
      if (one == null) {
        continue;
      }
      axes = axes < 0 ? one.length : axes;
      for (long value : one) {
        if (one.length != axes || value < 1 || value > Integer.MAX_VALUE) {
          reader.refuse(
              "kernel_shape, strides, dilations",
              Long.toString(value),
              "expected positive values, one for each spatial axis");
          return;
        }
      }
    }
    for (int i = 0; pads != null && i < pads.length; i++) {
      if (pads[i] < 0 || pads[i] > Integer.MAX_VALUE || (axes >= 0 && pads.length != 2 * axes)) {
        reader.refuse(
            "pads",
            Long.toString(pads[i]),
            "expected values of 0 or more, two for each spatial axis");
        return;
      }
    }
    if (axes == 0 || axes > MOST_AXES || (pads != null && pads.length > 2 * MOST_AXES)) {
      reader.refuse("kernel_shape", "", "expected one to three spatial axes");
    }
  }

  /** Refuses a rank that the attributes or the kernels do not fit; gives the spatial axes. */
  public int axes(int rank) {
    int axes = rank - 2;
    boolean fits =
        axes >= 1
            && axes <= MOST_AXES
            && fits(kernel, axes)
            && fits(strides, axes)
            && fits(dilations, axes)
            && fits(pads, 2 * axes);
    if (!fits) {
      throw new IllegalArgumentException(
          operator + ": an input of rank " + rank + " does not fit the attributes");
    }
    return axes;
  }

  private static boolean fits(long @Nullable [] values, int count) {
    return values == null || values.length == count;
  }

  /** Whether kernels {@code [*, *, k...]} are of one size or more, and of that of kernel_shape. */
  public boolean fitsKernels(int[] dims) {
    boolean fits = kernel == null || kernel.length == dims.length - 2;
    for (int axis = 0; fits && axis < dims.length - 2; axis++) {
      int size = dims[2 + axis];
      fits = size < 0 || (size > 0 && (kernel == null || kernel[axis] == size));
    }
    return fits;
  }

  /** {@link #fitsKernels(int[])} of a tensor. */
  public boolean fitsKernels(Tensor w) {
    boolean fits = kernel == null || kernel.length == w.rank() - 2;
    for (int axis = 0; fits && axis < w.rank() - 2; axis++) {
      fits = w.dim(2 + axis) > 0 && (kernel == null || kernel[axis] == w.dim(2 + axis));
    }
    return fits;
  }

  /** Whether kernel_shape is given. */
  boolean hasKernel() {
    return kernel != null;
  }

  /** The kernel's size along a spatial axis, as the attribute has it; 0 where it is not given. */
  int kernel(int axis) {
    return kernel == null ? 0 : (int) kernel[axis];
  }

  int stride(int axis) {
    return strides == null ? 1 : (int) strides[axis];
  }

  int dilation(int axis) {
    return dilations == null ? 1 : (int) dilations[axis];
  }

  AutoPad autoPad() {
    return autoPad;
  }

  /** The pad before an axis that the attribute gives. */
  int givenBefore(int axis) {
    return pads == null ? 0 : (int) pads[axis];
  }

  /** The pad after an axis that the attribute gives. */
  int givenAfter(int axis) {
    return pads == null ? 0 : (int) pads[pads.length / 2 + axis];
  }

  /** Positions that a kernel spans along an axis. */
  long span(int axis, int kernelSize) {
    return (kernelSize - 1L) * dilation(axis) + 1;
  }

  /** All padding along an axis of {@code in} positions. */
  private long padding(int axis, int in, int kernelSize) {
    return switch (autoPad) {
      case NOTSET -> (long) givenBefore(axis) + givenAfter(axis);
      case VALID -> 0;
      case SAME_UPPER, SAME_LOWER -> {
        long out = Math.ceilDiv(in, stride(axis));
        yield Math.max(0, (out - 1) * stride(axis) + span(axis, kernelSize) - in);
      }
    };
  }

  /** The pad before an axis. */
  int before(int axis, int in, int kernelSize) {
    return switch (autoPad) {
      case NOTSET -> givenBefore(axis);
      case VALID -> 0;
      case SAME_UPPER -> (int) (padding(axis, in, kernelSize) / 2);
      case SAME_LOWER -> (int) ((padding(axis, in, kernelSize) + 1) / 2);
    };
  }

  /** The pad after an axis. */
  int after(int axis, int in, int kernelSize) {
    return (int) (padding(axis, in, kernelSize) - before(axis, in, kernelSize));
  }

  /** Windows along an axis of {@code in} positions. */
  int out(int axis, int in, int kernelSize) {
    long padded = in + padding(axis, in, kernelSize);
    if (padded > MOST_POSITIONS) {
      throw new IllegalArgumentException(
          operator + ": spatial axis " + axis + " of " + in + " would be padded to " + padded);
    }
    long room = padded - span(axis, kernelSize);
    // Runtimes divide towards 0: a pool's window that is a little too large hangs over, one that is
    // larger finds no place, one that is larger still is refused.
    long out = room / stride(axis) + 1;
    if (room < 0 && (out < 0 || !hangsOver)) {
      throw new IllegalArgumentException(
          operator
              + ": a kernel over "
              + span(axis, kernelSize)
              + " positions does not fit spatial axis "
              + axis
              + " of "
              + in
              + " with its padding");
    }
    if (ceil && room > 0 && room % stride(axis) != 0) {
      // The last window may hang over, but must begin before the padding at the end.
      boolean begins = out * stride(axis) < in + before(axis, in, kernelSize);
      out += begins ? 1 : 0;
    }
    return Shapes.dim(operator, out);
  }

  /** As {@link #out}, where the size may be unknown. */
  public int outKnown(int axis, int in, int kernelSize) {
    if (in >= 0 && kernelSize > 0) {
      return out(axis, in, kernelSize);
    }
    return kernelSize > 0 && keepsSize(axis, kernelSize) ? in : Fact.UNKNOWN;
  }

  /** Whether there are as many windows as positions, however many. */
  private boolean keepsSize(int axis, int kernelSize) {
    return stride(axis) == 1
        && switch (autoPad) {
          case NOTSET -> (long) givenBefore(axis) + givenAfter(axis) + 1 == span(axis, kernelSize);
          case VALID -> kernelSize == 1;
          case SAME_UPPER, SAME_LOWER -> true;
        };
  }
}
