package dev.vecurrent.internal.plan.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names by which exporters say that an output is the next value of an input, such as {@code h0} and
 * {@code hn}, {@code cache_in_3} and {@code cache_out_3}, {@code past_x} and {@code present_x}.
 */
final class StateNames {

  /** Which stem is left of a name without a word that tells before from after. */
  private record Stem(List<String> words, boolean isMarked, boolean isClear) {}

  /** Words that stand for the time before a call, and for nothing else. */
  private static final Set<String> BEFORE =
      Set.of("prev", "previous", "past", "old", "prior", "initial", "init");

  private static final Set<String> AFTER = Set.of("next", "new", "present", "final", "updated");

  /** Words that may do, and may only tell inputs from outputs. */
  private static final Set<String> OF_INPUTS = Set.of("in", "input", "0", "cur", "current", "last");

  private static final Set<String> OF_OUTPUTS =
      Set.of("out", "output", "n", "1", "cur", "current", "last");

  private static final Set<String> STATES =
      Set.of(
          "state",
          "states",
          "hidden",
          "h",
          "c",
          "s",
          "hx",
          "cx",
          "cell",
          "carry",
          "memory",
          "mem",
          "memories",
          "cache",
          "caches",
          "cached",
          "context",
          "ctx",
          "buffer",
          "buf",
          "pos",
          "position",
          "offset",
          "history",
          "hist",
          "kv",
          "rnn",
          "lstm",
          "gru",
          "queue",
          "count",
          "counter",
          "processed");

  private StateNames() {}

  /**
   * Whether a name of an input and one of an output say that they are one state.
   *
   * @param clearly whether only words count that tell times apart, not inputs from outputs
   */
  static boolean match(String input, String output, boolean clearly) {
    List<Stem> before = stems(words(input), BEFORE, OF_INPUTS, false);
    List<Stem> after = stems(words(output), AFTER, OF_OUTPUTS, true);
    for (Stem one : before) {
      for (Stem other : after) {
        if (one.words().equals(other.words()) && isWitness(one, other, clearly)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWitness(Stem before, Stem after, boolean clearly) {
    boolean isSpelled = false;
    boolean isClear = before.isClear() && after.isClear();
    boolean isState = isClear;
    for (String word : before.words()) {
      isSpelled |= Character.isLetter(word.charAt(0));
      isState |= STATES.contains(word);
    }
    return isSpelled && (clearly ? isClear : isState) && (before.isMarked() || after.isMarked());
  }

  /** Whether a name is one of lengths, which layers of other kinds make shorter, too. */
  static boolean isLength(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("len") || lower.contains("size") || lower.contains("dur");
  }

  /** The name itself, and without each word that tells before from after. */
  private static List<Stem> stems(
      List<String> words, Set<String> clear, Set<String> other, boolean isAfter) {
    List<Stem> stems = new ArrayList<>();
    stems.add(new Stem(words, false, false));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isClear = clear.contains(word);
      List<String> rest = new ArrayList<>(words);
      if (isClear || other.contains(word)) {
        rest.remove(i);
        stems.add(new Stem(rest, true, isClear));
      } else if (isAfter && word.length() > 1 && word.endsWith("n")) {
        rest.set(i, word.substring(0, word.length() - 1)); // hn
        stems.add(new Stem(rest, true, false));
      }
    }
    return stems;
  }

  /** Words and numbers of a name, in lower case. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= name.length(); i++) {
      if (i == name.length() || isBetween(name.charAt(i - 1), name.charAt(i))) {
        String word = name.substring(start, i).toLowerCase(Locale.ROOT);
        if (Character.isLetterOrDigit(word.charAt(0))) {
          words.add(word);
        }
        start = i;
      }
    }
    return words;
  }

  private static boolean isBetween(char before, char after) {
    return kind(before) != kind(after)
        || (Character.isLowerCase(before) && Character.isUpperCase(after));
  }

  private static int kind(char c) {
    return Character.isLetter(c) ? 0 : Character.isDigit(c) ? 1 : 2;
  }
}
