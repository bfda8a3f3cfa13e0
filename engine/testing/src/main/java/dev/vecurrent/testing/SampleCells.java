package dev.vecurrent.testing;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import java.util.Collections;
import java.util.List;

/** One cell for each way in which a step is computed: default activations and general ones. */
public final class SampleCells {

  private SampleCells() {}

  /** The cells, time-major. */
  public static List<Cell> of(Direction direction, int hiddenSize) {
    return List.of(
        Lstm.of(direction, hiddenSize),
        Gru.of(direction, hiddenSize, false),
        Gru.of(direction, hiddenSize, true),
        Rnn.of(direction, hiddenSize, Activation.TANH),
        Rnn.of(direction, hiddenSize, Activation.RELU),
        new Lstm(
            direction, hiddenSize, general(3 * direction.count()), 0.7f, true, Layout.TIME_MAJOR),
        new Gru(
            direction, hiddenSize, general(2 * direction.count()), 0.7f, false, Layout.TIME_MAJOR),
        new Gru(
            direction, hiddenSize, general(2 * direction.count()), 0.7f, true, Layout.TIME_MAJOR),
        Rnn.of(direction, hiddenSize, Activation.of(ActivationFunction.SOFTSIGN)));
  }

  private static List<Activation> general(int count) {
    return Collections.nCopies(count, new Activation(ActivationFunction.SCALED_TANH, 0.9f, 0.6f));
  }
}
