package dev.vecurrent.internal.plan.state;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** On the elements of which graph inputs each value of a draft depends. */
final class Dependences {

  private static final long[] NOTHING = {};

  /** The bit of each input that may be a state; all others share the one after them. */
  private final Map<String, Integer> bits;

  private final Map<String, long[]> sets = new HashMap<>();

  /** Of a graph. */
  Dependences(List<String> inputs, Map<String, Integer> bits) {
    this.bits = bits;
    for (String input : inputs) {
      int bit = bits.getOrDefault(input, bits.size());
      long[] set = new long[words(bits)];
      set[bit >> 6] = 1L << bit;
      sets.put(input, set);
    }
  }

  private Dependences(Map<String, Integer> bits) {
    this.bits = bits;
  }

  /** How many words a set takes. */
  static int words(Map<String, Integer> bits) {
    return (bits.size() >> 6) + 1;
  }

  /** Of a body, whose inputs are the last inputs of its node. */
  Dependences inside(DraftNode node, Draft body) {
    Dependences inner = new Dependences(bits);
    int first = node.inputs.size() - body.inputs.size();
    for (int i = 0; i < body.inputs.size(); i++) {
      inner.sets.put(body.inputs.get(i), of(node.inputs.get(first + i)));
    }
    return inner;
  }

  private long[] of(String value) {
    return sets.getOrDefault(value, NOTHING);
  }

  /** Notes what a node makes: shapes depend on no element. */
  void add(DraftNode node) {
    if (node.is("Shape") || node.is("Size")) {
      return;
    }
    long[] all = NOTHING;
    for (String input : node.inputs) {
      all = union(all, of(input));
    }
    for (String output : node.outputs) {
      sets.put(output, all);
    }
  }

  /** Notes that a value depends on a condition and on what is in a body. */
  void add(String value, String condition, Dependences body, String inner) {
    sets.put(value, union(of(value), union(of(condition), body.of(inner))));
  }

  private static long[] union(long[] a, long[] b) {
    if (b.length == 0) {
      return a;
    }
    if (a.length == 0) {
      return b;
    }
    long[] all = a.clone();
    boolean more = false;
    for (int word = 0; word < all.length; word++) {
      all[word] |= b[word];
      more |= all[word] != a[word];
    }
    return more ? all : a;
  }

  /** Whether an input may be a state. */
  boolean isCandidate(String input) {
    return bits.containsKey(input);
  }

  /** Whether a value depends on no input. */
  boolean isFixed(String value) {
    return of(value).length == 0;
  }

  /** Whether a value depends on an input that may be a state. */
  boolean isOn(String value, String input) {
    long[] set = of(value);
    Integer bit = bits.get(input);
    return bit != null && set.length > 0 && (set[bit >> 6] >> bit & 1) != 0;
  }

  /** Whether a value depends on another input than one. */
  boolean isOnOther(String value, String input) {
    long[] set = of(value);
    int bit = bits.getOrDefault(input, -1);
    for (int word = 0; word < set.length; word++) {
      long own = bit >= 0 && bit >> 6 == word ? 1L << bit : 0;
      if ((set[word] & ~own) != 0) {
        return true;
      }
    }
    return false;
  }
}
