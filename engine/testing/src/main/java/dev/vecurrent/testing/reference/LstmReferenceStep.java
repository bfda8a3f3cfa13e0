package dev.vecurrent.testing.reference;

/**
 * LSTM.
 *
 * <pre>
 *   it = f(Xt·(Wi^T) + Ht-1·(Ri^T) + Pi ⊙ Ct-1 + Wbi + Rbi)
 *   ft = f(Xt·(Wf^T) + Ht-1·(Rf^T) + Pf ⊙ Ct-1 + Wbf + Rbf)     1 - it where input_forget is set
 *   ct = g(Xt·(Wc^T) + Ht-1·(Rc^T) + Wbc + Rbc)
 *   Ct = ft ⊙ Ct-1 + it ⊙ ct
 *   ot = f(Xt·(Wo^T) + Ht-1·(Ro^T) + Po ⊙ Ct + Wbo + Rbo)
 *   Ht = ot ⊙ h(Ct)
 * </pre>
 */
final class LstmReferenceStep implements ReferenceStep {

  private static final int I = 0;
  private static final int O = 1;
  private static final int F = 2;
  private static final int C = 3;

  private final ReferenceWeights weights;
  private final boolean inputForget;
  private final ReferenceActivation f;
  private final ReferenceActivation g;
  private final ReferenceActivation h;

  LstmReferenceStep(
      ReferenceWeights weights,
      boolean inputForget,
      ReferenceActivation f,
      ReferenceActivation g,
      ReferenceActivation h) {
    this.weights = weights;
    this.inputForget = inputForget;
    this.f = f;
    this.g = g;
    this.h = h;
  }

  @Override
  public void run(double[] x, double[] state, double[] c) {
    double[] before = state.clone();
    for (int unit = 0; unit < state.length; unit++) {
      double input = f.ofGate(gate(I, unit, x, before) + weights.peephole(I, unit) * c[unit]);
      double forget =
          inputForget
              ? 1 - input
              : f.ofGate(gate(F, unit, x, before) + weights.peephole(F, unit) * c[unit]);
      double candidate = g.ofGate(gate(C, unit, x, before));
      c[unit] = forget * c[unit] + input * candidate;
      double output = f.ofGate(gate(O, unit, x, before) + weights.peephole(O, unit) * c[unit]);
      state[unit] = output * h.of(c[unit]);
    }
  }

  private double gate(int gate, int unit, double[] x, double[] before) {
    return weights.inputProduct(gate, unit, x)
        + weights.recurrentProduct(gate, unit, before)
        + weights.inputBias(gate, unit)
        + weights.recurrentBias(gate, unit);
  }
}
