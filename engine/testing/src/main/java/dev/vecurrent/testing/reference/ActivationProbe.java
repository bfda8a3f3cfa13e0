package dev.vecurrent.testing.reference;

import dev.vecurrent.spec.Activation;

/**
 * Sees the argument of every activation as {@link RecurrentReference} computes it, after the clip.
 */
@FunctionalInterface
public interface ActivationProbe {

  /** A probe that does nothing. */
  ActivationProbe NONE = (activation, x) -> {};

  /** Called once for each activation of each unit, step, sequence and direction. */
  void activated(Activation activation, double x);
}
