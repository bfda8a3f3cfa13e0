package dev.vecurrent.internal.op.optional;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators on optional values. */
public final class OptionalOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Optional", Wrap::read),
          entry("OptionalGetElement", Unwrap::read),
          entry("OptionalHasElement", HasElement::read));

  private OptionalOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
