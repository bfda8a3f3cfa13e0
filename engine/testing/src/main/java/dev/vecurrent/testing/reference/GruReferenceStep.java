package dev.vecurrent.testing.reference;

/**
 * GRU.
 *
 * <pre>
 *   zt = f(Xt·(Wz^T) + Ht-1·(Rz^T) + Wbz + Rbz)
 *   rt = f(Xt·(Wr^T) + Ht-1·(Rr^T) + Wbr + Rbr)
 *   ht = g(Xt·(Wh^T) + (rt ⊙ Ht-1)·(Rh^T) + Rbh + Wbh)       linear_before_reset = 0
 *   ht = g(Xt·(Wh^T) + rt ⊙ (Ht-1·(Rh^T) + Rbh) + Wbh)       linear_before_reset = 1
 *   Ht = (1 - zt) ⊙ ht + zt ⊙ Ht-1
 * </pre>
 */
final class GruReferenceStep implements ReferenceStep {

  private static final int Z = 0;
  private static final int R = 1;
  private static final int H = 2;

  private final ReferenceWeights weights;
  private final boolean linearBeforeReset;
  private final ReferenceActivation f;
  private final ReferenceActivation g;

  GruReferenceStep(
      ReferenceWeights weights,
      boolean linearBeforeReset,
      ReferenceActivation f,
      ReferenceActivation g) {
    this.weights = weights;
    this.linearBeforeReset = linearBeforeReset;
    this.f = f;
    this.g = g;
  }

  @Override
  public void run(double[] x, double[] h, double[] c) {
    int size = h.length;
    double[] before = h.clone();
    double[] reset = new double[size];
    double[] resetState = new double[size];
    for (int unit = 0; unit < size; unit++) {
      reset[unit] = f.ofGate(gate(R, unit, x, before));
      resetState[unit] = reset[unit] * before[unit];
    }
    for (int unit = 0; unit < size; unit++) {
      double z = f.ofGate(gate(Z, unit, x, before));
      double recurrent =
          linearBeforeReset
              ? reset[unit]
                  * (weights.recurrentProduct(H, unit, before) + weights.recurrentBias(H, unit))
              : weights.recurrentProduct(H, unit, resetState) + weights.recurrentBias(H, unit);
      double candidate =
          g.ofGate(weights.inputProduct(H, unit, x) + recurrent + weights.inputBias(H, unit));
      h[unit] = (1 - z) * candidate + z * before[unit];
    }
  }

  private double gate(int gate, int unit, double[] x, double[] h) {
    return weights.inputProduct(gate, unit, x)
        + weights.recurrentProduct(gate, unit, h)
        + weights.inputBias(gate, unit)
        + weights.recurrentBias(gate, unit);
  }
}
