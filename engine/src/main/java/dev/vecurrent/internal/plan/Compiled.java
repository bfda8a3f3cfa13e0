package dev.vecurrent.internal.plan;

import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A compiled graph. Immutable and shared by threads.
 *
 * @param graph what was compiled
 * @param steps what runs, in order
 * @param slots for each value slot, its type
 * @param constants for each value slot, the constant in it
 * @param valueBytes the most bytes of one value in a run
 * @param inputSlots the slot of each graph input
 * @param outputSlots the slot of each graph output
 * @param parameters elements of the constants that steps read
 * @param packedBytes bytes of packed weights
 * @param constantBytes bytes of constants that are kept beside them
 * @param folded nodes computed at compile time, by operator
 * @param absorbed nodes that became part of others, by operator
 */
public record Compiled(
    Graph graph,
    List<Step> steps,
    List<ElementType> slots,
    Map<Integer, Tensor> constants,
    long valueBytes,
    List<Integer> inputSlots,
    List<Integer> outputSlots,
    long parameters,
    long packedBytes,
    long constantBytes,
    Map<String, Integer> folded,
    Map<String, Integer> absorbed) {

  /** An empty tensor for a slot, which grows within the limit. */
  Tensor newValue(int slot) {
    ElementType type = slots.get(slot);
    return Tensor.growable(type, (int) Math.min(valueBytes / type.bytes(), Integer.MAX_VALUE - 8));
  }

  /**
   * Checks that sequences may arrive piece by piece.
   *
   * @throws IllegalArgumentException naming the first layer that reads backwards
   */
  public void requireStreamable() {
    for (Step step : steps) {
      if (step instanceof RecurrentStep recurrent) {
        for (RecurrentStep.Layer layer : recurrent.layers()) {
          if (layer.cell().direction() != Direction.FORWARD) {
            throw new IllegalArgumentException(
                "node '"
                    + layer.name()
                    + "' ("
                    + layer.cell().operator()
                    + ") is "
                    + layer.cell().direction()
                    + " and needs the whole sequence: such a model cannot be streamed");
          }
        }
      }
    }
  }

  /**
   * The order in which the first recurrent layer that reads a graph input reads it, if one does.
   */
  public Optional<Layout> layoutOf(String input) {
    for (int i = 0; i < inputSlots.size(); i++) {
      int slot = inputSlots.get(i);
      if (!graph.inputs().get(i).name().equals(input)) {
        continue;
      }
      for (Step step : steps) {
        if (step instanceof RecurrentStep recurrent && recurrent.xSlot() == slot) {
          boolean batchMajor = recurrent.layers().getFirst().form().xBatchMajor();
          return Optional.of(batchMajor ? Layout.BATCH_MAJOR : Layout.TIME_MAJOR);
        }
      }
    }
    return Optional.empty();
  }
}
