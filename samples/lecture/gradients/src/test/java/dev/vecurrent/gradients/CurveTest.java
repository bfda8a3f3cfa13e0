package dev.vecurrent.gradients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class CurveTest {

  private static final List<String> STAGES = List.of("initial", "trained");
  private static final int COMPARED = 60; // distances
  private static final int SEQUENCES = 8;

  private static Tensor expected(String name) throws IOException, URISyntaxException {
    return NpyFiles.read(
        Path.of(Objects.requireNonNull(CurveTest.class.getResource(name)).toURI()), 1 << 20);
  }

  private static double[] norms(Network network, String stage, int distance) throws IOException {
    return Curve.norms(new Recurrence(network, stage), distance);
  }

  /** The curves are of seed 1, the training script's log has the same counts. */
  @Test
  void rightAnswersAreAsManyAsPyTorchs() throws IOException {
    List<Integer> right = new ArrayList<>();
    for (String stage : STAGES) {
      for (Network network : Network.values()) {
        right.add(Curve.of(network, stage, 1).right());
      }
    }
    assertThat(Task.read("held-back.txt").sequences())
        .hasSize(500)
        .allMatch(sequence -> sequence.matches("[0-7]{61}"));
    assertThat(right)
        .containsExactly(51, 59, 75, 49, 50, 71, 71, 65, 500, 500, 112, 72, 500, 72, 72, 500);
  }

  @Test
  void logitsAreThoseOfPyTorch() throws IOException, URISyntaxException {
    Tensor expected = expected("pytorch-logits.npy");
    assertThat(expected.shape()).containsExactly(16, SEQUENCES, Task.SYMBOLS);
    Task some = new Task(Task.read("held-back.txt").sequences().subList(0, SEQUENCES));
    int at = 0;
    for (String stage : STAGES) {
      for (Network network : Network.values()) {
        for (double logit : new Recurrence(network, stage).logits(some).getDDRM().data) {
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
    for (String stage : STAGES) {
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
    Recurrence rnn = new Recurrence(Network.RNN_DEFAULT, "initial");
    SimpleMatrix x = Task.read("curve.txt").x();
    SimpleMatrix s = rnn.run(x.getRow(0), rnn.zeros(1));
    SimpleMatrix repeat = SimpleMatrix.ones(s.getNumCols(), 1);
    SimpleMatrix shift = SimpleMatrix.identity(s.getNumCols()).scale(1e-6);
    SimpleMatrix up = repeat.mult(s).plus(shift);
    SimpleMatrix down = repeat.mult(s).minus(shift);
    for (int t = 1; t <= COMPARED; t++) {
      SimpleMatrix inputs = repeat.mult(x.getRow(t));
      up = rnn.run(inputs, up);
      down = rnn.run(inputs, down);
    }
    assertThat(Curve.norm(up.minus(down).divide(2e-6))).isBetween(10 * truth, 1e-8);
    assertThat(norms(Network.RNN_DEFAULT, "initial", COMPARED)[COMPARED - 1])
        .isCloseTo(truth, within(5e-9 * truth));
  }

  @Test
  void theLstmVanishesUnlessItsGatesBeginOpen() throws IOException {
    assertThat(norms(Network.LSTM_DEFAULT, "initial", 100)[99]).isLessThan(1e-15);
    assertThat(norms(Network.RNN_DEFAULT, "initial", 100)[99]).isLessThan(1e-15);
    assertThat(norms(Network.LSTM_FORGET_3, "initial", 100)[99]).isGreaterThan(1);
    assertThat(norms(Network.GRU_UPDATE_3, "initial", 100)[99]).isGreaterThan(0.01);
    assertThat(Arrays.stream(norms(Network.RNN_TIMES_3, "initial", 100)).max().orElse(0))
        .isGreaterThan(1000);
  }

  /** Two of the trained networks get so far down that the smallest numbers, or none, are left. */
  @Test
  void aThousandStepsAreStillNumbers() throws IOException {
    assertThat(norms(Network.LSTM_DEFAULT, "initial", 1000)[999]).isBetween(1e-250, 1e-120);
    assertThat(norms(Network.RNN_TIMES_3, "initial", 1000)[999]).isPositive().isFinite();
    assertThat(norms(Network.LSTM_DEFAULT, "trained", 1000)[999]).isBetween(0.0, 1e-300);
    double[] down = norms(Network.RNN_TIMES_3, "trained", 1000);
    assertThat(down[600]).isBetween(1e-300, 1e-250);
    assertThat(down[999]).isZero();
    assertThat(down).doesNotContain(Double.NaN);
  }

  private static double norm(double a, double b, double c, double d) {
    return Curve.norm(new SimpleMatrix(2, 2, true, a, b, c, d));
  }

  @Test
  void aNormIsTheLargestSingularValue() {
    // A turn of 30 degrees after stretching by 3 and 1e-5; a shear, whose norm is the golden ratio.
    double c = Math.sqrt(3) / 2;
    assertThat(norm(3 * c, -0.5e-5, 1.5, c * 1e-5)).isCloseTo(3, within(1e-14));
    assertThat(norm(1, 1, 0, 1)).isCloseTo((1 + Math.sqrt(5)) / 2, within(1e-14));
    assertThat(norm(0, -7, 7, 0)).isCloseTo(7, within(1e-14));
    assertThat(norm(1, 0, 0, 0.9999)).isCloseTo(1, within(1e-14));
  }

  @Test
  void normsOfTheTiniestAndLargest() {
    assertThat(norm(0, 3e-250, 0, 4e-250)).isCloseTo(5e-250, within(1e-263));
    assertThat(norm(0, 3e-300, 0, 4e-300)).isCloseTo(5e-300, within(1e-313));
    assertThat(norm(0, 0, Double.MIN_VALUE, 0)).isEqualTo(Double.MIN_VALUE);
    assertThat(norm(0, 3e200, 0, 4e200)).isCloseTo(5e200, within(1e187));
    assertThat(norm(0, 3e300, 0, 4e300)).isCloseTo(5e300, within(1e287));
    assertThat(norm(0, 0, 0, 0)).isZero();
    assertThat(norm(0, Double.POSITIVE_INFINITY, 0, 0)).isNaN();
    assertThat(norm(0, Double.NaN, 0, 0)).isNaN();
  }
}
