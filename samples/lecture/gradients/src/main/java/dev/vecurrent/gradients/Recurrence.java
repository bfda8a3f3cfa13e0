package dev.vecurrent.gradients;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.ModelOptions;
import java.io.IOException;
import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;

/**
 * A network as a map of its state: {@code x [T, N, I], h [1, N, H], and c of an LSTM -> y [T, N,
 * 8], h, c}, in double. A state s is a row: h, of an LSTM h and c side by side.
 */
final class Recurrence {

  private static final int HIDDEN = 32;
  private static final double SHIFT = 0x1p-20; // of a unit; sums with a power of 2 rarely round

  private final Session session;
  private final Tensor[] answers; // y, and the parts of the next state

  Recurrence(Network network, String stage) throws IOException {
    Model model = ModelOptions.bundled(Recurrence.class, network + "." + stage + ".onnx");
    session = model.newSession();
    answers = new Tensor[model.outputs().size()];
    Arrays.setAll(answers, i -> Tensor.growable(ElementType.FLOAT64));
  }

  /** States to begin with, {@code [rows, units]}. */
  SimpleMatrix zeros(int rows) {
    return new SimpleMatrix(rows, (answers.length - 1) * HIDDEN);
  }

  /** Reads x {@code [steps * rows, INPUTS]}: from states {@code [rows, units]} to those after. */
  SimpleMatrix run(SimpleMatrix x, SimpleMatrix s) {
    int rows = s.getNumRows();
    Tensor[] inputs = new Tensor[answers.length];
    inputs[0] = Tensor.of(x.getDDRM().data, x.getNumRows() / rows, rows, Task.INPUTS);
    for (int part = 1; part < inputs.length; part++) {
      SimpleMatrix before = s.cols((part - 1) * HIDDEN, part * HIDDEN);
      inputs[part] = Tensor.of(before.getDDRM().data, 1, rows, HIDDEN);
    }
    session.run(inputs, answers);
    return Arrays.stream(answers, 1, answers.length)
        .map(part -> new SimpleMatrix(rows, HIDDEN, true, part.doubles()))
        .reduce(new SimpleMatrix(rows, 0), (left, right) -> left.concatColumns(right));
  }

  /** The logits at the end of sequences, {@code [rows, SYMBOLS]}. */
  SimpleMatrix logits(Task task) {
    SimpleMatrix x = task.x();
    int rows = task.sequences().size();
    run(x, zeros(rows));
    int end = x.getNumRows();
    return new SimpleMatrix(end, Task.SYMBOLS, true, answers[0].doubles()).rows(end - rows, end);
  }

  /**
   * The Jacobian of one step, {@code [units, units]}, by central differences: row j has how all
   * units after it change with unit j before it.
   */
  SimpleMatrix jacobian(SimpleMatrix x, SimpleMatrix s) {
    SimpleMatrix shift = SimpleMatrix.identity(s.getNumCols()).scale(SHIFT);
    SimpleMatrix repeat = SimpleMatrix.ones(s.getNumCols(), 1);
    SimpleMatrix up = run(repeat.mult(x), repeat.mult(s).plus(shift));
    SimpleMatrix down = run(repeat.mult(x), repeat.mult(s).minus(shift));
    return up.minus(down).divide(2 * SHIFT);
  }
}
