package dev.vecurrent.internal.op.resize;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class ResizeOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(entry("Resize", Resize::read), entry("Upsample", Resize::upsample));

  private ResizeOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
