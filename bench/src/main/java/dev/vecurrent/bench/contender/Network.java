package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What every contender is given: weights and an input. Arrays are shared and not written.
 *
 * @param shape the sizes
 * @param layers weights of each layer
 * @param x {@code [T, N, I]}
 * @param h0 initial states {@code [D, N, H]} of the one layer, or empty for zero
 * @param c0 initial cell states of an LSTM, likewise
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
public record Network(Shape shape, List<LayerWeights> layers, float[] x, float[] h0, float[] c0) {

  /** Checks the sizes. */
  public Network {
    layers = List.copyOf(layers);
    if (layers.size() != shape.layers() || x.length != inputFloats(shape)) {
      throw new IllegalArgumentException(shape + " given other weights or another input");
    }
    if (h0.length > 0 && shape.layers() > 1) {
      throw new IllegalArgumentException("initial states are for one layer, found " + shape);
    }
  }

  /** Weights between {@code ±1/sqrt(H)} and inputs between ±1, the same for the same shape. */
  public static Network random(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.seed());
    double scale = 1 / Math.sqrt(shape.hidden());
    int rows = shape.cell().gates() * shape.hidden();
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      int directions = shape.directions();
      layers.add(
          new LayerWeights(
              draw(random, scale, directions * rows * shape.layerInput(layer)),
              draw(random, scale, directions * rows * shape.hidden()),
              draw(random, scale, directions * 2 * rows)));
    }
    float[] x = draw(random, 1, inputFloats(shape));
    return new Network(shape, layers, x, new float[0], new float[0]);
  }

  /** The same weights, another input and other initial states. */
  public Network with(float[] newX, float[] newH0, float[] newC0) {
    return new Network(shape, layers, newX, newH0, newC0);
  }

  /** Floats of Y. */
  public int outputFloats() {
    return shape.steps() * shape.directions() * shape.batch() * shape.hidden();
  }

  /** {@code size} floats between {@code ±scale}. */
  public static float[] draw(SplittableRandom random, double scale, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) random.nextDouble(-scale, scale);
    }
    return floats;
  }

  private static int inputFloats(Shape shape) {
    return shape.steps() * shape.batch() * shape.input();
  }
}
