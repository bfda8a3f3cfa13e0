package dev.vecurrent.lecture;

import dev.vecurrent.Model;
import dev.vecurrent.NetworkBuilder;
import dev.vecurrent.Session;
import dev.vecurrent.Stream;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sizes and speed of a recurrent layer of random weights.
 *
 * @param name the cell
 * @param inputs I
 * @param units H
 * @param layers how many of them, one on the other
 * @param u numbers in U, the weights of the input: G*H*I in each layer
 * @param w numbers in W, the weights of the state: G*H*H in each layer
 * @param weights both together
 * @param microsecondsPerStep of one sequence, one thread
 * @param billionsPerSecond multiplications and additions
 */
record LayerFacts(
    String name,
    int inputs,
    int units,
    int layers,
    long u,
    long w,
    long weights,
    double microsecondsPerStep,
    double billionsPerSecond) {

  private static final int STEPS = 100;

  static LayerFacts of(Cell cell, int inputs, int layers, Stopwatch watch) {
    int units = cell.hiddenSize();
    Session session = model(cell, inputs, layers).newSession();
    Tensor[] x = {noise(inputs)};
    Tensor[] y = {Tensor.growable(ElementType.FLOAT32)};
    double seconds = watch.seconds(() -> session.run(x, y)) / STEPS;
    long u = (long) cell.gates() * units * (inputs + (long) (layers - 1) * units);
    long w = (long) cell.gates() * units * units * layers;
    return new LayerFacts(
        cell.operator(),
        inputs,
        units,
        layers,
        u,
        w,
        u + w,
        seconds * 1e6,
        2 * (u + w) / seconds / 1e9);
  }

  /** Whether a sequence step by step has the bits of the whole: unrolling changes nothing. */
  static boolean isUnrolledTheSame(Cell cell, int inputs) {
    Model model = model(cell, inputs, 1);
    Tensor[] x = {noise(inputs)};
    Tensor[] y = {Tensor.growable(ElementType.FLOAT32)};
    model.newSession().run(x, y);
    Stream stream = model.newStream(1);
    float[] step = new float[cell.hiddenSize()];
    for (int t = 0; t < STEPS; t++) {
      stream.step(Arrays.copyOfRange(x[0].floats(), t * inputs, (t + 1) * inputs), step);
      float[] whole = Arrays.copyOfRange(y[0].floats(), t * step.length, (t + 1) * step.length);
      if (!Arrays.equals(step, whole)) {
        return false;
      }
    }
    return true;
  }

  private static Tensor noise(int inputs) {
    return Tensor.of(floats(new SplittableRandom(2), STEPS * inputs, 1), STEPS, 1, inputs);
  }

  private static Model model(Cell cell, int inputs, int layers) {
    SplittableRandom random = new SplittableRandom(1);
    int units = cell.hiddenSize();
    int rows = cell.gates() * units;
    double scale = 1 / Math.sqrt(units);
    NetworkBuilder network = NetworkBuilder.input(inputs);
    for (int layer = 0; layer < layers; layer++) {
      int features = layer == 0 ? inputs : units;
      network.recurrent(
          cell,
          LayerParameters.of(
              WeightLayout.PYTORCH,
              floats(random, rows * features, scale),
              floats(random, rows * units, scale)));
    }
    return Model.compile(network.build());
  }

  private static float[] floats(SplittableRandom random, int count, double scale) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextDouble(-scale, scale);
    }
    return floats;
  }
}
