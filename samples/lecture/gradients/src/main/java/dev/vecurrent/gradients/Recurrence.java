package dev.vecurrent.gradients;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;

/**
 * A network as a map of its state: {@code x [T, N, I], h [1, N, H], and c of an LSTM -> y [T, N,
 * 8], h, c}, in double. The state s is h, of an LSTM h and c side by side.
 */
final class Recurrence {

  private static final int HIDDEN = 32;

  /** How far each unit of the state is moved, up and down, to see what follows. */
  private static final double SHIFT = 1e-6;

  private final Session session;
  private final int parts; // of the state: h, or h and c
  private final Tensor[] answers; // y and the next state

  Recurrence(Model model) {
    this.session = model.newSession();
    this.parts = model.inputs().size() - 1;
    this.answers = new Tensor[1 + parts];
    Arrays.setAll(answers, i -> Tensor.growable(ElementType.FLOAT64));
  }

  static Recurrence of(Network network, Network.Stage stage) throws IOException {
    String file = network.file(stage);
    return new Recurrence(
        Model.compile(OnnxImporter.read(Task.resource(file), file, ImportLimits.defaults())));
  }

  /** How many numbers a state has. */
  int units() {
    return parts * HIDDEN;
  }

  /**
   * Runs some steps.
   *
   * @param x {@code [steps, rows, INPUTS]}
   * @param s the states before, {@code [rows, units]}
   * @return the states after
   */
  double[] run(double[] x, int steps, int rows, double[] s) {
    Tensor[] inputs = new Tensor[1 + parts];
    inputs[0] = Tensor.of(x, steps, rows, Task.INPUTS);
    for (int part = 0; part < parts; part++) {
      double[] piece = new double[rows * HIDDEN];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(s, row * units() + part * HIDDEN, piece, row * HIDDEN, HIDDEN);
      }
      inputs[1 + part] = Tensor.of(piece, 1, rows, HIDDEN);
    }
    session.run(inputs, answers);
    double[] next = new double[rows * units()];
    for (int part = 0; part < parts; part++) {
      double[] piece = answers[1 + part].doubles();
      for (int row = 0; row < rows; row++) {
        System.arraycopy(piece, row * HIDDEN, next, row * units() + part * HIDDEN, HIDDEN);
      }
    }
    return next;
  }

  /** The logits of the last step of sequences that begin with a state of zeros. */
  double[] logits(Task task) {
    int rows = task.sequences().length;
    run(task.x(), task.steps(), rows, new double[rows * units()]);
    int count = rows * Task.SYMBOLS;
    int from = (task.steps() - 1) * count;
    return Arrays.copyOfRange(answers[0].doubles(), from, from + count);
  }

  /**
   * The Jacobian of one step by central differences: one call, a row for each unit moved up and
   * each moved down, and one that is not moved.
   *
   * @param x of this step, {@code [INPUTS]}
   * @param s the state before, {@code [units]}; becomes that after
   * @return {@code [units, units]}: how unit i after changes with unit j before
   */
  double[] step(double[] x, double[] s) {
    int units = units();
    int rows = 2 * units + 1;
    double[] moved = new double[rows * units];
    double[] repeated = new double[rows * Task.INPUTS];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(s, 0, moved, row * units, units);
      System.arraycopy(x, 0, repeated, row * Task.INPUTS, Task.INPUTS);
    }
    for (int j = 0; j < units; j++) {
      moved[j * units + j] += SHIFT;
      moved[(units + j) * units + j] -= SHIFT;
    }
    double[] next = run(repeated, 1, rows, moved);
    double[] jacobian = new double[units * units];
    for (int j = 0; j < units; j++) {
      int up = j * units;
      int down = (units + j) * units;
      double apart = moved[up + j] - moved[down + j]; // 2 * SHIFT, as rounded
      for (int i = 0; i < units; i++) {
        jacobian[i * units + j] = (next[up + i] - next[down + i]) / apart;
      }
    }
    System.arraycopy(next, 2 * units * units, s, 0, units);
    return jacobian;
  }
}
