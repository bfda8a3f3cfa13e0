package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Names of dimensions are hints: graphs whose inputs have equal names for different sizes, against
 * ONNX Runtime on the same graphs with all sizes declared.
 */
class DimensionNamesTest {

  private static final int GRAPHS = 400;
  private static final int MOST_FAILURES = 5;
  private static final String[] NAMES = {"N", "?", "None", "seq", "0"};

  /** The same graph with few names for many sizes; some exporters write 0 for any size. */
  private static RandomGraph misnamed(RandomGraph graph, Random random) {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    graph
        .values()
        .forEach((name, value) -> {
          List<String> dims = new ArrayList<>();
          for (int dim : value.tensor().shape()) {
            boolean fixed = random.nextInt(6) == 0;
            dims.add(fixed ? "" + dim : NAMES[random.nextInt(NAMES.length)]);
          }
          declared.put(name, dims);
        });
    return new RandomGraph(graph.opset(), graph.values(), declared, graph.steps(), graph.outputs());
  }

  @Test
  void equalNamesMayHaveDifferentSizes() throws OrtException {
    long seed = Seeds.of(DimensionNamesTest.class);
    RandomGraphs graphs = new RandomGraphs();
    Random random = new Random(seed);
    List<String> failures = new ArrayList<>();
    long[] seeds = Seeds.cases(seed, GRAPHS).toArray();
    int nodes = 0;
    for (int i = 0; i < GRAPHS && failures.size() < MOST_FAILURES; i++) {
      RandomGraph graph = graphs.draw(random.nextInt(10_000), seeds[i]);
      RandomGraph misnamed = misnamed(graph, random);
      nodes += graph.steps().size();
      check(graph, misnamed).ifPresent(wrong -> failures.add(wrong + "\n" + misnamed.describe()));
    }
    System.out.println("DimensionNamesTest: " + nodes + " nodes in " + GRAPHS + " graphs");
    assertThat(failures).as("seed %d", seed).isEmpty();
  }

  private static Optional<String> check(RandomGraph graph, RandomGraph misnamed)
      throws OrtException {
    Map<String, Tensor> inputs = graph.inputs();
    Map<String, Tensor> expected = OnnxRuntime.run(graph.withFixedShapes().bytes(), inputs);
    try {
      Map<String, Tensor> found =
          Model.compile(OnnxImporter.read(misnamed.bytes(), "names", ImportLimits.defaults()))
              .newSession()
              .run(inputs);
      return expected.entrySet().stream()
          .flatMap(e ->
              Check.difference(
                  Optional.ofNullable(found.get(e.getKey())).orElseThrow(), e.getValue(), 2e-4)
                  .map(what -> e.getKey() + ": " + what)
                  .stream())
          .findFirst();
    } catch (RuntimeException | AssertionError failed) {
      return Optional.of("fails: " + failed + Arrays.toString(failed.getStackTrace()));
    }
  }
}
