package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.spec.Dimension;
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
   */
  static ValueInfo info(String name, Fact fact, Symbols symbols, ValueInfo declared) {
    return new ValueInfo(name, fact.type(), shape(fact, symbols, declared), fact.isSequence());
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

  /** An output as it is declared, with what nodes make where the file does not say. */
  static ValueInfo complete(ValueInfo output, Draft draft) {
    Fact fact = draft.fact(output.name());
    if (fact == null || (output.isTyped() && output.shape().isPresent())) {
      return output;
    }
    ValueInfo inferred = info(output.name(), fact, draft.symbols, output);
    return output.isTyped()
        ? new ValueInfo(output.name(), output.type(), inferred.shape(), output.isSequence())
        : inferred;
  }
}
