package dev.vecurrent.testing.reference;

/** RNN: {@code Ht = f(Xt·(Wi^T) + Ht-1·(Ri^T) + Wbi + Rbi)}. */
final class RnnReferenceStep implements ReferenceStep {

  private final ReferenceWeights weights;
  private final ReferenceActivation f;

  RnnReferenceStep(ReferenceWeights weights, ReferenceActivation f) {
    this.weights = weights;
    this.f = f;
  }

  @Override
  public void run(double[] x, double[] h, double[] c) {
    double[] before = h.clone();
    for (int unit = 0; unit < h.length; unit++) {
      h[unit] =
          f.ofGate(
              weights.inputProduct(0, unit, x)
                  + weights.recurrentProduct(0, unit, before)
                  + weights.inputBias(0, unit)
                  + weights.recurrentBias(0, unit));
    }
  }
}
