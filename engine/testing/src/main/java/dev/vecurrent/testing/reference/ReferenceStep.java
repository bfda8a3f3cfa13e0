package dev.vecurrent.testing.reference;

/** One step of one sequence in one direction. */
@FunctionalInterface
interface ReferenceStep {

  /**
   * Replaces {@code Ht-1} and {@code Ct-1} by {@code Ht} and {@code Ct}.
   *
   * @param x Xt (I)
   * @param h hidden state (H)
   * @param c cell state (H), used by the LSTM only
   */
  void run(double[] x, double[] h, double[] c);
}
