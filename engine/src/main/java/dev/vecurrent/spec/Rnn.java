package dev.vecurrent.spec;

import java.util.List;

/**
 * The ONNX operator RNN: {@code Ht = f(Xt·Wi + Ht-1·Ri + Wbi + Rbi)}.
 *
 * @param direction which way the sequence is read
 * @param hiddenSize {@code hidden_size} (H), or 0 to take it from the shape of R
 * @param activations {@code f} of each direction
 * @param clip limit of the pre-activations; {@link Float#POSITIVE_INFINITY} for none
 * @param layout order of the dimensions
 */
public record Rnn(
    Direction direction, int hiddenSize, List<Activation> activations, float clip, Layout layout)
    implements Cell {

  /** Checks the counts and ranges. */
  public Rnn {
    activations = CellChecks.check("RNN", direction, hiddenSize, activations, 1, clip);
  }

  /** An RNN with the given activation in every direction, time-major, without clip. */
  public static Rnn of(Direction direction, int hiddenSize, Activation activation) {
    return new Rnn(
        direction,
        hiddenSize,
        CellChecks.repeat(direction, activation),
        Float.POSITIVE_INFINITY,
        Layout.TIME_MAJOR);
  }

  @Override
  public int gates() {
    return 1;
  }

  @Override
  public Rnn withDirection(Direction newDirection) {
    return new Rnn(newDirection, hiddenSize, CellChecks.spread(this, newDirection), clip, layout);
  }

  @Override
  public String operator() {
    return "RNN";
  }
}
