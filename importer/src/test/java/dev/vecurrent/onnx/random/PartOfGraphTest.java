package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Parts of random graphs, from any values to any values: they have the bits of the whole, whatever
 * was fused across the cut.
 */
class PartOfGraphTest {

  private static final int GRAPHS = 400;
  private static final int MOST_FAILURES = 5;

  @Test
  void partsHaveTheBitsOfTheWhole() {
    long seed = Seeds.of(PartOfGraphTest.class);
    RandomGraphs graphs = new RandomGraphs();
    Random random = new Random(seed);
    List<String> failures = new ArrayList<>();
    long[] seeds = Seeds.cases(seed, GRAPHS).toArray();
    for (int i = 0; i < GRAPHS && failures.size() < MOST_FAILURES; i++) {
      RandomGraph graph = graphs.draw(random.nextInt(10_000), seeds[i]);
      List<String> made =
          graph.steps().stream().flatMap(step -> step.makes().stream()).distinct().toList();
      Graph read = OnnxImporter.read(graph.bytes(), "part", ImportLimits.defaults());
      Map<String, Tensor> whole =
          new HashMap<>(
              Model.compile(read, CompileOptions.defaults().withOutputs(array(made)))
                  .newSession()
                  .run(needed(read, made, graph.inputs())));
      Map<String, Tensor> asGiven = Model.compile(read).newSession().run(graph.inputs());
      asGiven.forEach((name, tensor) ->
          same(name, tensor, whole).ifPresent(wrong -> failures.add("whole: " + wrong)));
      List<String> outputs = some(made, 1 + random.nextInt(3), random);
      List<String> starts = some(made, random.nextInt(3), random);
      starts.removeAll(outputs);
      part(read, starts, outputs, graph, whole)
          .ifPresent(wrong ->
              failures.add(wrong + " from " + starts + " to " + outputs + "\n" + graph.describe()));
    }
    assertThat(failures).as("seed %d", seed).isEmpty();
  }

  private static String[] array(List<String> names) {
    return names.toArray(String[]::new);
  }

  private static List<String> some(List<String> names, int count, Random random) {
    Set<String> some = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      some.add(names.get(random.nextInt(names.size())));
    }
    return new ArrayList<>(some);
  }

  /** Those of the values that the outputs need. */
  private static Map<String, Tensor> needed(
      Graph graph, List<String> outputs, Map<String, Tensor> values) {
    Map<String, Tensor> needed = new HashMap<>(values);
    List<String> inputs =
        Model.compile(graph, CompileOptions.defaults().withOutputs(array(outputs)))
            .inputs()
            .stream()
            .map(ValueInfo::name)
            .toList();
    needed.keySet().retainAll(inputs);
    return needed;
  }

  private static Optional<String> part(
      Graph read,
      List<String> starts,
      List<String> outputs,
      RandomGraph graph,
      Map<String, Tensor> whole) {
    try {
      CompileOptions options =
          CompileOptions.defaults().withInputs(array(starts)).withOutputs(array(outputs));
      Model part = Model.compile(read, options);
      Map<String, Tensor> given = new HashMap<>();
      for (ValueInfo input : part.inputs()) {
        Tensor tensor = starts.contains(input.name()) ? whole.get(input.name()) : null;
        given.put(
            input.name(),
            tensor != null ? tensor : Objects.requireNonNull(graph.inputs().get(input.name())));
      }
      Map<String, Tensor> found = part.newSession().run(given);
      for (String output : outputs) {
        Optional<String> wrong = same(output, Objects.requireNonNull(found.get(output)), whole);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
      return Optional.empty();
    } catch (RuntimeException | AssertionError failed) {
      return Optional.of("fails: " + failed + Arrays.toString(failed.getStackTrace()));
    }
  }

  private static Optional<String> same(String name, Tensor found, Map<String, Tensor> whole) {
    return Check.difference(found, Objects.requireNonNull(whole.get(name)), 0)
        .map(what -> name + ": " + what);
  }
}
