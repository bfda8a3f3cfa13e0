package dev.vecurrent.internal.op.text;

import java.util.List;
import java.util.function.IntPredicate;

/** A part of a parsed pattern. Which of several matches is found does not matter here. */
sealed interface RegexNode {

  /** Nothing: what matches everywhere. */
  RegexNode EMPTY = new Sequence(List.of());

  /** Parts one behind the other, none of which is {@link #EMPTY}. */
  static RegexNode sequence(List<RegexNode> parts) {
    return parts.isEmpty() ? EMPTY : parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
  }

  /** One character of a set. */
  record OneOf(IntPredicate set) implements RegexNode {}

  /** A place where an assertion holds. */
  record Holds(RegexProgram.Assertion assertion) implements RegexNode {}

  /** Parts one behind the other. */
  record Sequence(List<RegexNode> parts) implements RegexNode {}

  /** One of several parts. */
  record Choice(List<RegexNode> choices) implements RegexNode {}

  /** A part again and again. */
  record Repeated(RegexNode part, int least, int most) implements RegexNode {

    /** As the most repetitions: any number. */
    static final int NO_END = -1;
  }
}
