package dev.vecurrent.internal.run;

import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The body of a node of control flow. Immutable and shared by threads.
 *
 * @param steps what runs, in order
 * @param slots for each value slot, what it holds
 * @param constants for each value slot, the constant in it
 * @param inputSlots the slot of each input, those from around the body included; -1 for one that it
 *     does without
 * @param outputSlots the slot of each output
 * @param handing how each output may leave the body
 */
public record CompiledBody(
    List<Step> steps,
    List<SlotType> slots,
    Map<Integer, Tensor> constants,
    List<Integer> inputSlots,
    List<Integer> outputSlots,
    List<Handing> handing) {

  /** How an output may leave its body. */
  public enum Handing {
    /** By copying: it is an input or a constant, or shares storage with another output. */
    COPIED,
    /** As a view, until the body runs again. */
    VIEWED,
    /** As the tensor itself, another being put in its place: nothing but its slot refers to it. */
    MOVED
  }

  /** An empty value for an output. */
  Value newOutput(int output, Bounds bounds) {
    return slots.get(outputSlots.get(output)).newValue(bounds.budget());
  }

  /** An empty tensor for an output that is one. */
  Tensor newTensor(int output, Bounds bounds) {
    return Tensor.growable(slots.get(outputSlots.get(output)).type(), bounds.budget().values());
  }

  /** An empty tensor for an input that is one. */
  Tensor newInput(int input, Bounds bounds) {
    return Tensor.growable(slots.get(inputSlots.get(input)).type(), bounds.budget().values());
  }

  /** The steps in words, a line each, those of bodies further in behind more spaces. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Step step : steps) {
      lines.add(
          "  "
              + step.operator()
              + (step.name().isEmpty() ? "" : " " + step.name())
              + "  ("
              + String.join(", ", step.reads())
              + ") -> "
              + String.join(", ", step.makes()));
      step.details().forEach(line -> lines.add("    " + line));
    }
    return lines;
  }
}
