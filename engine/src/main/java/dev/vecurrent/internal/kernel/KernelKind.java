package dev.vecurrent.internal.kernel;

/** What kernels are told apart by, when it comes to which of them the JIT compiler has compiled. */
public sealed interface KernelKind permits ProductKind, StepKind, RowKind, KernelKind.Other {

  /** Kinds of which there is one. */
  enum Other implements KernelKind {

    /** {@link ImageProduct}. */
    IMAGE_PRODUCT,

    /** {@link Kernels#elu}. */
    ELU
  }
}
