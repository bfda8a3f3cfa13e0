package dev.vecurrent.testing;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.start.KernelChoice;

/** Kernels that only tests ask for by themselves. */
public final class TestKernels {

  private TestKernels() {}

  /** The vector twin from the first call on, where it is available. */
  public static Kernels best() {
    return KernelChoice.best();
  }
}
