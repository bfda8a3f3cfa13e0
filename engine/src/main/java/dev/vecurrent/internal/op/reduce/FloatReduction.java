package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Sums, means, sums of squares, L1 and L2 norms, maxima and minima of floats, in double precision
 * and in the order of the elements, as {@link Reduce} has them. Outputs that stand side by side in
 * the input are computed together: a whole row of it is taken in at a time.
 */
final class FloatReduction {

  private FloatReduction() {}

  static boolean takes(Reduce.Kind kind) {
    return switch (kind) {
      case SUM, MEAN, L1, L2, SUM_SQUARE, MAX, MIN -> true;
      case PROD, LOG_SUM, LOG_SUM_EXP -> false;
    };
  }

  /**
   * Reduces.
   *
   * @param kept dimension and stride of each axis that stays, outermost first
   * @param gone those of each axis that goes
   * @param reduced elements of each output, at least 1
   */
  static void run(
      Reduce.Kind kind,
      float[] x,
      int[] kept,
      int keptAxes,
      int[] gone,
      int goneAxes,
      int reduced,
      Tensor out,
      Workspace workspace) {
    boolean sideBySide = keptAxes > 0 && kept[2 * keptAxes - 1] == 1;
    int row = sideBySide ? kept[2 * keptAxes - 2] : 1;
    double[] sums = workspace.doubles(0, row);
    for (int o = 0; o < out.size(); o += row) {
      int from = Reduce.offset(kept, keptAxes, o);
      start(kind, sums, row);
      if (row == 1 && goneAxes == 1) {
        for (int i = 0; i < reduced; ) {
          int end = workspace.piece(i, reduced, 1);
          sums[0] = along(kind, x, from + i * gone[1], gone[1], end - i, sums[0]);
          i = end;
        }
      } else {
        for (int i = 0; i < reduced; i++) {
          workspace.spend(Work.ROW);
          int at = from + Reduce.offset(gone, goneAxes, i);
          for (int j = 0; j < row; ) {
            int end = workspace.piece(j, row, 1);
            add(kind, x, at, sums, j, end);
            j = end;
          }
        }
      }
      workspace.spend(Work.ROW);
      for (int j = 0; j < row; ) {
        for (int end = workspace.piece(j, row, 1); j < end; j++) {
          out.floats()[o + j] = (float) finished(kind, sums[j], reduced);
        }
      }
    }
  }

  private static void start(Reduce.Kind kind, double[] sums, int row) {
    double first =
        switch (kind) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          default -> 0;
        };
    Arrays.fill(sums, 0, row, first);
  }

  /** Takes a row of the input into as many outputs. */
  private static void add(Reduce.Kind kind, float[] x, int at, double[] sums, int first, int end) {
    switch (kind) {
      case L1 -> {
        for (int j = first; j < end; j++) {
          sums[j] += Math.abs((double) x[at + j]);
        }
      }
      case L2, SUM_SQUARE -> {
        for (int j = first; j < end; j++) {
          double value = x[at + j];
          sums[j] = Math.fma(value, value, sums[j]);
        }
      }
      case MAX -> {
        for (int j = first; j < end; j++) {
          sums[j] = Math.max(sums[j], x[at + j]);
        }
      }
      case MIN -> {
        for (int j = first; j < end; j++) {
          sums[j] = Math.min(sums[j], x[at + j]);
        }
      }
      default -> {
        for (int j = first; j < end; j++) {
          sums[j] += x[at + j];
        }
      }
    }
  }

  /** One output of elements at even distances. */
  private static double along(
      Reduce.Kind kind, float[] x, int from, int step, int count, double first) {
    double result = first;
    int end = from + count * step;
    switch (kind) {
      case L1 -> {
        for (int i = from; i < end; i += step) {
          result += Math.abs((double) x[i]);
        }
      }
      case L2, SUM_SQUARE -> {
        for (int i = from; i < end; i += step) {
          result = Math.fma(x[i], (double) x[i], result);
        }
      }
      case MAX -> {
        for (int i = from; i < end; i += step) {
          result = Math.max(result, x[i]);
        }
      }
      case MIN -> {
        for (int i = from; i < end; i += step) {
          result = Math.min(result, x[i]);
        }
      }
      default -> {
        for (int i = from; i < end; i += step) {
          result += x[i];
        }
      }
    }
    return result;
  }

  private static double finished(Reduce.Kind kind, double result, int reduced) {
    return switch (kind) {
      case MEAN -> result / reduced;
      case L2 -> Math.sqrt(result);
      default -> result;
    };
  }
}
