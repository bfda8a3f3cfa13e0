package dev.vecurrent.cli.stream;

import dev.vecurrent.cli.tensor.AxisParts;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What calls answered, as one answer: put together along the time axis where there is one. Others
 * are those of the last call, or of all calls one above the other where no input has a time axis.
 */
final class JoinedOutputs {

  private final StreamAxes axes;

  /** For each output what is kept of the calls. */
  private final List<List<Tensor>> kept = new ArrayList<>();

  JoinedOutputs(StreamAxes axes) {
    this.axes = axes;
    axes.outputs().forEach(_ -> kept.add(new ArrayList<>()));
  }

  /** Adds the answer of the next call, which is copied; {@code null} for what is no tensor. */
  void add(@Nullable Tensor[] answer) {
    for (int i = 0; i < answer.length; i++) {
      Tensor value = answer[i];
      if (value == null) {
        continue;
      }
      List<Tensor> calls = kept.get(i);
      if (axes.hasTime() && axes.timeAxisOf(axes.outputs().get(i)) < 0) {
        calls.clear();
      }
      calls.add(AxisParts.copy(value));
    }
  }

  /**
   * The whole answer, by name.
   *
   * @throws IllegalArgumentException if calls answered in shapes that do not fit each other
   */
  Map<String, Tensor> whole() {
    Map<String, Tensor> whole = new LinkedHashMap<>();
    for (int i = 0; i < kept.size(); i++) {
      List<Tensor> calls = kept.get(i);
      if (!calls.isEmpty()) {
        ValueInfo output = axes.outputs().get(i);
        whole.put(output.name(), whole(output, calls));
      }
    }
    return whole;
  }

  private Tensor whole(ValueInfo output, List<Tensor> calls) {
    int time = axes.timeAxisOf(output);
    if (time < 0 && axes.hasTime()) {
      return calls.getFirst();
    }
    try {
      return time >= 0 ? AxisParts.join(calls, time) : stack(calls);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "output " + output + ": chunks cannot be put together: " + e.getMessage(), e);
    }
  }

  private static Tensor stack(List<Tensor> calls) {
    for (Tensor call : calls) {
      if (!call.sameShape(calls.getFirst())) {
        throw new IllegalArgumentException(
            "expected calls of one shape, found " + calls.getFirst() + " and " + call);
      }
    }
    return AxisParts.stack(calls, 0, calls.size());
  }
}
