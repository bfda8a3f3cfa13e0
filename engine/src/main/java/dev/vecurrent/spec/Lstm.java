package dev.vecurrent.spec;

import java.util.List;

/**
 * The ONNX operator LSTM. Gates are in the order i, o, f, c; the candidate is called {@code g}
 * here.
 *
 * <pre>
 *   i = f(Xt·Wi + Ht-1·Ri + Pi ⊙ Ct-1 + Wbi + Rbi)
 *   f = f(Xt·Wf + Ht-1·Rf + Pf ⊙ Ct-1 + Wbf + Rbf)       (1 - i where input_forget is set)
 *   g = g(Xt·Wc + Ht-1·Rc + Wbc + Rbc)
 *   Ct = f ⊙ Ct-1 + i ⊙ g
 *   o = f(Xt·Wo + Ht-1·Ro + Po ⊙ Ct + Wbo + Rbo)
 *   Ht = o ⊙ h(Ct)
 * </pre>
 *
 * @param direction which way the sequence is read
 * @param hiddenSize {@code hidden_size} (H), or 0 to take it from the shape of R
 * @param activations {@code f, g, h} of each direction
 * @param clip limit of the pre-activations; {@link Float#POSITIVE_INFINITY} for none
 * @param inputForget whether the forget gate is {@code 1 - i}
 * @param layout order of the dimensions
 */
public record Lstm(
    Direction direction,
    int hiddenSize,
    List<Activation> activations,
    float clip,
    boolean inputForget,
    Layout layout)
    implements Cell {

  /** Checks the counts and ranges. */
  public Lstm {
    activations = CellChecks.check("LSTM", direction, hiddenSize, activations, 3, clip);
  }

  /** An LSTM with the default activations, time-major, without clip or input_forget. */
  public static Lstm of(Direction direction, int hiddenSize) {
    return new Lstm(
        direction,
        hiddenSize,
        CellChecks.repeat(direction, Activation.SIGMOID, Activation.TANH, Activation.TANH),
        Float.POSITIVE_INFINITY,
        false,
        Layout.TIME_MAJOR);
  }

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public Lstm withDirection(Direction newDirection) {
    return new Lstm(
        newDirection, hiddenSize, CellChecks.spread(this, newDirection), clip, inputForget, layout);
  }

  @Override
  public String operator() {
    return "LSTM";
  }
}
