package dev.vecurrent.internal.op.index;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class IndexOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Compress", Compress::read),
          entry("Gather", Gather::read),
          entry("GatherElements", ElementIndices::gather),
          entry("GatherND", SliceIndices::gather),
          entry("NonZero", NonZero::read),
          entry("OneHot", OneHot::read),
          entry("Scatter", reader -> ElementIndices.scatter(reader, "Scatter")),
          entry("ScatterElements", reader -> ElementIndices.scatter(reader, "ScatterElements")),
          entry("ScatterND", SliceIndices::scatter),
          entry("TopK", TopK::read),
          entry("Unique", Unique::read));

  private IndexOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
