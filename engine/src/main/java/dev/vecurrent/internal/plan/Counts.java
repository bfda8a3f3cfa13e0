package dev.vecurrent.internal.plan;

import java.util.Map;

/** Numbers by key. */
final class Counts {

  private Counts() {}

  /** Adds to the number of a key, which is 0 at first; the sum. */
  static <K> int add(Map<K, Integer> counts, K key, int more) {
    int sum = counts.getOrDefault(key, 0) + more;
    counts.put(key, sum);
    return sum;
  }

  /** Adds the number of each key. */
  static <K> void addAll(Map<K, Integer> counts, Map<K, Integer> more) {
    for (Map.Entry<K, Integer> entry : more.entrySet()) {
      add(counts, entry.getKey(), entry.getValue());
    }
  }
}
