package dev.vecurrent.cli;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.cli.stream.ChunkCheck;
import dev.vecurrent.console.Printable;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.MalformedModelException;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Value;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder as ONNX's backend tests have it: {@code model.onnx} and {@code test_data_set_K} with
 * {@code input_I.pb} and {@code output_I.pb}.
 *
 * @param name the path of the folder from the one that was given, or its name where it is that one
 * @param folder the folder
 * @param model the model in it
 */
record BackendCase(String name, Path folder, Path model) {

  /** What came of a case. */
  enum Status {
    PASS,
    MISMATCH,
    /** Types and shapes are right; elements that depend on random numbers are others. */
    RANDOM,
    REFUSED
  }

  /**
   * The outcome of a case.
   *
   * @param name that of the case
   * @param status what came of it
   * @param comparison errors over all data sets, and the reason
   * @param operators the operators of the model; of a refused one, those that findings name
   */
  record Outcome(String name, Status status, Comparison comparison, List<String> operators) {

    /** Copies the list. */
    Outcome {
      operators = List.copyOf(operators);
    }

    /** Of a check that compares bits, and has no errors to tell. */
    static Outcome of(String name, ChunkCheck.Result result) {
      Status status =
          switch (result.status()) {
            case PASS -> Status.PASS;
            case MISMATCH -> Status.MISMATCH;
            case RANDOM -> Status.RANDOM;
            case REFUSED -> Status.REFUSED;
          };
      boolean passes = status == Status.PASS;
      Comparison bits =
          new Comparison(passes, Double.NaN, Double.NaN, Printable.message(result.reason()));
      return new Outcome(name, status, bits, List.of());
    }
  }

  /**
   * All cases in a tree of folders, sorted by path; or that of a model's file, whatever its name.
   * Symbolic links are followed.
   *
   * @throws java.io.UncheckedIOException if a link leads back to a folder that it is in
   */
  static List<BackendCase> find(Path root) throws IOException {
    if (Files.isRegularFile(root)) {
      return List.of(new BackendCase(name(parent(root)), parent(root), root));
    }
    try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(path -> path.endsWith("model.onnx"))
          .sorted()
          .map(path -> of(root, path))
          .toList();
    }
  }

  private static BackendCase of(Path root, Path model) {
    Path folder = parent(model);
    String path = root.relativize(folder).toString().replace('\\', '/');
    return new BackendCase(path.isEmpty() ? name(folder) : path, folder, model);
  }

  private static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** This case under the path of its folder as it was given, where its name is another's too. */
  BackendCase withWholeName() {
    return new BackendCase(folder.toString(), folder, model);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  /**
   * How a case is run.
   *
   * @param limits of its files
   * @param options how its model is compiled
   * @param time of compiling, and of each call
   * @param seed of random numbers
   * @param tolerances of what is compared
   */
  record Setting(
      ImportLimits limits,
      CompileOptions options,
      CallLimits time,
      SeedOption seed,
      Tolerances tolerances) {}

  Outcome run(Setting setting) {
    List<String> operators = List.of();
    try {
      Model compiled;
      CaseValues values;
      try {
        Graph graph = OnnxImporter.read(model, setting.limits());
        operators = graph.nodes().stream().map(Node::operator).distinct().toList();
        compiled = Model.compile(graph, setting.options(), setting.time());
        values = new CaseValues(graph, compiled, setting.options(), setting.limits());
      } catch (ModelRefusedException e) {
        List<String> named = e.findings().stream().map(Finding::operator).distinct().toList();
        return refused(name, e, named);
      } catch (MalformedModelException e) {
        return refused(name, e, operators);
      }
      Session session = setting.seed().seeded(compiled.newSession());
      Comparison all = runSets(compiled, session, values, setting);
      return new Outcome(name, status(all), all, operators);
    } catch (IOException | RuntimeException | AssertionError | VirtualMachineError e) {
      // A crash is no refusal: the case was accepted and did not give its answer. Not even a lack
      // of memory is the end of the other cases.
      return new Outcome(name, Status.MISMATCH, Comparison.failed(e.toString()), operators);
    }
  }

  private static Status status(Comparison all) {
    return all.passes() ? all.reason().isEmpty() ? Status.PASS : Status.RANDOM : Status.MISMATCH;
  }

  private static Outcome refused(String name, Exception why, List<String> operators) {
    Comparison failed = Comparison.refused(String.valueOf(why.getMessage()));
    return new Outcome(name, Status.REFUSED, failed, operators);
  }

  private Comparison runSets(Model compiled, Session session, CaseValues values, Setting setting)
      throws IOException {
    List<Path> sets = new ArrayList<>();
    try (Stream<Path> children = Files.list(folder)) {
      children
          .filter(path -> path.getFileName().toString().startsWith("test_data_set_"))
          .sorted()
          .forEach(sets::add);
    }
    if (sets.isEmpty()) {
      return Comparison.failed("has no test_data_set_* folder");
    }
    Comparison all = Comparison.EQUAL;
    for (Path set : sets) {
      all = all.and(runSet(compiled, session, set, values, setting));
    }
    return all;
  }

  private static Comparison runSet(
      Model model, Session session, Path set, CaseValues values, Setting setting)
      throws IOException {
    Map<String, Value> inputs = values.inputs(set);
    Map<String, Value> actual = session.runValues(inputs, setting.time());
    Map<String, Value> expected = values.outputs(set);
    Comparison all = Comparison.EQUAL;
    for (ValueInfo output : model.outputs()) {
      if (!expected.containsKey(output.name())) {
        all =
            all.and(
                Comparison.failed(
                    set.getFileName() + " has no output_*.pb for output " + output.name()));
      }
    }
    for (Map.Entry<String, Value> entry : expected.entrySet()) {
      Value found = actual.get(entry.getKey());
      String name = set.getFileName() + " " + entry.getKey();
      all =
          all.and(
              found == null
                  ? Comparison.failed(name + " is no output of the model")
                  : compared(
                      model, entry.getKey(), name, found, entry.getValue(), setting.tolerances()));
    }
    return all;
  }

  private static Comparison compared(
      Model model, String output, String name, Value found, Value expected, Tolerances tolerances) {
    Comparison comparison = Comparison.ofValues(name, found, expected, tolerances);
    boolean random = model.randomOutputs().contains(output);
    return random ? comparison.ofRandom(name) : comparison;
  }
}
