package dev.vecurrent.internal.advice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** For a name that nothing has, those that may have been meant. */
public final class NearestNames {

  private static final int MOST = 3;

  private static final int SHORTEST_PART = 3;

  /** Longer names are compared by their beginnings. */
  private static final int MOST_COMPARED = 64;

  private record Candidate(String name, int distance) {}

  private NearestNames() {}

  /** A message for a name that is none of the given ones. */
  public static String noSuch(String name, Collection<String> names) {
    List<String> nearest = of(name, names);
    return "no value of the graph has this name"
        + (nearest.isEmpty() ? "" : "; near it: " + String.join(", ", nearest));
  }

  /** The nearest names, nearest first. */
  static List<String> of(String name, Collection<String> names) {
    String wanted = folded(name);
    List<Candidate> candidates = new ArrayList<>();
    for (String each : names) {
      String folded = folded(each);
      int most = Math.max(1, Math.max(wanted.length(), folded.length()) / 2);
      int distance =
          contain(wanted, folded)
              ? 1 + Math.abs(folded.length() - wanted.length()) / 8
              : Math.abs(folded.length() - wanted.length()) > most
                  ? most + 1
                  : distance(wanted, folded);
      if (distance <= most && !folded.isEmpty()) {
        candidates.add(new Candidate(each, distance));
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /** Whether one is a part of the other, and long enough for that to mean something. */
  private static boolean contain(String a, String b) {
    return Math.min(a.length(), b.length()) >= SHORTEST_PART && (a.contains(b) || b.contains(a));
  }

  private static String folded(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.length() <= MOST_COMPARED ? lower : lower.substring(0, MOST_COMPARED);
  }

  /** How many characters must be put in, taken out or changed. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(row[j - 1], before[j]) + 1);
      }
      int[] swap = before;
      before = row;
      row = swap;
    }
    return before[b.length()];
  }
}
