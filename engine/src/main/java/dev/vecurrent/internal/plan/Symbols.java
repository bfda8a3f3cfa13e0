package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.spec.Dimension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols of a graph's inputs: sizes that depend on the call and are the same wherever named.
 */
final class Symbols {

  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** A declared dimension as facts have it. */
  int dim(Dimension declared) {
    if (declared.isFixed()) {
      return declared.size();
    }
    String name = declared.symbol();
    if (name.isEmpty() || (names.size() == Fact.MOST_SYMBOLS && !numbers.containsKey(name))) {
      return Fact.UNKNOWN;
    }
    return Fact.symbol(
        numbers.computeIfAbsent(
            name,
            _ -> {
              names.add(name);
              return names.size() - 1;
            }));
  }

  /** A dimension in words; a question mark where nothing is known. */
  String word(int dim) {
    if (dim >= 0) {
      return Integer.toString(dim);
    }
    return dim == Fact.UNKNOWN ? "?" : names.get(Fact.symbol(0) - dim);
  }
}
