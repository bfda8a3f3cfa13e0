package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.MalformedModelException;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder as ONNX's backend tests have it: {@code model.onnx} and {@code test_data_set_K} with
 * {@code input_I.pb} and {@code output_I.pb}.
 *
 * @param folder the folder
 * @param model the model in it
 */
record BackendCase(Path folder, Path model) {

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
   * @param name the folder's name
   * @param status what came of it
   * @param comparison errors over all data sets, and the reason
   * @param operators the operators of the model; of a refused one, those that findings name
   */
  record Outcome(String name, Status status, Comparison comparison, List<String> operators) {

    /** Copies the list. */
    Outcome {
      operators = List.copyOf(operators);
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
      return List.of(new BackendCase(parent(root), root));
    }
    try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(path -> path.getFileName().toString().equals("model.onnx"))
          .sorted()
          .map(path -> new BackendCase(parent(path), path))
          .toList();
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  Outcome run(ImportLimits limits, SeedOption seed, double rtol, double atol) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    List<String> operators = List.of();
    try {
      Model compiled;
      try {
        Graph graph = OnnxImporter.read(model, limits);
        operators = graph.nodes().stream().map(Node::operator).distinct().toList();
        compiled = Model.compile(graph);
      } catch (ModelRefusedException e) {
        List<String> named = e.findings().stream().map(Finding::operator).distinct().toList();
        return refused(name, e, named);
      } catch (MalformedModelException e) {
        return refused(name, e, operators);
      }
      Session session = seed.seeded(compiled.newSession());
      Comparison all = runSets(compiled, session, limits, rtol, atol);
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
    Comparison failed = Comparison.failed(String.valueOf(why.getMessage()));
    return new Outcome(name, Status.REFUSED, failed, operators);
  }

  private Comparison runSets(
      Model compiled, Session session, ImportLimits limits, double rtol, double atol)
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
      all = all.and(runSet(compiled, session, set, limits, rtol, atol));
    }
    return all;
  }

  private static Comparison runSet(
      Model model, Session session, Path set, ImportLimits limits, double rtol, double atol)
      throws IOException {
    Map<String, Value> inputs = named(model.inputs(), set, "input_", limits);
    Map<String, Value> actual = session.runValues(inputs);
    Map<String, Value> expected = named(model.outputs(), set, "output_", limits);
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
                  : compared(model, entry.getKey(), name, found, entry.getValue(), rtol, atol));
    }
    return all;
  }

  private static Comparison compared(
      Model model,
      String output,
      String name,
      Value found,
      Value expected,
      double rtol,
      double atol) {
    Comparison comparison = Comparison.ofValues(name, found, expected, rtol, atol);
    boolean random = model.randomOutputs().contains(output);
    return random ? comparison.ofRandom(name) : comparison;
  }

  /**
   * The values of a data set: by the name that a file gives where it is one of the model's, else by
   * position.
   */
  private static Map<String, Value> named(
      List<ValueInfo> infos, Path set, String prefix, ImportLimits limits) throws IOException {
    Map<String, Value> named = new HashMap<>();
    for (Map.Entry<Integer, Path> file : files(set, prefix).entrySet()) {
      int position = file.getKey();
      ValueInfo info = position < infos.size() ? infos.get(position) : null;
      String own;
      Value value;
      if (info != null && info.isOptional()) {
        OnnxTensors.NamedOptional read =
            OnnxTensors.readOptional(file.getValue(), info.type(), info.isSequence(), limits);
        own = read.name();
        value = read.value();
      } else if (info != null && info.isSequence()) {
        OnnxTensors.NamedSequence read =
            OnnxTensors.readSequence(file.getValue(), info.type(), limits);
        own = read.name();
        value = read.sequence();
      } else {
        OnnxTensors.NamedTensor read = OnnxTensors.read(file.getValue(), limits);
        own = read.name();
        value = read.tensor();
      }
      boolean known = infos.stream().anyMatch(each -> each.name().equals(own));
      String name = known || info == null ? own : info.name();
      if (named.put(name, declared(infos, name, value)) != null) {
        throw new IllegalArgumentException("two files are for '" + name + "'");
      }
    }
    return named;
  }

  /** ONNX's own files store some BFLOAT16 tensors as UINT16, for lack of a NumPy type. */
  private static Value declared(List<ValueInfo> infos, String name, Value value) {
    boolean brain =
        value.type() == ElementType.UINT16
            && infos.stream()
                .anyMatch(i -> i.name().equals(name) && i.type() == ElementType.BFLOAT16);
    return brain && value instanceof Tensor tensor
        ? Tensor.of(ElementType.BFLOAT16, tensor.storage(), tensor.shape())
        : value;
  }

  /** The files of a data set by the number in their names, in order. */
  private static Map<Integer, Path> files(Path set, String prefix) throws IOException {
    Map<Integer, Path> files = new TreeMap<>();
    try (Stream<Path> children = Files.list(set)) {
      children
          .filter(path -> path.getFileName().toString().matches(prefix + "\\d{1,9}\\.pb"))
          .forEach(path -> files.put(number(path), path));
    }
    return files;
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
  }
}
