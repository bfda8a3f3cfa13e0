package dev.vecurrent.internal.plan.axes;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import java.util.ArrayList;
import java.util.List;

/** Axes along which windows slide: those of convolutions and pools. */
final class Windows {

  private Windows() {}

  /**
   * Windows over all axes behind the first two.
   *
   * @param weights the input with the kernels; -1 where channels stay what they are
   */
  static void slide(NodeAxes at, int weights) {
    List<Axis> axes = at.axes(0);
    if (axes == null || axes.size() < 3) {
      at.loseAll("slides over a value of unknown rank");
      return;
    }
    List<Axis> out = new ArrayList<>(axes);
    if (weights >= 0) {
      at.mix(axes.get(1), 1, "takes all time steps as channels");
      out.set(1, Axis.plain(at.outputDim(0, 1), Steps.OWN));
    }
    for (int axis = 2; axis < axes.size(); axis++) {
      out.set(axis, slid(at, axes.get(axis), axis, weights));
    }
    at.makeAll(out);
  }

  private static Axis slid(NodeAxes at, Axis own, int axis, int weights) {
    int place = axis - 2;
    long kernel = kernel(at, axis, weights);
    boolean moves = element(at.integers("strides", -1), place, 1) == 1;
    boolean covers = !isPadded(at, axis, kernel);
    if (kernel == 1 && moves && covers) {
      return own;
    }
    int dim = at.outputDim(0, axis);
    if (own.steps() == Steps.CARRIED && moves && covers && !at.node.is("ConvTranspose")) {
      return own.resized(dim, Steps.CARRIED);
    }
    at.mix(own, axis, "mixes neighbouring time steps", (int) kernel);
    return own.resized(dim, Steps.MIXED);
  }

  private static long kernel(NodeAxes at, int axis, int weights) {
    long[] given = at.integers("kernel_shape", -1);
    if (given != null && axis - 2 < given.length) {
      return given[axis - 2];
    }
    int[] dims = weights < 0 ? null : at.dims(at.node.input(weights));
    return dims != null && axis < dims.length ? dims[axis] : 0;
  }

  private static boolean isPadded(NodeAxes at, int axis, long kernel) {
    if (at.node.node instanceof OperatorNode operator
        && operator.attributes().get("auto_pad") instanceof AttributeValue.OfString(String name)
        && name.startsWith("SAME")) {
      return kernel != 1;
    }
    long[] pads = at.integers("pads", -1);
    int half = pads == null ? 0 : pads.length / 2;
    return element(pads, axis - 2, 0) != 0 || element(pads, half + axis - 2, 0) != 0;
  }

  private static long element(long @Nullable [] values, int index, long otherwise) {
    return values != null && index < values.length ? values[index] : otherwise;
  }
}
