package dev.vecurrent.internal.op.window;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class WindowOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("AveragePool", Pool::average),
          entry("Conv", Conv::read),
          entry("ConvTranspose", ConvTranspose::read),
          entry("GlobalAveragePool", reader -> Pool.global(reader, Pool.Kind.GLOBAL_AVERAGE)),
          entry("GlobalLpPool", Pool::globalNorm),
          entry("GlobalMaxPool", reader -> Pool.global(reader, Pool.Kind.GLOBAL_MAX)),
          entry("LpPool", Pool::norm),
          entry("MaxPool", Pool::max));

  private WindowOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
