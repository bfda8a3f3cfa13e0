package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.op.base.Workspace;

/**
 * What an operator of one input computes from an element. As a row it is the function of FLOAT32.
 * {@link BinaryFunction} says why functions are classes, and this is an interface.
 */
public interface UnaryFunction extends FloatRow {

  /** Of FLOAT64. */
  double of(double x);

  /** Whether it is a function of integers, too, and has {@link #of(long)}. */
  default boolean takesIntegers() {
    return false;
  }

  /** Of integers. */
  default long of(long x) {
    throw new IllegalStateException("not a function of integers");
  }

  /** Of the 64 bits of a UINT64. */
  default long unsigned(long x) {
    return of(x);
  }

  /** A function whose loop over floats works in place. */
  interface Loop extends UnaryFunction, FloatRow.InPlace {}

  /** A function that the kernels have for floats. */
  abstract class Kernel implements UnaryFunction {

    private final RowFunction kernel;

    Kernel(RowFunction kernel) {
      this.kernel = kernel;
    }

    @Override
    public final void apply(
        float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
      kernel.apply(x, at, out, outAt, size);
    }
  }

  /** A function of floats one by one: that of doubles, rounded once. */
  abstract class Each implements UnaryFunction {

    /** For the functions of operators. */
    protected Each() {}

    /** Of FLOAT32. */
    float single(float x) {
      return (float) of((double) x);
    }

    @Override
    public final void apply(
        float[] x, int at, float[] out, int outAt, int size, Workspace workspace) {
      for (int i = 0; i < size; i++) {
        out[outAt + i] = single(x[at + i]);
      }
    }
  }
}
