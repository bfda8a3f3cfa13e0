package dev.vecurrent.testing.reference;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The ONNX operators LSTM, GRU and RNN in double, with every attribute.
 *
 * <p>Where the operator text leaves a choice (docs/decisions/0006-recurrent-semantics.md):
 *
 * <ul>
 *   <li>{@code clip} bounds pre-activations, biases and peepholes included; the argument of {@code
 *       h} in an LSTM, the cell state, is not clipped.
 *   <li>{@code input_forget} makes the forget gate {@code 1 - i}.
 *   <li>A reverse direction starts at the last step of each sequence, not at the end of its
 *       padding.
 *   <li>Rows of Y at and after the end of a sequence are zero; Y_h and Y_c are the states after the
 *       last step that is read. Those of a sequence without steps are zero, whatever the initial
 *       states.
 * </ul>
 *
 * <p>Arguments are trusted to fit each other. Safe for use by several threads.
 */
public final class RecurrentReference {

  private final Cell cell;
  private final RecurrentInputs in;
  private final ActivationProbe probe;
  private final ReferenceSizes sizes;
  private final double[] x;
  private final int[] lengths;
  private final double[] initialH;
  private final double[] initialC;
  private final double[] y;
  private final double[] yH;
  private final double[] yC;

  private RecurrentReference(Cell cell, RecurrentInputs in, ActivationProbe probe) {
    this.cell = cell;
    this.in = in;
    this.probe = probe;
    int timeAxis = cell.layout() == Layout.TIME_MAJOR ? 0 : 1;
    this.sizes =
        new ReferenceSizes(
            in.x().dim(timeAxis),
            in.x().dim(1 - timeAxis),
            cell.direction().count(),
            in.x().dim(2),
            in.r().dim(2),
            cell.layout());
    this.x = ReferenceTensors.doubles(in.x());
    this.lengths = lengths(in.sequenceLens(), sizes);
    int states = sizes.directions() * sizes.batch() * sizes.hiddenSize();
    this.initialH = orZeros(in.initialH(), states);
    this.initialC = orZeros(in.initialC(), states);
    this.y = new double[sizes.steps() * states];
    this.yH = new double[states];
    this.yC = new double[states];
  }

  /**
   * Runs one operator.
   *
   * @param cell its attributes
   * @param inputs its inputs
   * @param probe sees the argument of every activation
   */
  public static RecurrentOutputs run(Cell cell, RecurrentInputs inputs, ActivationProbe probe) {
    return new RecurrentReference(cell, inputs, probe).run();
  }

  private RecurrentOutputs run() {
    for (int direction = 0; direction < sizes.directions(); direction++) {
      ReferenceStep step = step(direction);
      for (int sequence = 0; sequence < sizes.batch(); sequence++) {
        sequence(step, direction, sequence);
      }
    }
    return new RecurrentOutputs(
        Tensor.of(y, sizes.yShape()),
        Tensor.of(yH, sizes.stateShape()),
        cell instanceof Lstm ? Tensor.of(yC, sizes.stateShape()) : null);
  }

  private void sequence(ReferenceStep step, int direction, int sequence) {
    int length = lengths[sequence];
    if (length == 0) {
      return;
    }
    boolean reverse = direction == 1 || cell.direction() == Direction.REVERSE;
    int size = sizes.hiddenSize();
    int stateAt = sizes.stateAt(direction, sequence);
    double[] h = Arrays.copyOfRange(initialH, stateAt, stateAt + size);
    double[] c = Arrays.copyOfRange(initialC, stateAt, stateAt + size);
    for (int s = 0; s < length; s++) {
      int time = reverse ? length - 1 - s : s;
      int xAt = sizes.xAt(time, sequence);
      step.run(Arrays.copyOfRange(x, xAt, xAt + sizes.inputSize()), h, c);
      System.arraycopy(h, 0, y, sizes.yAt(time, direction, sequence), size);
    }
    System.arraycopy(h, 0, yH, stateAt, size);
    System.arraycopy(c, 0, yC, stateAt, size);
  }

  private ReferenceStep step(int direction) {
    ReferenceWeights weights = new ReferenceWeights(cell, in, direction);
    return switch (cell) {
      case Lstm lstm ->
          new LstmReferenceStep(
              weights,
              lstm.inputForget(),
              activation(3 * direction),
              activation(3 * direction + 1),
              activation(3 * direction + 2));
      case Gru gru ->
          new GruReferenceStep(
              weights,
              gru.linearBeforeReset(),
              activation(2 * direction),
              activation(2 * direction + 1));
      case Rnn _ -> new RnnReferenceStep(weights, activation(direction));
    };
  }

  private ReferenceActivation activation(int index) {
    Activation activation = cell.activations().get(index);
    return new ReferenceActivation(activation, cell.clip(), probe);
  }

  private static int[] lengths(@Nullable Tensor sequenceLens, ReferenceSizes sizes) {
    if (sequenceLens != null) {
      return ReferenceTensors.ints(sequenceLens);
    }
    int[] all = new int[sizes.batch()];
    Arrays.fill(all, sizes.steps());
    return all;
  }

  private static double[] orZeros(@Nullable Tensor state, int size) {
    return state == null ? new double[size] : ReferenceTensors.doubles(state);
  }
}
