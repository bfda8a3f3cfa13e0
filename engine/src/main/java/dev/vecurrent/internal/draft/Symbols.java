package dev.vecurrent.internal.draft;

import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Dimension;
import java.util.ArrayList;
import java.util.List;

/**
 * The symbols of a graph's inputs: sizes that depend on the call. Each axis of each input has one
 * of its own, for equal names in a file are hints of exporters and not equal sizes.
 */
public final class Symbols {

  private final List<String> names = new ArrayList<>();

  /** A declared dimension of an input as facts have it. */
  public int dim(Dimension declared) {
    if (declared.isFixed()) {
      return declared.size();
    }
    if (names.size() == Fact.MOST_SYMBOLS) {
      return Fact.UNKNOWN;
    }
    names.add(declared.symbol());
    return Fact.symbol(names.size() - 1);
  }

  /** The name that the file gives a size; empty where it gives none, or the size is known. */
  public String name(int dim) {
    return dim >= Fact.UNKNOWN ? "" : names.get(Fact.symbol(0) - dim);
  }

  /** A dimension in words; a question mark where nothing is known. */
  public String word(int dim) {
    return dim >= 0 ? Integer.toString(dim) : name(dim).isEmpty() ? "?" : name(dim);
  }
}
