package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.DoubleStep;
import dev.vecurrent.internal.cell.DoubleWeights;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.state.StateColumn;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** Runs a {@link DoubleLayer}: each sequence step by step, from its first to its last. */
final class DoubleLayerSession extends LayerSession {

  private static final double[] NONE = new double[0];

  private final DoubleLayer layer;
  private final Bounds bounds;
  private final DoubleWeights[] given;
  private final DoubleStep[] steps;

  private double[] h = NONE;
  private double[] c = NONE;

  DoubleLayerSession(DoubleLayer layer, Bounds bounds) {
    super(layer.plan, layer.form, layer.hiddenSize, ElementType.FLOAT64, bounds.budget());
    this.layer = layer;
    this.bounds = bounds;
    int directions = layer.cell.direction().count();
    this.given = new DoubleWeights[layer.constants.isEmpty() ? directions : 0];
    this.steps = new DoubleStep[directions];
    for (int d = 0; d < directions; d++) {
      steps[d] = new DoubleStep(layer.cell, d);
    }
    for (int d = 0; d < given.length; d++) {
      given[d] = new DoubleWeights(bounds);
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
      given[d].pack(layer.cell.gates(), w, r, b, p, d);
    }
  }

  @Override
  boolean hasConstantWeights() {
    return given.length == 0;
  }

  @Override
  void compute() {
    h = grown(h, call.hiddenSize);
    c = grown(c, call.hiddenSize);
    for (DoubleStep step : steps) {
      step.prepare(call.inputSize, call.hiddenSize, bounds.budget());
    }
    clearPadding();
    for (int d = 0; d < steps.length; d++) {
      direction(d, isReverse(d), x.doubles(), y == null ? NONE : y.doubles());
    }
  }

  /** Runs one direction over all its steps. */
  private void direction(int d, boolean reverse, double[] from, double[] to) {
    boolean writesY = y != null;
    DoubleWeights weights = given.length == 0 ? layer.constants.get(d) : given[d];
    int size = call.hiddenSize;
    long work = (long) layer.cell.gates() * size * (call.inputSize + (long) size);
    for (int row = 0; row < call.batch; row++) {
      int n = order.sequence(row);
      load(initialH, d, n, carriedH(), h);
      load(initialC, d, n, carriedC(), c);
      for (int s = 0; s < order.length(row); s++) {
        bounds.watch().spend(work);
        int t = order.time(row, s, reverse);
        int xAt = t * call.xTimeStride + n * call.xBatchStride;
        steps[d].run(weights, from, xAt, h, c);
        if (writesY) {
          System.arraycopy(h, 0, to, yAt(d, t, n), size);
        }
      }
      store(h, yH, d, row);
      store(c, yC, d, row);
      keep(h, d, n, carriedH());
      keep(c, d, n, carriedC());
    }
  }

  /** Writes a final state; that of a sequence without steps is zero, as ONNX Runtime has it. */
  private void store(double[] state, @Nullable Tensor to, int d, int row) {
    if (to == null) {
      return;
    }
    int at = stateAt(d, order.sequence(row));
    if (order.length(row) == 0) {
      clear(to, at, call.hiddenSize);
    } else {
      System.arraycopy(state, 0, to.doubles(), at, call.hiddenSize);
    }
  }

  private void load(
      @Nullable Tensor initial, int d, int n, @Nullable StateColumn carried, double[] state) {
    int size = call.hiddenSize;
    int carriedAt = carried == null ? -1 : carried.currentAt(n);
    if (carried != null && carriedAt >= 0) {
      System.arraycopy(carried.storage(), carriedAt + d * size, state, 0, size);
    } else if (initial != null) {
      System.arraycopy(initial.doubles(), initialAt(initial, d, n), state, 0, size);
    } else {
      Arrays.fill(state, 0, size, 0);
    }
  }

  /** Leaves a final state where it is carried, {@code [D, H]} a sequence. */
  private void keep(double[] state, int d, int n, @Nullable StateColumn to) {
    if (to != null) {
      int size = call.hiddenSize;
      System.arraycopy(state, 0, to.storage(), to.nextAt(n) + d * size, size);
    }
  }

  private double[] grown(double[] array, long size) {
    return bounds.budget().doubles(array, size);
  }

  @Override
  public long bytes() {
    long bytes = 8L * (h.length + c.length) + order.bytes();
    for (DoubleStep step : steps) {
      bytes += step.bytes();
    }
    for (DoubleWeights direction : given) {
      bytes += direction.bytes();
    }
    return bytes;
  }

  @Override
  void clear(Tensor y, int at, int size) {
    Arrays.fill(y.doubles(), at, at + size, 0);
  }
}
