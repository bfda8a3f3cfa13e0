package dev.vecurrent.onnx.random;

import java.util.List;
import java.util.function.Predicate;

/** Makes a failing graph small: fewer outputs, fewer nodes, fixed shapes, while it still fails. */
final class Reducer {

  private Reducer() {}

  static RandomGraph reduce(RandomGraph graph, Predicate<RandomGraph> fails) {
    RandomGraph least = graph;
    for (String output : graph.outputs()) {
      RandomGraph one = graph.withOutputs(List.of(output));
      if (one.steps().size() < least.steps().size() && fails.test(one)) {
        least = one;
      }
    }
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Step step : least.steps()) {
        if (least.steps().size() == 1
            || least.outputs().stream().allMatch(step.makes()::contains)) {
          continue;
        }
        RandomGraph without = least.without(step);
        if (fails.test(without)) {
          least = without;
          smaller = true;
          break;
        }
      }
    }
    RandomGraph fixed = least.withFixedShapes();
    return fails.test(fixed) ? fixed : least;
  }
}
