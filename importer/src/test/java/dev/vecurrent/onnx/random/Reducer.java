package dev.vecurrent.onnx.random;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a failing graph small: fewer outputs, fewer nodes, fixed shapes, while it still fails. */
final class Reducer {

  private Reducer() {}

  static RandomGraph reduce(RandomGraph graph, Predicate<RandomGraph> fails) {
    RandomGraph least = graph;
    for (Optional<RandomGraph> next = Optional.of(graph); next.isPresent(); ) {
      least = next.get();
      next = smaller(least).filter(fails).findFirst();
    }
    RandomGraph fixed = least.withFixedShapes();
    return fails.test(fixed) ? fixed : least;
  }

  /**
   * Graphs with one output only, with one output less, with one node less, or that end at a value
   * within.
   */
  private static Stream<RandomGraph> smaller(RandomGraph graph) {
    List<String> outputs = graph.outputs();
    Stream<RandomGraph> alone =
        outputs.size() < 3
            ? Stream.of()
            : outputs.stream().map(output -> graph.withOutputs(List.of(output)));
    Stream<RandomGraph> withoutOutput =
        outputs.size() < 2
            ? Stream.of()
            : outputs.stream()
                .map(output ->
                    graph.withOutputs(
                        outputs.stream().filter(other -> !other.equals(output)).toList()));
    Stream<RandomGraph> withoutNode =
        graph.steps().size() < 2 ? Stream.of() : graph.steps().stream().map(graph::without);
    Stream<RandomGraph> within =
        graph.steps().stream()
            .flatMap(step -> step.makes().stream())
            .map(made -> graph.withOutputs(List.of(made)))
            .filter(one -> one.steps().size() < graph.steps().size());
    return Stream.of(alone, withoutOutput, withoutNode, within)
        .flatMap(Function.identity())
        .filter(one -> !one.steps().isEmpty());
  }
}
