package dev.vecurrent.cli.stream;

import dev.vecurrent.cli.tensor.AxisParts;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole sequences, which are cut into what each call gets. Where no input has a time axis, an input
 * has an axis in front that counts calls.
 */
final class StreamedValues {

  private final StreamAxes axes;
  private final Map<String, Tensor> values;
  private final int steps;

  /**
   * Values by the name of their input.
   *
   * @throws IllegalArgumentException if one that is cut is missing or has no such axis, or two have
   *     different numbers of steps
   */
  StreamedValues(StreamAxes axes, Map<String, Tensor> values) {
    this.axes = axes;
    this.values = Map.copyOf(values);
    int all = StreamAxes.NONE;
    ValueInfo first = null;
    for (ValueInfo input : axes.inputs()) {
      int axis = axes.cutAxis(input);
      if (axis < 0) {
        continue;
      }
      Tensor value = values.get(input.name());
      if (value == null) {
        throw new IllegalArgumentException("input " + input + " is missing");
      }
      checkRank(input, value);
      if (first != null && value.dim(axis) != all) {
        throw new IllegalArgumentException(
            "input %s: expected %d steps as input %s has, found %s"
                .formatted(input, all, first, value));
      }
      first = first == null ? input : first;
      all = value.dim(axis);
    }
    this.steps = all < 0 ? 1 : all;
  }

  private void checkRank(ValueInfo input, Tensor value) {
    int more = axes.countsCalls(input) ? 1 : 0;
    int rank = input.shape().map(dims -> dims.size() + more).orElse(value.rank());
    if (value.rank() != rank || axes.cutAxis(input) >= rank) {
      throw new IllegalArgumentException(
          "input %s: expected %d axes%s, found %s"
              .formatted(input, rank, more > 0 ? ", the first of which counts calls" : "", value));
    }
  }

  StreamAxes axes() {
    return axes;
  }

  /** How many steps there are, or calls where no input has a time axis. */
  int steps() {
    return steps;
  }

  /** How many sequences there are. */
  int batch() {
    return axes.batch(values);
  }

  /** What a call gets, in the order of the stream's inputs; {@code null} for what is not given. */
  @Nullable Tensor[] part(int from, int end) {
    @Nullable Tensor[] part = new Tensor[axes.inputs().size()];
    for (int i = 0; i < part.length; i++) {
      ValueInfo input = axes.inputs().get(i);
      Tensor value = values.get(input.name());
      int axis = axes.cutAxis(input);
      if (value == null || axis < 0) {
        boolean isLengths = axes.hasTime() && axes.isLengths(input);
        part[i] = value != null && isLengths ? lengths(value, from, end) : value;
      } else if (axes.countsCalls(input)) {
        part[i] = AxisParts.slice(value, 0, from);
      } else {
        part[i] = AxisParts.part(value, axis, from, end);
      }
    }
    return part;
  }

  /** How much of each sequence lies in a chunk. */
  private static Tensor lengths(Tensor whole, int from, int end) {
    Tensor lengths = AxisParts.copy(whole);
    for (int n = 0; n < lengths.size(); n++) {
      if (lengths.type() == ElementType.INT32) {
        lengths.ints()[n] = Math.clamp(lengths.ints()[n] - (long) from, 0, end - from);
      } else if (lengths.type() == ElementType.INT64) {
        lengths.longs()[n] = Math.clamp(lengths.longs()[n] - from, 0, end - from);
      }
    }
    return lengths;
  }
}
