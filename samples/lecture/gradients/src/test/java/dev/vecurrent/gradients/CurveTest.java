package dev.vecurrent.gradients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.gradients.Network.Stage;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CurveTest {

  private static final int COMPARED = 60; // distances
  private static final int SEQUENCES = 8;

  private static Tensor expected(String name) throws IOException, URISyntaxException {
    return NpyFiles.read(
        Path.of(Objects.requireNonNull(CurveTest.class.getResource(name)).toURI()), 1 << 20);
  }

  private static double[] norms(Network network, Stage stage, int distance) throws IOException {
    return Curve.norms(Recurrence.of(network, stage), distance);
  }

  /** The curves are of seed 1, the training script's log has the same counts. */
  @Test
  void rightAnswersAreAsManyAsPyTorchs() throws IOException {
    List<Integer> right = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      for (Network network : Network.values()) {
        right.add(Curve.of(network, stage, 1).right());
      }
    }
    assertThat(Task.heldBack().sequences()).hasDimensions(500, 61);
    assertThat(right)
        .containsExactly(51, 59, 75, 49, 50, 71, 71, 65, 500, 500, 112, 72, 500, 72, 72, 500);
  }

  @Test
  void logitsAreThoseOfPyTorch() throws IOException, URISyntaxException {
    Tensor expected = expected("pytorch-logits.npy");
    assertThat(expected.shape()).containsExactly(16, SEQUENCES, Task.SYMBOLS);
    Task some = new Task(Arrays.copyOf(Task.heldBack().sequences(), SEQUENCES));
    int at = 0;
    for (Stage stage : Stage.values()) {
      for (Network network : Network.values()) {
        for (double logit : Recurrence.of(network, stage).logits(some)) {
          assertThat(logit)
              .as("%s %s", network, stage)
              .isCloseTo(expected.doubles()[at++], within(1e-10));
        }
      }
    }
    assertThat(at).isEqualTo(expected.size());
  }

  @Test
  void normsAreThoseOfAutogradToEightDigits() throws IOException, URISyntaxException {
    Tensor expected = expected("autograd-norms.npy");
    assertThat(expected.shape()).containsExactly(16, COMPARED);
    int at = 0;
    for (Stage stage : Stage.values()) {
      for (Network network : Network.values()) {
        for (double norm : norms(network, stage, COMPARED)) {
          double truth = expected.doubles()[at++];
          assertThat(norm / truth).as("%s %s %d", network, stage, at).isCloseTo(1, within(5e-9));
        }
      }
    }
  }

  /**
   * The simpler way, which the sample does not go: to move the first state once and run to the end.
   * Its differences have the rounding of numbers near 1, which no norm below 1e-11 is seen through.
   */
  @Test
  void movingTheStateOnceHasAFloor() throws IOException, URISyntaxException {
    double truth = expected("autograd-norms.npy").doubles()[COMPARED - 1];
    assertThat(truth).isLessThan(1e-11);
    Recurrence rnn = Recurrence.of(Network.RNN_DEFAULT, Stage.INITIAL);
    int units = rnn.units();
    double[] x = Task.alongWhichCurvesAre().x();
    double[] s = rnn.run(Arrays.copyOf(x, Task.INPUTS), 1, 1, new double[units]);
    int rows = 2 * units;
    double[] states = new double[rows * units];
    double[] inputs = new double[COMPARED * rows * Task.INPUTS];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(s, 0, states, row * units, units);
      states[row * units + row / 2] += row % 2 == 0 ? 1e-6 : -1e-6;
      for (int t = 0; t < COMPARED; t++) {
        System.arraycopy(
            x, (1 + t) * Task.INPUTS, inputs, (t * rows + row) * Task.INPUTS, Task.INPUTS);
      }
    }
    double[] after = rnn.run(inputs, COMPARED, rows, states);
    double[] jacobian = new double[units * units];
    for (int j = 0; j < units; j++) {
      for (int i = 0; i < units; i++) {
        jacobian[i * units + j] =
            (after[2 * j * units + i] - after[(2 * j + 1) * units + i]) / 2e-6;
      }
    }
    assertThat(Matrix.norm(jacobian, units)).isBetween(10 * truth, 1e-8);
    assertThat(norms(Network.RNN_DEFAULT, Stage.INITIAL, COMPARED)[COMPARED - 1])
        .isCloseTo(truth, within(5e-9 * truth));
  }

  @Test
  void theLstmVanishesUnlessItsGatesBeginOpen() throws IOException {
    assertThat(norms(Network.LSTM_DEFAULT, Stage.INITIAL, 100)[99]).isLessThan(1e-15);
    assertThat(norms(Network.RNN_DEFAULT, Stage.INITIAL, 100)[99]).isLessThan(1e-15);
    assertThat(norms(Network.LSTM_FORGET_3, Stage.INITIAL, 100)[99]).isGreaterThan(1);
    assertThat(norms(Network.GRU_UPDATE_3, Stage.INITIAL, 100)[99]).isGreaterThan(0.01);
    assertThat(Arrays.stream(norms(Network.RNN_TIMES_3, Stage.INITIAL, 100)).max().orElse(0))
        .isGreaterThan(1000);
  }

  @Test
  void aThousandStepsAreStillNumbers() throws IOException {
    double[] norms = norms(Network.LSTM_DEFAULT, Stage.INITIAL, 1000);
    assertThat(norms[999]).isBetween(1e-250, 1e-120);
    assertThat(norms(Network.RNN_TIMES_3, Stage.INITIAL, 1000)[999]).isPositive().isFinite();
  }
}
