package dev.vecurrent.gradients;

import java.io.IOException;
import java.util.Arrays;

/**
 * What a network remembers.
 *
 * @param norms of {@code ds(1 + d) / ds(1)} for d = 1, 2, ...: the largest singular value; s(1) is
 *     the state after the marked symbol
 * @param right how many of the held-back sequences it answers
 */
@SuppressWarnings("ArrayRecordComponent") // what a run found, never compared
record Curve(Network network, Network.Stage stage, double[] norms, int right) {

  static Curve of(Network network, Network.Stage stage, int distance) throws IOException {
    Recurrence recurrence = Recurrence.of(network, stage);
    return new Curve(
        network, stage, norms(recurrence, distance), right(recurrence, Task.heldBack()));
  }

  /** The norms of products of Jacobians, each of one step. */
  static double[] norms(Recurrence recurrence, int distance) throws IOException {
    double[] x = Task.alongWhichCurvesAre().x();
    int units = recurrence.units();
    double[] s = new double[units];
    double[] product = Matrix.identity(units);
    double[] norms = new double[distance];
    for (int t = 0; t <= distance; t++) {
      double[] now = Arrays.copyOfRange(x, t * Task.INPUTS, (t + 1) * Task.INPUTS);
      double[] jacobian = recurrence.step(now, s);
      if (t > 0) {
        product = Matrix.product(jacobian, product, units);
        norms[t - 1] = Matrix.norm(product, units);
      }
    }
    return norms;
  }

  private static int right(Recurrence recurrence, Task task) {
    double[] logits = recurrence.logits(task);
    int right = 0;
    for (int row = 0; row < task.sequences().length; row++) {
      int best = 0;
      for (int symbol = 1; symbol < Task.SYMBOLS; symbol++) {
        if (logits[row * Task.SYMBOLS + symbol] > logits[row * Task.SYMBOLS + best]) {
          best = symbol;
        }
      }
      right += best == task.sequences()[row][0] ? 1 : 0;
    }
    return right;
  }
}
