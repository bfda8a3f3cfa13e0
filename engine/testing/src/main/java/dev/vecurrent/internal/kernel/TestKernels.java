package dev.vecurrent.internal.kernel;

/** Kernels that only tests ask for by themselves. */
public final class TestKernels {

  private TestKernels() {}

  /** The vector twin from the first call on, where it is available. */
  public static Kernels best() {
    return KernelProvider.best();
  }
}
