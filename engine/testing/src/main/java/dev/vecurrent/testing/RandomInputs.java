package dev.vecurrent.testing;

import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random weights, sequences and states for a cell. */
final class RandomInputs {

  private final RandomGenerator random;
  private final Cell cell;
  private final CaseSizes sizes;
  private final ElementType type;

  RandomInputs(RandomGenerator random, Cell cell, CaseSizes sizes, ElementType type) {
    this.random = random;
    this.cell = cell;
    this.sizes = sizes;
    this.type = type;
  }

  /** Everything a case reads; optional inputs are there or not. */
  RecurrentInputs draw(CaseRegion region) {
    int directions = cell.direction().count();
    int size = sizes.hiddenSize();
    int rows = cell.gates() * size;
    double scale = saturates() ? 1 : 0.5;
    double recurrent = scale / Math.sqrt(size);
    boolean lstm = cell instanceof Lstm;
    boolean timeMajor = cell.layout() == Layout.TIME_MAJOR;
    int[] xShape =
        timeMajor
            ? new int[] {sizes.steps(), sizes.batch(), sizes.inputSize()}
            : new int[] {sizes.batch(), sizes.steps(), sizes.inputSize()};
    int[] stateShape =
        timeMajor
            ? new int[] {directions, sizes.batch(), size}
            : new int[] {sizes.batch(), directions, size};
    return new RecurrentInputs(
        uniform(1, xShape),
        uniform(scale / Math.sqrt(sizes.inputSize()), directions, rows, sizes.inputSize()),
        uniform(recurrent, directions, rows, size),
        random.nextInt(4) > 0 ? uniform(recurrent, directions, 2 * rows) : null,
        random.nextBoolean() ? lengths(region) : null,
        random.nextBoolean() ? uniform(1, stateShape) : null,
        lstm && random.nextBoolean() ? uniform(1, stateShape) : null,
        lstm && random.nextInt(3) == 0 ? uniform(recurrent, directions, 3 * size) : null);
  }

  /** Whether no activation lets states grow from step to step. */
  private boolean saturates() {
    return cell.activations().stream()
        .allMatch(activation ->
            switch (activation.function()) {
              case TANH, SIGMOID, HARD_SIGMOID, SOFTSIGN -> true;
              default -> false;
            });
  }

  private Tensor lengths(CaseRegion region) {
    int[] lengths = new int[sizes.batch()];
    Arrays.setAll(lengths, n -> random.nextInt(sizes.steps() + 1));
    if (region == CaseRegion.ONNX_RUNTIME || random.nextBoolean()) {
      return Tensor.of(lengths, lengths.length);
    }
    return Tensor.of(Arrays.stream(lengths).asLongStream().toArray(), lengths.length);
  }

  /** Uniform in {@code [-limit, limit)}. */
  private Tensor uniform(double limit, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int at = 0; at < tensor.size(); at++) {
      double value = random.nextDouble(-limit, limit);
      if (type == ElementType.FLOAT64) {
        tensor.doubles()[at] = value;
      } else {
        tensor.floats()[at] = (float) value;
      }
    }
    return tensor;
  }
}
