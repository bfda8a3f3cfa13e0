package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.Arrays;

/**
 * The equations as one would write them first: a dot product for each gate of each unit over ONNX's
 * row-major weights, activations from {@link Math}. C2 may not reorder the sums of a dot product,
 * so nothing of it becomes SIMD.
 */
final class ScalarLoopsContender implements Contender {

  private final Network network;
  private final Shape shape;

  /** {@code [T, N, features]}: the input, then what each layer gives. */
  private final float[][] sequences;

  /** Gates of one row: from the input with Wb, from the state with Rb. */
  private final float[] gx;

  private final float[] gh;
  private final float[] h;
  private final float[] c;
  private final float[] reset;

  ScalarLoopsContender(Network network) {
    this.network = network;
    shape = network.shape();
    int hidden = shape.hidden();
    sequences = new float[shape.layers() + 1][];
    sequences[0] = network.x();
    for (int layer = 1; layer <= shape.layers(); layer++) {
      sequences[layer] = new float[network.outputFloats()];
    }
    gx = new float[shape.cell().gates() * hidden];
    gh = new float[gx.length];
    h = new float[hidden];
    c = new float[hidden];
    reset = new float[hidden];
  }

  @Override
  public void run() {
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (int d = 0; d < shape.directions(); d++) {
        for (int n = 0; n < shape.batch(); n++) {
          sequence(layer, d, n);
        }
      }
    }
  }

  private void sequence(int layer, int d, int n) {
    LayerWeights weights = network.layers().get(layer);
    int hidden = shape.hidden();
    int features = shape.layerInput(layer);
    int rows = gx.length;
    Arrays.fill(h, 0);
    Arrays.fill(c, 0);
    for (int step = 0; step < shape.steps(); step++) {
      int row = (d == 0 ? step : shape.steps() - 1 - step) * shape.batch() + n;
      product(
          weights.w(),
          d * rows * features,
          features,
          sequences[layer],
          row * features,
          weights.b(),
          d * 2 * rows,
          0,
          rows,
          gx);
      boolean resetFirst = shape.cell() == CellKind.GRU_RESET_FIRST;
      int rAt = d * rows * hidden;
      int rbAt = (d * 2 + 1) * rows;
      product(
          weights.r(), rAt, hidden, h, 0, weights.b(), rbAt, 0, resetFirst ? 2 * hidden : rows, gh);
      if (resetFirst) {
        for (int u = 0; u < hidden; u++) {
          reset[u] = sigmoid(gx[hidden + u] + gh[hidden + u]) * h[u];
        }
        product(weights.r(), rAt, hidden, reset, 0, weights.b(), rbAt, 2 * hidden, rows, gh);
      }
      for (int u = 0; u < hidden; u++) {
        h[u] = unit(u);
      }
      System.arraycopy(h, 0, sequences[layer + 1], (row * shape.directions() + d) * hidden, hidden);
    }
  }

  /** The new state of a unit. */
  private float unit(int u) {
    int hidden = shape.hidden();
    return switch (shape.cell()) {
      case LSTM -> {
        float i = sigmoid(gx[u] + gh[u]);
        float o = sigmoid(gx[hidden + u] + gh[hidden + u]);
        float f = sigmoid(gx[2 * hidden + u] + gh[2 * hidden + u]);
        float g = tanh(gx[3 * hidden + u] + gh[3 * hidden + u]);
        c[u] = f * c[u] + i * g;
        yield o * tanh(c[u]);
      }
      case GRU -> {
        float r = sigmoid(gx[hidden + u] + gh[hidden + u]);
        yield update(u, tanh(gx[2 * hidden + u] + r * gh[2 * hidden + u]));
      }
      case GRU_RESET_FIRST -> update(u, tanh(gx[2 * hidden + u] + gh[2 * hidden + u]));
      case RNN -> tanh(gx[u] + gh[u]);
    };
  }

  private float update(int u, float candidate) {
    float z = sigmoid(gx[u] + gh[u]);
    return (1 - z) * candidate + z * h[u];
  }

  /** {@code out[row] = b[row] + m[row]·v} for rows {@code [from, to)}. */
  private static void product(
      float[] m,
      int mAt,
      int depth,
      float[] v,
      int vAt,
      float[] b,
      int bAt,
      int from,
      int to,
      float[] out) {
    for (int row = from; row < to; row++) {
      float sum = b[bAt + row];
      for (int k = 0; k < depth; k++) {
        sum += m[mAt + row * depth + k] * v[vAt + k];
      }
      out[row] = sum;
    }
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private static float tanh(float x) {
    return (float) Math.tanh(x);
  }

  @Override
  public float[] output() {
    return Directions.apart(shape, sequences[shape.layers()]);
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }
}
