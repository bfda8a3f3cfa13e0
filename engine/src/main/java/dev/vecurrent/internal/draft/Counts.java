package dev.vecurrent.internal.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Numbers and lists by key, without lambdas: each that is linked delays the first answer. */
public final class Counts {

  private Counts() {}

  /** Adds to the number of a key, which is 0 at first; the sum. */
  public static <K> int add(Map<K, Integer> counts, K key, int more) {
    int sum = counts.getOrDefault(key, 0) + more;
    counts.put(key, sum);
    return sum;
  }

  /** The list of a key, which is empty at first. */
  public static <K, V> List<V> list(Map<K, List<V>> lists, K key) {
    List<V> known = lists.get(key);
    if (known == null) {
      known = new ArrayList<>();
      lists.put(key, known);
    }
    return known;
  }

  /** Adds the number of each key. */
  public static <K> void addAll(Map<K, Integer> counts, Map<K, Integer> more) {
    for (Map.Entry<K, Integer> entry : more.entrySet()) {
      add(counts, entry.getKey(), entry.getValue());
    }
  }
}
