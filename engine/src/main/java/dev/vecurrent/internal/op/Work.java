package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;

/**
 * How much work a node is, counted before it is done: operations of about a nanosecond, in {@code
 * long}, saturating. Folding weighs it; loops count it off as they go ({@link Workspace#spend}).
 */
public final class Work {

  /** Work that is known in a run only: such a node is never computed when a model is compiled. */
  public static final long UNSTATED = -1;

  private Work() {}

  /** Each element of inputs and outputs once: the work of copies and of functions of elements. */
  public static long elements(@Nullable Fact[] inputs, Fact[] outputs) {
    long elements = 0;
    for (Fact input : inputs) {
      elements = plus(elements, input == null ? 0 : size(input));
    }
    return plus(elements, made(outputs));
  }

  /** Elements of all outputs. */
  public static long made(Fact[] outputs) {
    long elements = 0;
    for (Fact output : outputs) {
      elements = plus(elements, size(output));
    }
    return elements;
  }

  /**
   * Each element of inputs and outputs once, and so many terms for each element of the outputs.
   *
   * @param terms 0 or more
   */
  public static long products(@Nullable Fact[] inputs, Fact[] outputs, long terms) {
    return plus(elements(inputs, outputs), Shapes.times(made(outputs), terms));
  }

  /** Elements of a value; one for a dimension that is not known, or is 0. */
  public static long size(Fact fact) {
    long size = 1;
    int[] dims = fact.dims();
    if (dims != null) {
      for (int dim : dims) {
        size = Shapes.times(size, Math.max(dim, 1));
      }
    }
    return size;
  }

  /** A sum that saturates. */
  public static long plus(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
