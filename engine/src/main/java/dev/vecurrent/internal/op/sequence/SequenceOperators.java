package dev.vecurrent.internal.op.sequence;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class SequenceOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("ConcatFromSequence", ConcatFromSequence::read),
          entry("SequenceAt", SequenceAt::read),
          entry("SequenceConstruct", SequenceConstruct::read),
          entry("SequenceEmpty", SequenceEmpty::read),
          entry("SequenceErase", SequenceErase::read),
          entry("SequenceInsert", SequenceInsert::read),
          entry("SequenceLength", SequenceLength::read),
          entry("SplitToSequence", SplitToSequence::read));

  private SequenceOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
