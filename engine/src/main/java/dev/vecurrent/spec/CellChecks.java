package dev.vecurrent.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the three cells check alike. */
final class CellChecks {

  private CellChecks() {}

  static List<Activation> check(
      String operator,
      Direction direction,
      int hiddenSize,
      List<Activation> activations,
      int perDirection,
      float clip) {
    if (hiddenSize < 0) {
      throw new IllegalArgumentException(operator + ": hidden_size is negative: " + hiddenSize);
    }
    int expected = perDirection * direction.count();
    if (activations.size() != expected) {
      throw new IllegalArgumentException(
          operator + ": expected " + expected + " activations, found " + activations.size());
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException(operator + ": clip must be positive, found " + clip);
    }
    return List.copyOf(activations);
  }

  static List<Activation> repeat(Direction direction, Activation... once) {
    List<Activation> all = new ArrayList<>();
    for (int d = 0; d < direction.count(); d++) {
      all.addAll(Arrays.asList(once));
    }
    return List.copyOf(all);
  }

  /** The activations of the first direction, for each direction. */
  static List<Activation> spread(Cell cell, Direction direction) {
    int each = cell.activations().size() / cell.direction().count();
    return repeat(direction, cell.activations().subList(0, each).toArray(new Activation[0]));
  }
}
