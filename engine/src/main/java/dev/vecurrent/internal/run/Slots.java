package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a step finds its values; -1 for an absent one. */
public final class Slots {

  private final int[] slots;

  /**
   * The slots of a node's values.
   *
   * @param names of the values; empty for one that is not there
   * @param slotOf the slot of each value
   */
  public Slots(List<String> names, Map<String, Integer> slotOf) {
    slots = new int[names.size()];
    for (int i = 0; i < slots.length; i++) {
      String name = names.get(i);
      slots[i] = name.isEmpty() ? -1 : Objects.requireNonNull(slotOf.get(name), name);
    }
  }

  /** Slots as an array. */
  static int[] array(List<Integer> slots) {
    int[] array = new int[slots.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = slots.get(i);
    }
    return array;
  }

  /** Marks the slots of the values that are present. */
  void mark(boolean[] marks) {
    for (int slot : slots) {
      if (slot >= 0) {
        marks[slot] = true;
      }
    }
  }

  /** Whether a value is in both. */
  boolean sharesWith(Slots other) {
    for (int slot : slots) {
      for (int otherSlot : other.slots) {
        if (slot >= 0 && slot == otherSlot) {
          return true;
        }
      }
    }
    return false;
  }

  int count() {
    return slots.length;
  }

  /** The tensor in a slot. */
  @Nullable
  Tensor pick(@Nullable Value[] values, int index) {
    return (Tensor) value(values, index);
  }

  /** The tensors in all slots. */
  void pick(@Nullable Value[] values, @Nullable Tensor[] into) {
    for (int i = 0; i < slots.length; i++) {
      into[i] = slots[i] < 0 ? null : (Tensor) values[slots[i]];
    }
  }

  /** The tensor or sequence in a slot. */
  @Nullable
  Value value(@Nullable Value[] values, int index) {
    return index < slots.length && slots[index] >= 0 ? values[slots[index]] : null;
  }

  /** The tensors and sequences in all slots. */
  void values(@Nullable Value[] values, @Nullable Value[] into) {
    for (int i = 0; i < slots.length; i++) {
      into[i] = value(values, i);
    }
  }
}
