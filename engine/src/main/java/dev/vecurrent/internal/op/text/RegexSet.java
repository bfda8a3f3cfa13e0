package dev.vecurrent.internal.op.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A set of characters of a pattern under construction, then an immutable predicate. */
final class RegexSet implements IntPredicate {

  private final List<IntPredicate> parts = new ArrayList<>();
  private final boolean ignoresCase;
  private boolean negated;

  RegexSet(boolean ignoresCase) {
    this.ignoresCase = ignoresCase;
  }

  /** A set of one character. */
  static RegexSet of(int c, boolean ignoresCase) {
    return new RegexSet(ignoresCase).range(c, c);
  }

  RegexSet range(int from, int to) {
    parts.add(c -> c >= from && c <= to);
    return this;
  }

  RegexSet add(IntPredicate part) {
    parts.add(part);
    return this;
  }

  /** How many parts a look-up may have to go through. */
  int size() {
    return parts.size();
  }

  RegexSet invert() {
    negated = !negated;
    return this;
  }

  @Override
  public boolean test(int c) {
    return negated != (has(c) || (ignoresCase && hasOtherCase(c)));
  }

  private boolean has(int c) {
    for (IntPredicate part : parts) {
      if (part.test(c)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasOtherCase(int c) {
    int upper = Character.toUpperCase(c);
    return has(upper) || has(Character.toLowerCase(c)) || has(Character.toLowerCase(upper));
  }
}
