package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The double weights of one direction: W and R transposed to {@code [k][gate, unit]}, Wb and Rb
 * apart.
 */
public final class DoubleWeights {

  private static final double[] NONE = new double[0];

  private final Bounds bounds;

  double[] w = NONE;
  double[] r = NONE;
  double[] wb = NONE;
  double[] rb = NONE;

  /** Peepholes i, o, f of an LSTM; empty for none. */
  double[] p = NONE;

  /** Weights that are yet to be packed. */
  public DoubleWeights(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Transposes direction {@code d} of checked weights of {@code gates} gates. */
  public void pack(
      int gates,
      Tensor weights,
      Tensor recurrent,
      @Nullable Tensor b,
      @Nullable Tensor peepholes,
      int d) {
    int hidden = recurrent.dim(2);
    int columns = gates * hidden;
    w = transposed(weights.doubles(), d, columns, weights.dim(2), w);
    r = transposed(recurrent.doubles(), d, columns, hidden, r);
    wb = grown(wb, columns);
    rb = grown(rb, columns);
    if (b == null) {
      Arrays.fill(wb, 0, columns, 0);
      Arrays.fill(rb, 0, columns, 0);
    } else {
      System.arraycopy(b.doubles(), d * 2 * columns, wb, 0, columns);
      System.arraycopy(b.doubles(), (d * 2 + 1) * columns, rb, 0, columns);
    }
    if (peepholes == null) {
      p = NONE;
    } else {
      p = grown(p, 3L * hidden);
      System.arraycopy(peepholes.doubles(), d * 3 * hidden, p, 0, 3 * hidden);
    }
  }

  private double[] transposed(double[] from, int d, int columns, int depth, double[] before) {
    double[] to = grown(before, (long) columns * depth);
    for (int column = 0; column < columns; column++) {
      bounds.watch().spend(depth);
      int rowAt = (d * columns + column) * depth;
      for (int k = 0; k < depth; k++) {
        to[k * columns + column] = from[rowAt + k];
      }
    }
    return to;
  }

  /** Bytes of all arrays. */
  public long bytes() {
    return 8L * (w.length + r.length + wb.length + rb.length + p.length);
  }

  private double[] grown(double[] array, long size) {
    return bounds.budget().doubles(array, size);
  }
}
