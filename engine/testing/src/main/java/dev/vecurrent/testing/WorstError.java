package dev.vecurrent.testing;

import dev.vecurrent.internal.Nullable;

/** The largest error of many cases and where it was. */
public final class WorstError {

  private final String name;
  private int cases;
  private double error;
  private @Nullable RecurrentCase worst;

  /** No error yet, under a name to print. */
  public WorstError(String name) {
    this.name = name;
  }

  /** Takes the error of one case. */
  public void see(double caseError, RecurrentCase one) {
    cases++;
    if (worst == null || caseError > error) {
      error = caseError;
      worst = one;
    }
  }

  /** The largest error seen. */
  public double error() {
    return error;
  }

  @Override
  public String toString() {
    return name + ": " + cases + " cases, max abs error " + error + " at " + worst;
  }
}
