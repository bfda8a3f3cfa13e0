package dev.vecurrent.testing;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.FloatPanels;

/** Calls of kernels, with all that they need in one line. */
public final class KernelCalls {

  private KernelCalls() {}

  /** A packed matrix: {@code b} holds its panels. */
  public static FloatPanels panels(
      Kernels kernels, float[] b, int depth, int panels, boolean aligned) {
    FloatPanels matrix = new FloatPanels(kernels.lanes());
    System.arraycopy(b, 0, matrix.reshape(depth, panels, Bounds.none()), 0, b.length);
    if (aligned) {
      matrix.align(Bounds.none());
    }
    return matrix;
  }

  /** A product of all rows with all panels. */
  public static void multiply(Kernels kernels, Operands o, int rows, FloatPanels b) {
    kernels.product(b).multiply(o, b, 0, 0, rows, 0, b.panels());
  }

  /** A function of all of a row. */
  public static void apply(Kernels kernels, RowKind kind, float[] from, float[] to) {
    kernels.function(kind).apply(from, 0, to, 0, from.length);
  }
}
