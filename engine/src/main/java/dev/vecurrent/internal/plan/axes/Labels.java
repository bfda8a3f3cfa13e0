package dev.vecurrent.internal.plan.axes;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Sets of labels, as numbers in ascending order. A label stands for an axis of a graph input, or
 * for one of a layer that nothing leads to from an input.
 */
final class Labels {

  static final int[] NONE = {};

  /** The most labels of a set: more would let a graph of many inputs take more than linear time. */
  private static final int MOST = 512;

  private Labels() {}

  /** All labels of two sets. */
  static int[] union(int[] a, int[] b) {
    if (b.length == 0 || a.length >= MOST) {
      return a;
    }
    if (a.length == 0 || b.length >= MOST) {
      return b;
    }
    int[] all = new int[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      int next = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
      i += i < a.length && a[i] == next ? 1 : 0;
      j += j < b.length && b[j] == next ? 1 : 0;
      all[size++] = next;
    }
    return size == a.length ? a : Arrays.copyOf(all, size);
  }

  static boolean meet(int[] labels, BitSet others) {
    for (int label : labels) {
      if (others.get(label)) {
        return true;
      }
    }
    return false;
  }

  static void addTo(BitSet others, int[] labels) {
    for (int label : labels) {
      others.set(label);
    }
  }
}
