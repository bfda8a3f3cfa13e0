package dev.vecurrent.internal.kernel;

/** The float kernels: one implementation is scalar, one uses the Vector API, both give the same bits. */
public abstract class Kernels {

  /** The scalar twin. */
  public static Kernels scalar() {
    throw new UnsupportedOperationException();
  }

  /** The vector twin where it is available, else the scalar one; decided once, logged where scalar. */
  public static Kernels best() {
    throw new UnsupportedOperationException();
  }

  /** What these kernels are, such as {@code "vector, 512 bit"}. */
  public abstract String describe();

  /** Floats of one vector: columns are packed in panels of twice as many. */
  public abstract int lanes();
}
