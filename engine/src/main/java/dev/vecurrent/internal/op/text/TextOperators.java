package dev.vecurrent.internal.op.text;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class TextOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("RegexFullMatch", RegexFullMatch::read),
          entry("StringConcat", StringConcat::read),
          entry("StringNormalizer", StringNormalizer::read),
          entry("StringSplit", StringSplit::read),
          entry("TfIdfVectorizer", TfIdfVectorizer::read));

  private TextOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
