package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import java.util.List;

/**
 * What an operator wants of an input.
 *
 * @param types one of these
 * @param domain where its elements are
 * @param least the lowest rank
 * @param most the highest rank
 * @param exact whether its bits must be the same in every engine
 */
record Need(List<ElementType> types, Domain domain, int least, int most, boolean exact) {

  /** A FLOAT32 tensor of any rank. */
  static final Need FLOATS = of(ElementType.FLOAT32);

  /** Any type. */
  static final Need ANYTHING =
      of(
          ElementType.FLOAT32,
          ElementType.FLOAT32,
          ElementType.FLOAT64,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.BOOL);

  /** Numbers. */
  static final Need NUMBERS =
      of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);

  static final Need TRUTH = of(ElementType.BOOL);

  static Need of(ElementType... types) {
    return new Need(List.of(types), Domain.ANY, 0, 4, false);
  }

  Need in(Domain other) {
    return new Need(types, other, least, most, exact);
  }

  Need rank(int from, int to) {
    return new Need(types, domain, from, to, exact);
  }

  Need atLeast(int rank) {
    return new Need(types, domain, rank, Math.max(4, rank), exact);
  }

  Need precisely() {
    return new Need(types, domain, least, most, true);
  }

  /** Whether a value will do; an empty one, such as the shape of a scalar, never does. */
  boolean fits(Value value) {
    return value.tensor().size() > 0
        && types.contains(value.tensor().type())
        && value.rank() >= least
        && value.rank() <= most
        && (value.exact() || !exact)
        && domain.contains(value.tensor());
  }
}
