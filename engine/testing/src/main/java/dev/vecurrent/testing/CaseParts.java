package dev.vecurrent.testing;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.stream.IntStream;

/** Parts of the inputs of a time-major case. */
public final class CaseParts {

  private CaseParts() {}

  /** Some sequences of the batch, in any order. */
  public static RecurrentInputs sequences(RecurrentInputs in, int... sequences) {
    return new RecurrentInputs(
        present(Tensors.take(in.x(), 1, sequences)),
        in.w(),
        in.r(),
        in.b(),
        Tensors.take(in.sequenceLens(), 0, sequences),
        Tensors.take(in.initialH(), 1, sequences),
        Tensors.take(in.initialC(), 1, sequences),
        in.p());
  }

  /**
   * Steps {@code [from, to)} of all sequences; initial states only where they start the sequence.
   */
  public static RecurrentInputs steps(RecurrentInputs in, int from, int to) {
    boolean first = from == 0;
    return new RecurrentInputs(
        present(Tensors.take(in.x(), 0, IntStream.range(from, to).toArray())),
        in.w(),
        in.r(),
        in.b(),
        null,
        first ? in.initialH() : null,
        first ? in.initialC() : null,
        in.p());
  }

  /** The same inputs without lengths. */
  public static RecurrentInputs withoutLengths(RecurrentInputs in) {
    return new RecurrentInputs(
        in.x(), in.w(), in.r(), in.b(), null, in.initialH(), in.initialC(), in.p());
  }

  /** The same inputs with another X. */
  public static RecurrentInputs withX(RecurrentInputs in, Tensor x) {
    return new RecurrentInputs(
        x, in.w(), in.r(), in.b(), in.sequenceLens(), in.initialH(), in.initialC(), in.p());
  }

  /** The tensor, which is there. */
  public static Tensor present(@Nullable Tensor tensor) {
    if (tensor == null) {
      throw new AssertionError("a tensor is missing");
    }
    return tensor;
  }
}
