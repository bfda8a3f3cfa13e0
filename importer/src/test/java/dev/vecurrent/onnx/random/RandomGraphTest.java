package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Graphs of up to some dozen nodes, of all operators, against ONNX Runtime: random shapes, types,
 * attributes, constants and inputs, shared values, symbolic dimensions, several outputs.
 */
class RandomGraphTest {

  private static final int GRAPHS = Integer.getInteger("vecurrent.graphs", 2_000);

  /** More failures than this say nothing new. */
  private static final int MOST_FAILURES = 10;

  private static final Path FOLDER = Path.of("target", "random-graphs");

  @Test
  void agreesWithOnnxRuntime() throws IOException {
    long seed = Seeds.of(RandomGraphTest.class);
    RandomGraphs graphs = new RandomGraphs();
    List<String> failures = new ArrayList<>();
    long[] seeds = Seeds.cases(seed, GRAPHS).toArray();
    int nodes = 0;
    for (int i = 0; i < GRAPHS && failures.size() < MOST_FAILURES; i++) {
      RandomGraph graph = graphs.draw(i, seeds[i]);
      nodes += graph.steps().size();
      Optional<String> wrong = Check.of(graph);
      if (wrong.isPresent()) {
        failures.add("graph " + i + ": " + wrong.get() + "\n" + saved(graph, i));
      }
    }
    System.out.println("RandomGraphTest: " + nodes + " nodes in " + GRAPHS + " graphs");
    assertThat(failures).as("seed %d", seed).isEmpty();
    if (GRAPHS >= 2_000) {
      Set<String> never = new TreeSet<>(Recipes.operators());
      never.removeAll(graphs.drawn().keySet());
      never.removeAll(Recipes.WITHOUT.keySet());
      assertThat(never).as("operators that no graph has").isEmpty();
    }
  }

  /** Makes a graph small and keeps it as a file; what it looks like then. */
  private static String saved(RandomGraph graph, int index) throws IOException {
    RandomGraph small = Reducer.reduce(graph, one -> Check.of(one).isPresent());
    Files.createDirectories(FOLDER);
    Path file = FOLDER.resolve("graph-" + index + ".onnx");
    Files.write(file, small.bytes());
    return file + ", reduced: " + Check.of(small).orElse("") + "\n" + small.describe();
  }

  @Test
  void everyOperatorHasARecipeOrAReason() {
    Set<String> missing = new TreeSet<>(Recipes.operators());
    missing.removeAll(Recipes.names());
    missing.removeAll(Recipes.WITHOUT.keySet());
    assertThat(missing).as("operators that random graphs know nothing of").isEmpty();
    Set<String> idle = new TreeSet<>(Recipes.names());
    idle.removeAll(Recipes.operators());
    System.out.println("RandomGraphTest: recipes that wait for their operators: " + idle);
    Set<String> both = new TreeSet<>(Recipes.names());
    both.retainAll(Recipes.WITHOUT.keySet());
    assertThat(both).as("operators with a recipe and a reason to have none").isEmpty();
  }

  @Test
  void aWrongAnswerIsFound() {
    RandomGraph graph = new RandomGraphs().draw(3, 5);
    assertThat(Check.of(graph)).isEmpty();
    Tensor two = Tensor.of(new float[] {1, 2}, 2);
    assertThat(Check.difference(two, Tensor.of(new float[] {1, 2.0001f}, 2), 2e-4)).isEmpty();
    assertThat(Check.difference(two, Tensor.of(new float[] {1, 2.01f}, 2), 2e-4)).isPresent();
    assertThat(Check.difference(two, Tensor.of(new float[] {1, Float.NaN}, 2), 2e-4)).isPresent();
    assertThat(Check.difference(two, Tensor.of(new float[] {1, 2}, 1, 2), 2e-4)).isPresent();
    assertThat(Check.difference(two, Tensor.of(new double[] {1, 2}, 2), 2e-4)).isPresent();
    Tensor whole = Tensor.of(new long[] {100_000}, 1);
    assertThat(Check.difference(whole, Tensor.of(new long[] {100_001}, 1), 2e-4)).isPresent();
  }

  @Test
  void failingGraphsAreReduced() {
    RandomGraphs graphs = new RandomGraphs();
    RandomGraph graph = graphs.draw(0, 0);
    for (long seed = 1; graph.steps().size() < 10; seed++) {
      graph = graphs.draw(0, seed);
    }
    String operator = graph.steps().get(4).node().getOpType();
    RandomGraph small =
        Reducer.reduce(
            graph,
            one -> one.steps().stream().anyMatch(step -> step.node().getOpType().equals(operator)));
    assertThat(small.steps()).hasSize(1);
    assertThat(small.steps().getFirst().node().getOpType()).isEqualTo(operator);
    assertThat(Check.of(small)).isEmpty();
  }
}
