package dev.vecurrent.spec;

import java.util.List;

/**
 * The ONNX operator GRU. Gates are in the order z, r, h; the candidate is called {@code n} here.
 *
 * <pre>
 *   z = f(Xt·Wz + Ht-1·Rz + Wbz + Rbz)
 *   r = f(Xt·Wr + Ht-1·Rr + Wbr + Rbr)
 *   n = g(Xt·Wh + (r ⊙ Ht-1)·Rh + Rbh + Wbh)          linear_before_reset = 0
 *   n = g(Xt·Wh + r ⊙ (Ht-1·Rh + Rbh) + Wbh)          linear_before_reset = 1 (PyTorch, cuDNN)
 *   Ht = (1 - z) ⊙ n + z ⊙ Ht-1
 * </pre>
 *
 * <p>Much of the literature writes {@code Ht = (1 - z) ⊙ Ht-1 + z ⊙ n}: there {@code z} has the
 * role of {@code 1 - z} here.
 *
 * @param direction which way the sequence is read
 * @param hiddenSize {@code hidden_size} (H), or 0 to take it from the shape of R
 * @param activations {@code f, g} of each direction
 * @param clip limit of the pre-activations; {@link Float#POSITIVE_INFINITY} for none
 * @param linearBeforeReset whether the reset gate multiplies the product instead of the state
 * @param layout order of the dimensions
 */
public record Gru(
    Direction direction,
    int hiddenSize,
    List<Activation> activations,
    float clip,
    boolean linearBeforeReset,
    Layout layout)
    implements Cell {

  /** Checks the counts and ranges. */
  public Gru {
    activations = CellChecks.check("GRU", direction, hiddenSize, activations, 2, clip);
  }

  /** A GRU with the default activations, time-major, without clip. */
  public static Gru of(Direction direction, int hiddenSize, boolean linearBeforeReset) {
    return new Gru(
        direction,
        hiddenSize,
        CellChecks.repeat(direction, Activation.SIGMOID, Activation.TANH),
        Float.POSITIVE_INFINITY,
        linearBeforeReset,
        Layout.TIME_MAJOR);
  }

  @Override
  public int gates() {
    return 3;
  }

  @Override
  public Gru withDirection(Direction newDirection) {
    return new Gru(
        newDirection,
        hiddenSize,
        CellChecks.spread(this, newDirection),
        clip,
        linearBeforeReset,
        layout);
  }

  @Override
  public String operator() {
    return "GRU";
  }
}
