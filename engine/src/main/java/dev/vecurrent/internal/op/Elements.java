package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The elements of small integer and truth tensors as far as they are known before a run: what folds
 * the shape arithmetic of exporters. Truth values are 0 and 1.
 */
public final class Elements {

  /** A function of one element of each input. */
  public interface Combination {
    /** The result, or {@link Fact#UNKNOWN_ELEMENT}; the values may be unknown, too. */
    long of(long[] values);
  }

  private Elements() {}

  /** Whether elements of this type are followed. */
  public static boolean followed(ElementType type) {
    return type == ElementType.INT64 || type == ElementType.INT32 || type == ElementType.BOOL;
  }

  /** What is known of the elements, or {@code null} for nothing. */
  public static long @Nullable [] of(@Nullable Fact fact) {
    if (fact == null || !followed(fact.type()) || !fact.hasShape()) {
      return null;
    }
    Tensor constant = fact.constant();
    if (constant == null || constant.size() > Fact.MOST_ELEMENTS) {
      return fact.elements();
    }
    return of(constant);
  }

  private static long[] of(Tensor tensor) {
    long[] elements = new long[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          tensor.type() == ElementType.BOOL
              ? (tensor.booleans()[i] ? 1 : 0)
              : Shapes.integer(tensor, i);
    }
    return elements;
  }

  /** As {@link #of(Fact)}, but only if every element is known. */
  public static long @Nullable [] allOf(@Nullable Fact fact) {
    long[] elements = of(fact);
    return elements != null && known(elements) ? elements : null;
  }

  private static boolean known(long[] elements) {
    return Arrays.stream(elements).noneMatch(Fact::isUnknown);
  }

  /** An element as an INT32 keeps it. */
  public static long wrapped(long element) {
    return Fact.isUnknown(element) ? element : (int) element;
  }

  /** The number of elements of a known shape, or -1. */
  private static long size(int @Nullable [] dims) {
    if (dims == null) {
      return -1;
    }
    long size = 1;
    for (int dim : dims) {
      if (dim < 0) {
        return -1;
      }
      size = Shapes.times(size, dim);
    }
    return size;
  }

  private static boolean small(int @Nullable [] dims) {
    long size = size(dims);
    return size >= 0 && size <= Fact.MOST_ELEMENTS;
  }

  /** A fact with elements; with the constant, too, if all of them are known. */
  public static Fact fact(ElementType type, int @Nullable [] dims, long @Nullable [] elements) {
    if (dims == null || elements == null || !small(dims) || elements.length != size(dims)) {
      return new Fact(type, dims, null, null);
    }
    if (known(elements)) {
      return new Fact(type, dims, elements, tensor(type, dims, elements));
    }
    boolean any = Arrays.stream(elements).anyMatch(e -> e != Fact.UNKNOWN_ELEMENT);
    return new Fact(type, dims, any ? elements : null, null);
  }

  private static Tensor tensor(ElementType type, int[] dims, long[] elements) {
    Tensor tensor = Tensor.zeros(type, dims);
    for (int i = 0; i < elements.length; i++) {
      switch (type) {
        case INT64 -> tensor.longs()[i] = elements[i];
        case INT32 -> tensor.ints()[i] = (int) elements[i];
        case BOOL -> tensor.booleans()[i] = elements[i] != 0;
        default -> throw new IllegalArgumentException("elements of " + type + " are not followed");
      }
    }
    return tensor;
  }

  /** What is known of a value under another shape of as many elements. */
  static Fact reshaped(Fact fact, int[] dims) {
    long[] elements = of(fact);
    return elements == null
        ? new Fact(fact.type(), dims, null, null)
        : fact(fact.type(), dims, elements);
  }

  /** The value of a fact of which everything is known, else {@code null}. */
  public static @Nullable Tensor constant(Fact fact) {
    if (fact.constant() != null) {
      return fact.constant();
    }
    long[] elements = allOf(fact);
    int[] dims = fact.dims();
    return elements == null || dims == null ? null : tensor(fact.type(), dims, elements);
  }

  /** The elements of a broadcast result. */
  public static Fact combine(
      ElementType type, int @Nullable [] dims, Fact[] inputs, Combination combination) {
    long[][] elements = new long[inputs.length][];
    if (dims == null || !small(dims)) {
      return new Fact(type, dims, null, null);
    }
    for (int i = 0; i < inputs.length; i++) {
      long[] some = orUnknown(inputs[i]);
      if (some == null) {
        return new Fact(type, dims, null, null);
      }
      elements[i] = some;
    }
    long[] out = new long[(int) size(dims)];
    long[] values = new long[inputs.length];
    for (int at = 0; at < out.length; at++) {
      for (int i = 0; i < values.length; i++) {
        int[] inDims = inputs[i].dims();
        values[i] = inDims == null ? 0 : elements[i][source(at, dims, inDims)];
      }
      out[at] = combination.of(values);
    }
    return fact(type, dims, out);
  }

  /** The place in an input that broadcasts to a place in the output. */
  private static int source(int at, int[] dims, int[] inDims) {
    int rest = at;
    int source = 0;
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      int inAxis = axis - dims.length + inDims.length;
      if (inAxis >= 0) {
        source += inDims[inAxis] == 1 ? 0 : rest % dims[axis] * stride;
        stride *= inDims[inAxis];
      }
      rest /= dims[axis];
    }
    return source;
  }

  private static long @Nullable [] orUnknown(Fact fact) {
    long[] elements = of(fact);
    if (elements != null || !followed(fact.type()) || !small(fact.dims())) {
      return elements;
    }
    long[] unknown = new long[(int) size(fact.dims())];
    Arrays.fill(unknown, Fact.UNKNOWN_ELEMENT);
    return unknown;
  }

  /**
   * The elements that an operator moves without looking at them: the operator is run on their
   * 64-bit stand-ins, unknown ones included.
   *
   * @param operator writes every element of its outputs from its data
   * @param inputs data first, then parameters
   * @param data the number of inputs that are data
   * @param outputs the facts of the outputs without elements
   * @return the facts of the outputs
   */
  public static Fact[] move(Operator operator, @Nullable Fact[] inputs, int data, Fact... outputs) {
    @Nullable Tensor[] in = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      Fact fact = inputs[i];
      if (fact == null) {
        continue;
      }
      in[i] = i < data ? standIn(fact) : constant(fact);
      if (in[i] == null) {
        return outputs;
      }
    }
    Tensor[] out = new Tensor[outputs.length];
    for (int i = 0; i < out.length; i++) {
      if (!small(outputs[i].dims())) {
        return outputs;
      }
      out[i] = Tensor.growable(ElementType.INT64);
    }
    operator.run(in, out, new Workspace());
    Fact[] facts = new Fact[outputs.length];
    for (int i = 0; i < out.length; i++) {
      facts[i] = fact(outputs[i].type(), outputs[i].dims(), of(out[i]));
    }
    return facts;
  }

  private static @Nullable Tensor standIn(Fact fact) {
    long[] elements = orUnknown(fact);
    int[] dims = fact.dims();
    return elements == null || dims == null ? null : Tensor.of(elements, dims);
  }
}
