package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class TextOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit", "TfIdfVectorizer");

  private TextOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "RegexFullMatch" -> RegexFullMatch.read(reader);
      case "StringConcat" -> StringConcat.read(reader);
      case "StringNormalizer" -> StringNormalizer.read(reader);
      case "StringSplit" -> StringSplit.read(reader);
      case "TfIdfVectorizer" -> TfIdfVectorizer.read(reader);
      default -> null;
    };
  }
}
