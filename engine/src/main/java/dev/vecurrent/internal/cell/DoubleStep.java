package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import java.util.List;

/** One step of one sequence in one direction, in double: the equations of the ONNX operators. */
public final class DoubleStep {

  private final Cell cell;
  private final Activation f;
  private final Activation g;
  private final Activation hOfC;

  private int inputSize;
  private int size;
  private double[] x = new double[0];
  private double[] r = new double[0];
  private double[] reset = new double[0];

  /** A step that is yet to be readied, of direction {@code d}. */
  public DoubleStep(Cell cell, int d) {
    this.cell = cell;
    List<Activation> all = cell.activations();
    int each = all.size() / cell.direction().count();
    this.f = all.get(d * each);
    this.g = all.get(d * each + Math.min(1, each - 1));
    this.hOfC = all.get(d * each + each - 1);
  }

  /** Bytes of scratch. */
  public long bytes() {
    return 8L * (x.length + r.length + reset.length);
  }

  /** Readies scratch. */
  public void prepare(int newInputSize, int newSize, Budget budget) {
    inputSize = newInputSize;
    size = newSize;
    x = budget.doubles(x, (long) cell.gates() * size);
    r = budget.doubles(r, (long) cell.gates() * size);
    reset = budget.doubles(reset, size);
  }

  /**
   * Runs the step.
   *
   * @param weights the direction's weights
   * @param input holds Xt from {@code at}
   * @param at where Xt starts
   * @param h hidden state (H); updated
   * @param c cell state (H) of an LSTM; updated
   */
  public void run(DoubleWeights weights, double[] input, int at, double[] h, double[] c) {
    int columns = cell.gates() * size;
    System.arraycopy(weights.wb, 0, x, 0, columns);
    multiply(input, at, inputSize, weights.w, columns, 0, columns, x);
    System.arraycopy(weights.rb, 0, r, 0, columns);
    switch (cell) {
      case Lstm lstm -> {
        multiply(h, 0, size, weights.r, columns, 0, columns, r);
        lstm(weights.p, lstm.inputForget(), h, c);
      }
      case Gru gru -> gru(weights, gru.linearBeforeReset(), h);
      case Rnn _ -> {
        multiply(h, 0, size, weights.r, columns, 0, columns, r);
        for (int j = 0; j < size; j++) {
          h[j] = apply(f, x[j] + r[j]);
        }
      }
    }
  }

  private void lstm(double[] p, boolean inputForget, double[] h, double[] c) {
    boolean peep = p.length > 0;
    for (int j = 0; j < size; j++) {
      double before = c[j];
      double i = apply(f, x[j] + r[j] + (peep ? p[j] * before : 0));
      double forget =
          inputForget
              ? 1 - i
              : apply(f, x[2 * size + j] + r[2 * size + j] + (peep ? p[2 * size + j] * before : 0));
      double candidate = apply(g, x[3 * size + j] + r[3 * size + j]);
      double next = forget * before + i * candidate;
      double o = apply(f, x[size + j] + r[size + j] + (peep ? p[size + j] * next : 0));
      c[j] = next;
      h[j] = o * DoubleActivation.apply(hOfC, next);
    }
  }

  private void gru(DoubleWeights weights, boolean linearBeforeReset, double[] h) {
    int columns = 3 * size;
    int first = linearBeforeReset ? columns : 2 * size;
    multiply(h, 0, size, weights.r, columns, 0, first, r);
    for (int j = 0; j < size; j++) {
      x[j] = apply(f, x[j] + r[j]);
      x[size + j] = apply(f, x[size + j] + r[size + j]);
      reset[j] = x[size + j] * h[j];
    }
    if (!linearBeforeReset) {
      multiply(reset, 0, size, weights.r, columns, 2 * size, columns, r);
    }
    for (int j = 0; j < size; j++) {
      double share = linearBeforeReset ? x[size + j] * r[2 * size + j] : r[2 * size + j];
      double n = apply(g, x[2 * size + j] + share);
      h[j] = (1 - x[j]) * n + x[j] * h[j];
    }
  }

  /** {@code out[from..to) += a · b[*][from..to)}, k in order. */
  private static void multiply(
      double[] a, int aAt, int depth, double[] b, int columns, int from, int to, double[] out) {
    for (int k = 0; k < depth; k++) {
      double ak = a[aAt + k];
      int rowAt = k * columns;
      for (int j = from; j < to; j++) {
        out[j] = Math.fma(ak, b[rowAt + j], out[j]);
      }
    }
  }

  private double apply(Activation activation, double gate) {
    double clipped = gate;
    if (gate > cell.clip()) {
      clipped = cell.clip();
    } else if (gate < -cell.clip()) {
      clipped = -cell.clip();
    }
    return DoubleActivation.apply(activation, clipped);
  }
}
