package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of small integer and truth tensors as far as they are known before a run: what folds
 * the shape arithmetic of exporters. Truth values are 0 and 1.
 */
public final class Elements {

  /** A function of one element of each input. */
  public interface Combination {
    /**
     * What is known of the result.
     *
     * @param type that of the first input
     */
    Element combined(ElementType type, Element[] values);
  }

  private Elements() {}

  /** Whether elements of this type are followed. */
  public static boolean followed(ElementType type) {
    return type == ElementType.INT64 || type == ElementType.INT32 || type == ElementType.BOOL;
  }

  /** What is known of the elements, or {@code null} for nothing. */
  public static Element @Nullable [] of(@Nullable Fact fact) {
    if (fact == null || !followed(fact.type()) || !fact.hasShape()) {
      return null;
    }
    Tensor constant = fact.constant();
    if (constant == null || constant.size() > Fact.MOST_ELEMENTS) {
      return fact.elements();
    }
    return of(constant);
  }

  /** The elements of a tensor that are followed. */
  public static Element[] of(Tensor tensor) {
    Element[] elements = new Element[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          Element.of(
              tensor.type() == ElementType.BOOL
                  ? (tensor.booleans()[i] ? 1 : 0)
                  : Shapes.integer(tensor, i));
    }
    return elements;
  }

  /** As {@link #of(Fact)}, but only if every element is known. */
  public static long @Nullable [] allOf(@Nullable Fact fact) {
    Element[] elements = of(fact);
    return elements == null ? null : values(elements);
  }

  /** The values of elements that are all known, else {@code null}. */
  private static long @Nullable [] values(Element[] elements) {
    long[] values = new long[elements.length];
    for (int i = 0; i < values.length; i++) {
      if (!(elements[i] instanceof Element.Known(long value))) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }

  /** A result of integer arithmetic as a type keeps it. */
  public static Element wrapped(ElementType type, Element element) {
    if (type != ElementType.INT32 || !(element instanceof Element.Known(long value))) {
      return element;
    }
    int kept = (int) value;
    return Element.of(kept);
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
  public static Fact fact(ElementType type, int @Nullable [] dims, Element @Nullable [] elements) {
    if (dims == null || elements == null || !small(dims) || elements.length != size(dims)) {
      return new Fact(type, dims, null, null);
    }
    long[] values = values(elements);
    if (values != null) {
      return new Fact(type, dims, elements, tensor(type, dims, values));
    }
    return new Fact(type, dims, isAnything(elements) ? elements : null, null);
  }

  /** Whether anything is known of any element. */
  private static boolean isAnything(Element[] elements) {
    for (Element element : elements) {
      if (!element.equals(Element.unknown())) {
        return true;
      }
    }
    return false;
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
  public static Fact reshaped(Fact fact, int[] dims) {
    Element[] elements = of(fact);
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
    Element[][] elements = new Element[inputs.length][];
    if (dims == null || !small(dims)) {
      return new Fact(type, dims, null, null);
    }
    for (int i = 0; i < inputs.length; i++) {
      Element[] some = orUnknown(inputs[i]);
      if (some == null) {
        return new Fact(type, dims, null, null);
      }
      elements[i] = some;
    }
    Element[] out = new Element[(int) size(dims)];
    Element[] values = new Element[inputs.length];
    for (int at = 0; at < out.length; at++) {
      for (int i = 0; i < values.length; i++) {
        int[] inDims = inputs[i].dims();
        values[i] = inDims == null ? Element.unknown() : elements[i][source(at, dims, inDims)];
      }
      out[at] = combination.combined(inputs[0].type(), values);
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

  private static Element @Nullable [] orUnknown(Fact fact) {
    Element[] elements = of(fact);
    if (elements != null || !followed(fact.type()) || !small(fact.dims())) {
      return elements;
    }
    Element[] unknown = new Element[(int) size(fact.dims())];
    Arrays.fill(unknown, Element.unknown());
    return unknown;
  }

  /**
   * The elements that an operator moves without looking at them: the operator is run on their
   * places in a list.
   *
   * @param operator writes every element of its outputs from its data
   * @param inputs data first, then parameters
   * @param data the number of inputs that are data
   * @param outputs the facts of the outputs without elements
   * @return the facts of the outputs
   */
  public static Fact[] move(Operator operator, @Nullable Fact[] inputs, int data, Fact... outputs) {
    List<Element> all = new ArrayList<>();
    @Nullable Tensor[] in = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      Fact fact = inputs[i];
      if (fact == null) {
        continue;
      }
      in[i] = i < data ? places(fact, all) : constant(fact);
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
      Element[] moved = new Element[out[i].size()];
      for (int at = 0; at < moved.length; at++) {
        moved[at] = all.get((int) out[i].longs()[at]);
      }
      facts[i] = fact(outputs[i].type(), outputs[i].dims(), moved);
    }
    return facts;
  }

  /** Adds the elements to a list; gives a tensor of their places in it. */
  private static @Nullable Tensor places(Fact fact, List<Element> all) {
    Element[] elements = orUnknown(fact);
    int[] dims = fact.dims();
    if (elements == null || dims == null) {
      return null;
    }
    long[] places = new long[elements.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = all.size();
      all.add(elements[i]);
    }
    return Tensor.of(places, dims);
  }
}
