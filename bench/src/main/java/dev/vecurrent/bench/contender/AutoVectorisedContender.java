package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.Shape;

/**
 * What C2's auto-vectoriser makes of plain Java: weights transposed once, input projection over
 * tiles of steps, two rows and four products a pass, polynomial activations.
 */
final class AutoVectorisedContender implements Contender {

  private final Shape shape;
  private final PlainDirection[][] layers;

  /** Rows {@code [T*N][features]} of the input, then of what each layer gives. */
  private final float[][][] sequences;

  AutoVectorisedContender(Network network) {
    shape = network.shape();
    layers = new PlainDirection[shape.layers()][shape.directions()];
    int rows = shape.steps() * shape.batch();
    sequences = new float[shape.layers() + 1][rows][];
    for (int row = 0; row < rows; row++) {
      sequences[0][row] = new float[shape.input()];
      System.arraycopy(network.x(), row * shape.input(), sequences[0][row], 0, shape.input());
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      sequences[layer + 1] = new float[rows][shape.directions() * shape.hidden()];
      for (int d = 0; d < shape.directions(); d++) {
        layers[layer][d] = new PlainDirection(shape, layer, d, network.layers().get(layer));
      }
    }
  }

  @Override
  public void run() {
    for (int layer = 0; layer < layers.length; layer++) {
      for (int d = 0; d < layers[layer].length; d++) {
        layers[layer][d].run(sequences[layer], sequences[layer + 1], d * shape.hidden());
      }
    }
  }

  @Override
  public float[] output() {
    float[][] last = sequences[layers.length];
    int features = shape.directions() * shape.hidden();
    float[] joined = new float[last.length * features];
    for (int row = 0; row < last.length; row++) {
      System.arraycopy(last[row], 0, joined, row * features, features);
    }
    return Directions.apart(shape, joined);
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }
}
