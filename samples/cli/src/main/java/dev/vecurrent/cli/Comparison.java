package dev.vecurrent.cli;

import dev.vecurrent.cli.tensor.Elements;
import dev.vecurrent.console.Printable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.Arrays;

/**
 * How far a tensor is from what it should be: it passes where {@code |a - b| <= atol + rtol |b|}
 * for every element, with the bounds of its type. NaN equals NaN, and an infinity only itself.
 *
 * @param passes whether it passes
 * @param maxAbs the largest absolute error
 * @param maxRel the largest relative error, over elements that should not be 0
 * @param reason what is wrong, and where it is worst; empty where it passes
 */
record Comparison(boolean passes, double maxAbs, double maxRel, String reason) {

  static final Comparison EQUAL = new Comparison(true, 0, 0, "");

  static Comparison failed(String reason) {
    return new Comparison(false, Double.NaN, Double.NaN, Printable.lineMessage(reason));
  }

  /** That a model was refused, in lines that its exception made. */
  static Comparison refused(String reasons) {
    return new Comparison(false, Double.NaN, Double.NaN, Printable.message(reasons));
  }

  /** Two tensors, or two sequences of as many tensors. */
  static Comparison ofValues(String name, Value actual, Value expected, Tolerances tolerances) {
    if (actual instanceof Tensor a && expected instanceof Tensor b) {
      return of(name, a, b, tolerances);
    }
    if (actual instanceof OptionalValue a && expected instanceof OptionalValue b) {
      if (a.isPresent() && b.isPresent()) {
        return ofValues(name, a.get(), b.get(), tolerances);
      }
      return a.isPresent() == b.isPresent()
          ? EQUAL
          : failed(name + ": expected an " + expected + ", found an " + actual);
    }
    if (!(actual instanceof TensorSequence a
        && expected instanceof TensorSequence b
        && a.size() == b.size())) {
      return failed(name + ": expected " + expected + ", found " + actual);
    }
    Comparison all = EQUAL;
    for (int i = 0; i < b.size(); i++) {
      all = all.and(of(name + " tensor " + i + " ", a.get(i), b.get(i), tolerances));
    }
    return all;
  }

  static Comparison of(String name, Tensor actual, Tensor expected, Tolerances tolerances) {
    if (actual.type() != expected.type() || !actual.sameShape(expected)) {
      return failed(name + ": expected " + expected + ", found " + actual);
    }
    if (expected.type() == ElementType.STRING) {
      return ofText(name, actual, expected);
    }
    double rtol = tolerances.rtol(expected.type());
    double atol = tolerances.atol(expected.type());
    double maxAbs = 0;
    double maxRel = 0;
    double worstError = -1;
    int worst = -1;
    int bad = 0;
    for (int i = 0; i < expected.size(); i++) {
      double a = Elements.element(actual, i);
      double b = Elements.element(expected, i);
      if (same(actual, expected, i)) {
        continue;
      }
      // Where one is infinite or NaN, so are error and tolerance: that must not compare as near.
      boolean finite = Double.isFinite(a) && Double.isFinite(b);
      double error = finite ? distance(actual, expected, i) : Double.POSITIVE_INFINITY;
      maxAbs = Math.max(maxAbs, error);
      if (b != 0) {
        maxRel = Math.max(maxRel, finite ? error / Math.abs(b) : error);
      }
      if (finite && error <= atol + rtol * Math.abs(b)) {
        continue;
      }
      bad++;
      if (error > worstError) {
        worstError = error;
        worst = i;
      }
    }
    if (bad == 0) {
      return new Comparison(true, maxAbs, maxRel, "");
    }
    String reason =
        "%s%s: expected %s, found %s (%d of %d elements differ, this one most)"
            .formatted(
                name,
                Arrays.toString(Elements.index(expected, worst)),
                Elements.word(expected, worst),
                Elements.word(actual, worst),
                bad,
                expected.size());
    return new Comparison(false, maxAbs, maxRel, Printable.line(reason));
  }

  private static Comparison ofText(String name, Tensor actual, Tensor expected) {
    int bad = 0;
    int first = -1;
    for (int i = expected.size() - 1; i >= 0; i--) {
      if (!expected.strings()[i].equals(actual.strings()[i])) {
        bad++;
        first = i;
      }
    }
    return bad == 0
        ? EQUAL
        : failed(
            "%s%s: expected '%s', found '%s' (%d of %d elements differ, this one first)"
                .formatted(
                    name,
                    Arrays.toString(Elements.index(expected, first)),
                    expected.strings()[first],
                    actual.strings()[first],
                    bad,
                    expected.size()));
  }

  /** Whether two elements are equal; of 64 bits, a double does not tell. */
  private static boolean same(Tensor actual, Tensor expected, int i) {
    if (Elements.isLong(expected)) {
      return actual.longs()[i] == expected.longs()[i];
    }
    double a = Elements.element(actual, i);
    double b = Elements.element(expected, i);
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  private static double distance(Tensor actual, Tensor expected, int i) {
    return Elements.isLong(expected)
        ? Elements.integer(actual, i).subtract(Elements.integer(expected, i)).abs().doubleValue()
        : Math.abs(Elements.element(actual, i) - Elements.element(expected, i));
  }

  /** The worse of two, with the first reason; that of a failure before others. */
  Comparison and(Comparison other) {
    boolean first = passes == other.passes ? !reason.isEmpty() : other.passes;
    return new Comparison(
        passes && other.passes,
        Math.max(maxAbs, other.maxAbs),
        Math.max(maxRel, other.maxRel),
        first ? reason : other.reason);
  }

  /**
   * The comparison of a value that depends on random numbers: other elements are no failure, but
   * are said, for nobody could have the same. Another type or shape is one.
   */
  Comparison ofRandom(String name) {
    if (passes || Double.isNaN(maxAbs)) {
      return this;
    }
    String why = " depends on random numbers: type and shape are as expected, elements are others";
    return new Comparison(true, Double.NaN, Double.NaN, name + why);
  }
}
