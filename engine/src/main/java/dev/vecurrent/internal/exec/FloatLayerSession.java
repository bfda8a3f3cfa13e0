package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Runs a {@link FloatLayer}: for each direction, tiles of steps whose input projection is one
 * product, then step by step the recurrent product and the epilogue.
 *
 * <p>States are kept in rows of whole vectors, ordered as {@link RowOrder} says. Rows of the gates
 * of a tile stand step after step, only those of sequences that still run.
 */
final class FloatLayerSession extends LayerSession {

  /** A tile's gates should stay in the second-level cache, and rows fill register tiles. */
  private static final int TILE_FLOATS = 32 * 1024;

  private static final int LEAST_TILE_ROWS = 24;
  private static final int MOST_TILE_ROWS = 96;

  private static final float[] NONE = new float[0];
  private static final int[] NO_ROWS = new int[0];

  private final FloatLayer layer;
  private final Kernels kernels;
  private final FloatDirection[] given;
  private final FloatStep[] steps;

  /** Packed columns of a row of gates. */
  private int gatesStride;

  /** Units of a row of states, padded. */
  private int stateStride;

  private float[] gates = NONE;
  private float[] h = NONE;
  private float[] c = NONE;
  private float[] carriedH = NONE;
  private float[] carriedC = NONE;
  private float[] nextH = NONE;
  private float[] nextC = NONE;
  private int[] xAt = NO_ROWS;
  private int[] hAt = NO_ROWS;

  FloatLayerSession(FloatLayer layer) {
    super(layer.cell, layer.form, ElementType.FLOAT32);
    this.layer = layer;
    this.kernels = layer.kernels;
    int directions = layer.cell.direction().count();
    this.given = new FloatDirection[layer.constants.isEmpty() ? directions : 0];
    this.steps = new FloatStep[directions];
    for (int d = 0; d < directions; d++) {
      steps[d] = FloatStep.of(layer, d);
    }
    for (int d = 0; d < given.length; d++) {
      given[d] = new FloatDirection(layer.cell, layer.packer);
    }
  }

  @Override
  void sizes(
      Tensor x, @Nullable Tensor w, @Nullable Tensor r, @Nullable Tensor b, @Nullable Tensor p) {
    if (given.length == 0) {
      call.sizes(x, layer.inputSize, layer.hiddenSize);
      return;
    }
    if (w == null || r == null) {
      throw new IllegalArgumentException("W and R: required with each run of this layer");
    }
    call.sizes(x, w, r, b, p);
    for (int d = 0; d < given.length; d++) {
      given[d].pack(w, r, b, p, d);
    }
  }

  @Override
  void prepare() {
    gatesStride = layer.packer.rowSize(layer.cell.gates(), call.hiddenSize);
    stateStride = layer.packer.padded(call.hiddenSize);
    int states = call.batch * stateStride;
    h = grown(h, states);
    c = grown(c, states);
    if (hAt.length < call.batch) {
      hAt = new int[call.batch];
    }
    for (int row = 0; row < call.batch; row++) {
      hAt[row] = row * stateStride;
    }
    int rows = tileSteps() * call.batch;
    if (xAt.length < rows) {
      xAt = new int[rows];
    }
    if ((long) rows * gatesStride > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "X: a batch of " + call.batch + " is too large for " + call.hiddenSize + " units");
    }
    gates = grown(gates, rows * gatesStride);
    for (FloatStep step : steps) {
      step.prepare(call.batch, call.hiddenSize, stateStride);
    }
    if (carries()) {
      int size = layer.cell.direction().count() * call.batch * call.hiddenSize;
      carriedH = grown(carriedH, size);
      carriedC = grown(carriedC, size);
      nextH = grown(nextH, size);
      nextC = grown(nextC, size);
    }
  }

  private int tileSteps() {
    int rows = Math.clamp(TILE_FLOATS / gatesStride, LEAST_TILE_ROWS, MOST_TILE_ROWS);
    return Math.clamp(rows / Math.max(1, call.batch), 1, Math.max(1, call.steps));
  }

  @Override
  void direction(
      int d,
      boolean reverse,
      Tensor x,
      @Nullable Tensor initialH,
      @Nullable Tensor initialC,
      boolean continues,
      @Nullable Tensor y,
      @Nullable Tensor yH,
      @Nullable Tensor yC) {
    FloatDirection weights = given.length == 0 ? layer.constants.get(d) : given[d];
    load(d, initialH, continues ? carriedH : NONE, h);
    load(d, initialC, continues ? carriedC : NONE, c);
    int tileSteps = tileSteps();
    int active = call.batch;
    for (int from = 0; from < call.steps && active > 0; from += tileSteps) {
      int to = Math.min(from + tileSteps, call.steps);
      project(weights, x.floats(), from, to, active, reverse);
      int row = 0;
      for (int s = from; s < to; s++) {
        active = order.active(s, active);
        if (active == 0) {
          break;
        }
        steps[d].run(
            weights, gates, row * gatesStride, gatesStride, active, h, hAt, c, stateStride);
        if (y != null) {
          writeY(y.floats(), d, s, active, reverse);
        }
        row += active;
      }
    }
    store(d, h, yH);
    store(d, c, yC);
    if (carries()) {
      keep(d, h, nextH);
      keep(d, c, nextC);
    }
  }

  /** The input projection of steps {@code [from, to)}. */
  private void project(
      FloatDirection weights, float[] x, int from, int to, int atMost, boolean reverse) {
    int rows = 0;
    int active = atMost;
    for (int s = from; s < to; s++) {
      active = order.active(s, active);
      for (int row = 0; row < active; row++) {
        xAt[rows++] =
            order.time(row, s, reverse) * call.xTimeStride
                + order.sequence(row) * call.xBatchStride;
      }
    }
    if (rows > 0) {
      int panels = layer.packer.panels(layer.cell.gates(), call.hiddenSize);
      kernels.multiply(
          x,
          xAt,
          0,
          rows,
          call.inputSize,
          weights.w,
          0,
          panels,
          weights.wBias,
          0,
          0,
          gates,
          0,
          gatesStride);
    }
  }

  private void writeY(float[] y, int d, int s, int active, boolean reverse) {
    for (int row = 0; row < active; row++) {
      int at = yAt(d, order.time(row, s, reverse), order.sequence(row));
      System.arraycopy(h, row * stateStride, y, at, call.hiddenSize);
    }
  }

  /** Fills the states of all rows from an initial state, else the carried one, else zero. */
  private void load(int d, @Nullable Tensor initial, float[] carried, float[] state) {
    for (int row = 0; row < call.batch; row++) {
      int at = row * stateStride;
      int n = order.sequence(row);
      Arrays.fill(state, at, at + stateStride, 0f);
      if (initial != null) {
        System.arraycopy(initial.floats(), stateAt(d, n), state, at, call.hiddenSize);
      } else if (carried.length > 0) {
        int carriedAt = (d * call.batch + n) * call.hiddenSize;
        System.arraycopy(carried, carriedAt, state, at, call.hiddenSize);
      }
    }
  }

  /** Writes final states; those of a sequence without steps are zero, as ONNX Runtime has it. */
  private void store(int d, float[] state, @Nullable Tensor to) {
    if (to == null) {
      return;
    }
    for (int row = 0; row < call.batch; row++) {
      int at = stateAt(d, order.sequence(row));
      if (order.length(row) == 0) {
        clear(to, at, call.hiddenSize);
      } else {
        System.arraycopy(state, row * stateStride, to.floats(), at, call.hiddenSize);
      }
    }
  }

  /** Keeps the states of a direction by sequence: {@code [D, N, H]}. */
  private void keep(int d, float[] state, float[] to) {
    for (int row = 0; row < call.batch; row++) {
      int at = (d * call.batch + order.sequence(row)) * call.hiddenSize;
      System.arraycopy(state, row * stateStride, to, at, call.hiddenSize);
    }
  }

  @Override
  void swapCarried() {
    float[] oldH = carriedH;
    float[] oldC = carriedC;
    carriedH = nextH;
    carriedC = nextC;
    nextH = oldH;
    nextC = oldC;
  }

  @Override
  void clear(Tensor y, int at, int size) {
    Arrays.fill(y.floats(), at, at + size, 0f);
  }

  static float[] grown(float[] array, int size) {
    return array.length >= size ? array : new float[size];
  }
}
