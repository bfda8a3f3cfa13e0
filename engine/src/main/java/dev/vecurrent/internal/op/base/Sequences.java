package dev.vecurrent.internal.op.base;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;

/** What operators on sequences share: inputs and outputs of one kind, and positions. */
public final class Sequences {

  private Sequences() {}

  /** A fact of a sequence. */
  public static Fact sequence(String operator, @Nullable Fact[] facts, int index) {
    Fact fact = Ports.required(operator, facts, index);
    if (!fact.isSequence()) {
      throw new IllegalArgumentException(
          operator + ": input " + index + " is a " + fact.type() + " tensor, expected a sequence");
    }
    return fact;
  }

  /** A fact of a tensor. */
  public static Fact tensor(String operator, @Nullable Fact[] facts, int index) {
    Fact fact = Ports.required(operator, facts, index);
    if (fact.isSequence()) {
      throw new IllegalArgumentException(
          operator + ": input " + index + " is " + fact.kind() + ", expected a tensor");
    }
    return fact;
  }

  /** Checks that a position, where one is given, is an integer. */
  public static void position(String operator, @Nullable Fact[] facts, int index) {
    if (Ports.optional(facts, index) != null) {
      Types.require(operator, "position", tensor(operator, facts, index), Types.INDICES);
    }
  }

  /** Fills a sequence with the tensors of another, and counts each before it is copied. */
  public static void assign(TensorSequence from, TensorSequence to, Workspace workspace) {
    to.assign(from, workspace.bounds().watch().spending());
  }

  public static TensorSequence sequence(String operator, @Nullable Value[] values, int index) {
    if (index < values.length && values[index] instanceof TensorSequence sequence) {
      return sequence;
    }
    throw new IllegalArgumentException(operator + ": value " + index + " must be a sequence");
  }

  public static Tensor tensor(String operator, @Nullable Value[] values, int index) {
    if (index < values.length && values[index] instanceof Tensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException(operator + ": value " + index + " must be a tensor");
  }

  /**
   * A place in a sequence.
   *
   * @param index the input that tells it, counted from the end where it is negative
   * @param otherwise the place where it is absent
   * @param places how many places there are
   */
  public static int place(
      String operator, @Nullable Value[] inputs, int index, int otherwise, int places) {
    long place = otherwise;
    if (index < inputs.length && inputs[index] != null) {
      Tensor tensor = tensor(operator, inputs, index);
      if (tensor.size() != 1) {
        throw new IllegalArgumentException(
            operator + ": the position is " + tensor + ", expected one element");
      }
      place = Shapes.integer(tensor, 0);
    }
    TensorSequence sequence = sequence(operator, inputs, 0);
    int size = sequence.size();
    long at = place < 0 ? place + size : place;
    if (at < 0 || at >= places) {
      throw new IllegalArgumentException(
          "%s: position %d is outside [%d, %d] in a %s"
              .formatted(operator, place, -size, places - 1, sequence));
    }
    return (int) at;
  }
}
