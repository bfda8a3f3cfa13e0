package dev.vecurrent.testing;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random attributes. */
final class RandomCells {

  private RandomCells() {}

  /** Any cell; every second one has the default activations, which have kernels of their own. */
  static Cell draw(RandomGenerator random, int hiddenSize, Layout layout) {
    Direction direction = List.of(Direction.values()).get(random.nextInt(3));
    float clip = random.nextInt(3) == 0 ? between(random, 0.05f, 1.5f) : Float.POSITIVE_INFINITY;
    boolean plain = random.nextBoolean();
    int kind = random.nextInt(5);
    if (kind < 2) {
      List<Activation> functions =
          plain
              ? Lstm.of(direction, hiddenSize).activations()
              : activations(random, 3 * direction.count());
      return new Lstm(direction, hiddenSize, functions, clip, random.nextInt(4) == 0, layout);
    }
    if (kind < 4) {
      List<Activation> functions =
          plain
              ? Gru.of(direction, hiddenSize, false).activations()
              : activations(random, 2 * direction.count());
      return new Gru(direction, hiddenSize, functions, clip, random.nextBoolean(), layout);
    }
    Activation usual = random.nextBoolean() ? Activation.TANH : Activation.RELU;
    List<Activation> functions =
        plain
            ? Rnn.of(direction, hiddenSize, usual).activations()
            : activations(random, direction.count());
    return new Rnn(direction, hiddenSize, functions, clip, layout);
  }

  private static List<Activation> activations(RandomGenerator random, int count) {
    List<Activation> functions = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      functions.add(activation(random));
    }
    return functions;
  }

  private static Activation activation(RandomGenerator random) {
    ActivationFunction[] all = ActivationFunction.values();
    ActivationFunction function = all[random.nextInt(all.length)];
    if (random.nextInt(4) == 0) {
      return Activation.of(function);
    }
    float sign = random.nextBoolean() ? 1 : -1;
    return switch (function) {
      case RELU, TANH, SIGMOID, SOFTSIGN, SOFTPLUS -> Activation.of(function);
      case AFFINE ->
          new Activation(function, sign * between(random, 0.2f, 1f), between(random, -0.5f, 0.5f));
      case LEAKY_RELU -> new Activation(function, sign * between(random, 0f, 0.5f), 0);
      case THRESHOLDED_RELU -> new Activation(function, between(random, 0.05f, 0.5f), 0);
      case SCALED_TANH ->
          new Activation(function, sign * between(random, 0.3f, 1.5f), between(random, 0.3f, 1.5f));
      case HARD_SIGMOID ->
          new Activation(function, between(random, 0.1f, 0.5f), between(random, 0.2f, 0.8f));
      case ELU -> new Activation(function, between(random, 0.1f, 1.5f), 0);
    };
  }

  private static float between(RandomGenerator random, float least, float most) {
    return random.nextFloat(least, most);
  }
}
