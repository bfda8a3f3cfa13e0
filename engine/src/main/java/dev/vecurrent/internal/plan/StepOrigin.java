package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which axes of graph inputs the first two axes of a value run along.
 *
 * @param swaps for each input, whether they are its second and first
 * @param firstPinned whether a constant says what is at each place of the first axis
 * @param secondPinned whether one does along the second axis
 */
record StepOrigin(Map<String, Boolean> swaps, boolean firstPinned, boolean secondPinned) {

  StepOrigin {
    swaps = Map.copyOf(swaps);
  }

  /** Of an input itself. */
  static StepOrigin of(String input) {
    return new StepOrigin(Map.of(input, false), false, false);
  }

  Set<String> inputs() {
    return swaps.keySet();
  }

  boolean isSwapped(String input) {
    return swaps.getOrDefault(input, false);
  }

  boolean isPinned(int axis) {
    return axis == 0 ? firstPinned : secondPinned;
  }

  /** Of the value with its first two axes exchanged. */
  StepOrigin swapped() {
    Map<String, Boolean> others = new HashMap<>();
    swaps.forEach((input, swap) -> others.put(input, !swap));
    return new StepOrigin(others, secondPinned, firstPinned);
  }

  /** Of the value where a constant has its own elements along an axis. */
  StepOrigin pinned(int axis) {
    return new StepOrigin(swaps, firstPinned || axis == 0, secondPinned || axis == 1);
  }

  /** Of a value made from two; {@code null} where an input comes in both ways round. */
  @Nullable
  StepOrigin and(StepOrigin other) {
    Map<String, Boolean> both = new HashMap<>(swaps);
    for (Map.Entry<String, Boolean> entry : other.swaps.entrySet()) {
      Boolean before = both.put(entry.getKey(), entry.getValue());
      if (before != null && !before.equals(entry.getValue())) {
        return null;
      }
    }
    return new StepOrigin(
        both, firstPinned || other.firstPinned, secondPinned || other.secondPinned);
  }
}
