package dev.vecurrent.bench.run;

import dev.vecurrent.bench.contender.LayerWeights;
import dev.vecurrent.bench.contender.Network;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Networks of one shape whose numbers are ordinary, whose states decay through the range of
 * denormals (below 1.2e-38), or whose weights are denormal.
 */
final class DenormalNetworks {

  /** Just above the largest denormal: every later state is one. */
  private static final double FIRST_STATE = 1.2e-38;

  private static final float TINY = 1e-39f;

  /** σ(4) = 0.982: a state loses 2 % a step, so 100 steps stay within the range. */
  private static final float OPEN = 4;

  private DenormalNetworks() {}

  /** Random weights, inputs and initial states between ±1. */
  static Network normal(Shape shape) {
    return withStates(Network.random(shape), 1);
  }

  /** The same with W and R of 1e-39. */
  static Network tiny(Shape shape) {
    Network normal = normal(shape);
    LayerWeights weights = normal.layers().getFirst();
    LayerWeights tiny = new LayerWeights(scaled(weights.w()), scaled(weights.r()), weights.b());
    return new Network(shape, List.of(tiny), normal.x(), normal.h0(), normal.c0());
  }

  /**
   * Zero input, initial states of 1e-38, and gates that keep 98 % of a state: an LSTM's {@code c}
   * shrinks by σ(4) a step and nothing is added, since its candidate is {@code tanh(0)}; a GRU's
   * {@code h} likewise, but for a candidate that R makes of denormals.
   */
  static Network decaying(Shape shape) {
    if (shape.cell() != CellKind.LSTM && shape.cell() != CellKind.GRU) {
      throw new IllegalArgumentException("lstm or gru, found " + shape);
    }
    int hidden = shape.hidden();
    Network random = Network.random(shape);
    LayerWeights weights = random.layers().getFirst();
    float[] r = weights.r().clone();
    float[] b = new float[weights.b().length];
    boolean lstm = shape.cell() == CellKind.LSTM;
    // LSTM gates i, o, f, c; GRU gates z, r, h.
    int keep = lstm ? 2 : 0;
    Arrays.fill(b, keep * hidden, (keep + 1) * hidden, OPEN);
    if (lstm) {
      Arrays.fill(r, 3 * hidden * hidden, 4 * hidden * hidden, 0);
    }
    Network decaying =
        new Network(
            shape,
            List.of(new LayerWeights(weights.w(), r, b)),
            new float[random.x().length],
            new float[0],
            new float[0]);
    return withStates(decaying, FIRST_STATE);
  }

  private static Network withStates(Network network, double scale) {
    Shape shape = network.shape();
    int size = shape.directions() * shape.batch() * shape.hidden();
    SplittableRandom random = new SplittableRandom(shape.seed());
    float[] h0 = Network.draw(random, scale, size);
    float[] c0 = shape.cell() == CellKind.LSTM ? Network.draw(random, scale, size) : new float[0];
    return network.with(network.x(), h0, c0);
  }

  private static float[] scaled(float[] weights) {
    float[] tiny = new float[weights.length];
    for (int i = 0; i < tiny.length; i++) {
      tiny[i] = weights[i] < 0 ? -TINY : TINY;
    }
    return tiny;
  }
}
