package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.Arrays;

/**
 * One direction of a layer in {@link PlainLoops}. Weights and biases of gates that end in a sigmoid
 * are halved, so that {@code tanh} serves every gate: {@code σ(x) = (1 + tanh(x/2)) / 2}.
 */
final class PlainDirection {

  /** Steps whose input projection is one product. */
  private static final int TILE_STEPS = 16;

  private final Shape shape;
  private final boolean reverse;
  private final int hidden;

  /** {@code [I][G*H]}. */
  private final float[][] w;

  /** {@code [H][G*H]}; {@code [H][2H]} for the gates z and r of a GRU that resets first. */
  private final float[][] r;

  /** {@code [H][H]}: the candidate of a GRU that resets first; empty otherwise. */
  private final float[][] rCandidate;

  /** What gates from the input start from, and gates from the state, {@code G*H} floats. */
  private final float[] inputBias;

  private final float[] stateBias;

  /** Gates of a tile of steps {@code [tile * N][G*H]}, of the state {@code [N][G*H]}. */
  private final float[][] gates;

  private final float[][] stateGates;
  private final float[][] h;
  private final float[][] c;
  private final float[][] reset;
  private final float[][] parts;

  /** Rows of the input at the steps of the tile. */
  private final float[][] read;

  PlainDirection(Shape shape, int layer, int direction, LayerWeights weights) {
    this.shape = shape;
    reverse = direction == 1;
    hidden = shape.hidden();
    int rows = shape.cell().gates() * hidden;
    int input = shape.layerInput(layer);
    w = transposed(weights.w(), direction * rows * input, 0, rows, input);
    int rAt = direction * rows * hidden;
    boolean resetFirst = shape.cell() == CellKind.GRU_RESET_FIRST;
    r = transposed(weights.r(), rAt, 0, resetFirst ? 2 * hidden : rows, hidden);
    rCandidate =
        resetFirst ? transposed(weights.r(), rAt, 2 * hidden, rows, hidden) : new float[0][];
    inputBias = new float[rows];
    stateBias = new float[rows];
    for (int row = 0; row < rows; row++) {
      float wb = scale(row) * weights.b()[direction * 2 * rows + row];
      float rb = scale(row) * weights.b()[(direction * 2 + 1) * rows + row];
      boolean apart = shape.cell() == CellKind.GRU;
      inputBias[row] = apart ? wb : wb + rb;
      stateBias[row] = apart ? rb : 0;
    }
    int tile = Math.min(TILE_STEPS, shape.steps());
    gates = new float[tile * shape.batch()][rows];
    stateGates = new float[shape.batch()][rows];
    h = new float[shape.batch()][hidden];
    c = new float[shape.batch()][hidden];
    reset = new float[shape.batch()][hidden];
    parts = new float[5][hidden];
    read = new float[tile * shape.batch()][];
  }

  /** Half for the gates that end in a sigmoid. */
  private float scale(int row) {
    int gate = row / hidden;
    boolean sigmoid = shape.cell() == CellKind.RNN ? false : gate < shape.cell().gates() - 1;
    return sigmoid ? 0.5f : 1;
  }

  /** Rows {@code [from, to)} of a row-major matrix as columns. */
  private float[][] transposed(float[] matrix, int at, int from, int to, int depth) {
    float[][] columns = new float[depth][to - from];
    for (int row = from; row < to; row++) {
      for (int k = 0; k < depth; k++) {
        columns[k][row - from] = scale(row) * matrix[at + row * depth + k];
      }
    }
    return columns;
  }

  /**
   * Runs a sequence.
   *
   * @param x {@code [T*N][I]}
   * @param y {@code [T*N][D*H]}
   * @param yAt where this direction writes in a row
   */
  void run(float[][] x, float[][] y, int yAt) {
    for (float[] row : h) {
      Arrays.fill(row, 0);
    }
    for (float[] row : c) {
      Arrays.fill(row, 0);
    }
    int batch = shape.batch();
    int tile = gates.length / batch;
    for (int from = 0; from < shape.steps(); from += tile) {
      int steps = Math.min(tile, shape.steps() - from);
      for (int step = 0; step < steps; step++) {
        for (int n = 0; n < batch; n++) {
          int row = step * batch + n;
          read[row] = x[rowOf(from + step, n)];
          System.arraycopy(inputBias, 0, gates[row], 0, inputBias.length);
        }
      }
      PlainLoops.multiply(read, 0, steps * batch, w, gates, 0);
      for (int step = 0; step < steps; step++) {
        step(step * batch);
        for (int n = 0; n < batch; n++) {
          System.arraycopy(h[n], 0, y[rowOf(from + step, n)], yAt, hidden);
        }
      }
    }
  }

  private int rowOf(int step, int n) {
    return (reverse ? shape.steps() - 1 - step : step) * shape.batch() + n;
  }

  private void step(int at) {
    switch (shape.cell()) {
      case LSTM -> lstm(at);
      case GRU -> gru(at);
      case GRU_RESET_FIRST -> gruResetFirst(at);
      case RNN -> rnn(at);
    }
  }

  private void lstm(int at) {
    PlainLoops.multiply(h, 0, h.length, r, gates, at);
    for (int n = 0; n < h.length; n++) {
      float[] row = gates[at + n];
      PlainLoops.tanh(row, row.length);
      split(row);
      PlainLoops.cell(parts[0], parts[2], parts[3], c[n], parts[4]);
      PlainLoops.tanh(parts[4], hidden);
      PlainLoops.gate(parts[1], parts[4], h[n]);
    }
  }

  private void gru(int at) {
    for (float[] row : stateGates) {
      System.arraycopy(stateBias, 0, row, 0, row.length);
    }
    PlainLoops.multiply(h, 0, h.length, r, stateGates, 0);
    for (int n = 0; n < h.length; n++) {
      float[] row = gates[at + n];
      PlainLoops.add(row, stateGates[n], 2 * hidden);
      PlainLoops.tanh(row, 2 * hidden);
      split(row);
      System.arraycopy(stateGates[n], 2 * hidden, parts[3], 0, hidden);
      PlainLoops.addGated(parts[2], parts[1], parts[3]);
      PlainLoops.tanh(parts[2], hidden);
      PlainLoops.blend(parts[0], parts[2], h[n]);
    }
  }

  private void gruResetFirst(int at) {
    PlainLoops.multiply(h, 0, h.length, r, gates, at);
    for (int n = 0; n < h.length; n++) {
      float[] row = gates[at + n];
      PlainLoops.tanh(row, 2 * hidden);
      System.arraycopy(row, hidden, parts[1], 0, hidden);
      PlainLoops.gate(parts[1], h[n], reset[n]);
      Arrays.fill(stateGates[n], 0, hidden, 0);
    }
    PlainLoops.multiply(reset, 0, h.length, rCandidate, stateGates, 0);
    for (int n = 0; n < h.length; n++) {
      split(gates[at + n]);
      PlainLoops.add(parts[2], stateGates[n], hidden);
      PlainLoops.tanh(parts[2], hidden);
      PlainLoops.blend(parts[0], parts[2], h[n]);
    }
  }

  private void rnn(int at) {
    PlainLoops.multiply(h, 0, h.length, r, gates, at);
    for (int n = 0; n < h.length; n++) {
      float[] row = gates[at + n];
      PlainLoops.tanh(row, hidden);
      System.arraycopy(row, 0, h[n], 0, hidden);
    }
  }

  /** Gates of a row to arrays of their own: see {@link PlainLoops} for the reason. */
  private void split(float[] row) {
    for (int gate = 0; gate < shape.cell().gates(); gate++) {
      System.arraycopy(row, gate * hidden, parts[gate], 0, hidden);
    }
  }
}
