package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.Symbols;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a value, as a graph declares values. */
final class FactWords {

  private FactWords() {}

  /**
   * The type and shape of a value.
   *
   * @param declared names sizes of which nothing is known
   * @param halves tells which values have 16-bit types outside of the plan
   */
  static ValueInfo info(Fact fact, Symbols symbols, ValueInfo declared, HalfTypes halves) {
    String name = declared.name();
    return new ValueInfo(
        name,
        fact.isSequence() || fact.isOptional() ? fact.type() : halves.of(name, fact.type()),
        shape(fact, symbols, declared),
        fact.isSequence(),
        true,
        fact.isOptional());
  }

  private static Optional<List<Dimension>> shape(Fact fact, Symbols symbols, ValueInfo declared) {
    int[] dims = fact.dims();
    if (dims == null) {
      return Optional.empty();
    }
    List<Dimension> hints = declared.shape().orElse(List.of());
    List<Dimension> shape = new ArrayList<>();
    for (int axis = 0; axis < dims.length; axis++) {
      String symbol = symbols.name(dims[axis]);
      if (symbol.isEmpty() && hints.size() == dims.length) {
        symbol = hints.get(axis).symbol();
      }
      shape.add(dims[axis] >= 0 ? Dimension.of(dims[axis]) : Dimension.symbol(symbol));
    }
    return Optional.of(shape);
  }

  /** Outputs as they are declared, with what nodes make where the file does not say. */
  static List<ValueInfo> complete(Graph graph, Draft draft) {
    HalfTypes halves = new HalfTypes(graph);
    List<ValueInfo> complete = new ArrayList<>();
    for (ValueInfo output : graph.outputs()) {
      complete.add(complete(output, draft, halves));
    }
    return complete;
  }

  private static ValueInfo complete(ValueInfo output, Draft draft, HalfTypes halves) {
    Fact fact = draft.fact(output.name());
    if (fact == null || (output.isTyped() && output.shape().isPresent())) {
      return output;
    }
    ValueInfo inferred = info(fact, draft.symbols, output, halves);
    return output.isTyped()
        ? new ValueInfo(
            output.name(),
            output.type(),
            inferred.shape(),
            output.isSequence(),
            true,
            output.isOptional())
        : inferred;
  }
}
