package dev.vecurrent.testing.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator text leaves open, worked out by hand on one unit. */
class RecurrentReferenceTest {

  private static final Activation IDENTITY = new Activation(ActivationFunction.AFFINE, 1, 0);

  /** {@code Ht = Xt + Ht-1}. */
  private static RecurrentOutputs sum(
      Direction direction, float clip, @Nullable Tensor lengths, @Nullable Tensor initialH) {
    Cell cell =
        new Rnn(
            direction,
            1,
            Collections.nCopies(direction.count(), IDENTITY),
            clip,
            Layout.TIME_MAJOR);
    int directions = direction.count();
    double[] ones = {1, 1};
    RecurrentInputs inputs =
        new RecurrentInputs(
            Tensor.of(new double[] {1, 10, 100, 2, 20, 200, 3, 30, 300}, 3, 3, 1),
            Tensor.of(ones, directions, 1, 1),
            Tensor.of(ones, directions, 1, 1),
            null,
            lengths,
            initialH,
            null,
            null);
    return RecurrentReference.run(cell, inputs, ActivationProbe.NONE);
  }

  @Test
  void sequencesEndWhereTheirLengthsSay() {
    RecurrentOutputs outputs =
        sum(
            Direction.FORWARD,
            Float.POSITIVE_INFINITY,
            Tensor.of(new int[] {3, 1, 0}, 3),
            Tensor.of(new double[] {5, 5, 5}, 1, 3, 1));
    assertThat(outputs.y().doubles()).containsExactly(6, 15, 0, 8, 0, 0, 11, 0, 0);
    assertThat(outputs.yH().doubles()).containsExactly(11, 15, 0);
  }

  @Test
  void reverseStartsAtTheLastStepOfEachSequence() {
    RecurrentOutputs outputs =
        sum(
            Direction.BIDIRECTIONAL,
            Float.POSITIVE_INFINITY,
            Tensor.of(new long[] {3, 2, 0}, 3),
            null);
    assertThat(outputs.y().doubles())
        .containsExactly(1, 10, 0, 6, 30, 0, 3, 30, 0, 5, 20, 0, 6, 0, 0, 3, 0, 0);
    assertThat(outputs.yH().doubles()).containsExactly(6, 30, 0, 6, 30, 0);
  }

  @Test
  void clipBoundsPreActivations() {
    RecurrentOutputs outputs = sum(Direction.FORWARD, 25, null, null);
    assertThat(outputs.y().doubles()).containsExactly(1, 10, 25, 3, 25, 25, 6, 25, 25);
  }

  @Test
  void clipDoesNotBoundTheCellState() {
    Lstm cell =
        new Lstm(
            Direction.FORWARD,
            1,
            List.of(IDENTITY, IDENTITY, IDENTITY),
            2,
            false,
            Layout.TIME_MAJOR);
    // All four pre-activations are 3 and are cut to 2: C = 2 * 5 + 2 * 2 = 14, H = 2 * 14.
    RecurrentInputs inputs =
        new RecurrentInputs(
            Tensor.of(new double[] {3}, 1, 1, 1),
            Tensor.of(new double[] {1, 1, 1, 1}, 1, 4, 1),
            Tensor.of(new double[4], 1, 4, 1),
            null,
            null,
            null,
            Tensor.of(new double[] {5}, 1, 1, 1),
            null);
    RecurrentOutputs outputs = RecurrentReference.run(cell, inputs, ActivationProbe.NONE);
    assertThat(outputs.y().doubles()).containsExactly(28);
    assertThat(outputs.yC()).isNotNull().extracting(Tensor::doubles).isEqualTo(new double[] {14});
  }

  @Test
  void peepholesAndInputForget() {
    Lstm cell =
        new Lstm(
            Direction.FORWARD,
            1,
            List.of(Activation.SIGMOID, Activation.TANH, Activation.TANH),
            Float.POSITIVE_INFINITY,
            true,
            Layout.BATCH_MAJOR);
    RecurrentInputs inputs =
        new RecurrentInputs(
            Tensor.of(new double[] {1}, 1, 1, 1),
            Tensor.of(new double[] {0.1, 0.2, 0.3, 0.4}, 1, 4, 1),
            Tensor.of(new double[4], 1, 4, 1),
            null,
            null,
            null,
            Tensor.of(new double[] {0.5}, 1, 1, 1),
            Tensor.of(new double[] {2, 3, 1000}, 1, 3));
    double input = 1 / (1 + Math.exp(-1.1));
    double cellState = (1 - input) * 0.5 + input * Math.tanh(0.4);
    double output = 1 / (1 + Math.exp(-(0.2 + 3 * cellState)));
    RecurrentOutputs outputs = RecurrentReference.run(cell, inputs, ActivationProbe.NONE);
    assertThat(outputs.yH().doubles()[0]).isCloseTo(output * Math.tanh(cellState), within(1e-15));
  }
}
