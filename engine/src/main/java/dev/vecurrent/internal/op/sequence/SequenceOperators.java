package dev.vecurrent.internal.op.sequence;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class SequenceOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "ConcatFromSequence",
          "SequenceAt",
          "SequenceConstruct",
          "SequenceEmpty",
          "SequenceErase",
          "SequenceInsert",
          "SequenceLength",
          "SplitToSequence");

  private SequenceOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "ConcatFromSequence" -> ConcatFromSequence.read(reader);
      case "SequenceAt" -> SequenceAt.read(reader);
      case "SequenceConstruct" -> SequenceConstruct.read(reader);
      case "SequenceEmpty" -> SequenceEmpty.read(reader);
      case "SequenceErase" -> SequenceErase.read(reader);
      case "SequenceInsert" -> SequenceInsert.read(reader);
      case "SequenceLength" -> SequenceLength.read(reader);
      case "SplitToSequence" -> SplitToSequence.read(reader);
      default -> null;
    };
  }
}
