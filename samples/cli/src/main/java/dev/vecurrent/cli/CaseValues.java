package dev.vecurrent.cli;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The inputs and outputs in the folders of a case. A folder may have more than a part of the model
 * takes and gives.
 */
final class CaseValues {

  private final ImportLimits limits;

  /** The inputs that files are for, by position. */
  private final List<ValueInfo> inputs = new ArrayList<>();

  /** The outputs that files are for, by position. */
  private final List<ValueInfo> outputs;

  /** Names of inputs of the file that the part does not take. */
  private final Set<String> inputsLeft;

  /** Names of outputs of the file that the part does not give. */
  private final Set<String> outputsLeft;

  CaseValues(Graph graph, Model model, CompileOptions options, ImportLimits limits) {
    this.limits = limits;
    // Positions are those of the whole model, where no inputs are named.
    inputs.addAll(options.inputs().isEmpty() ? graph.inputs() : model.inputs());
    inputs.addAll(graph.optionalInputs());
    this.outputs = model.outputs();
    this.inputsLeft = names(graph.inputs(), graph.optionalInputs());
    inputsLeft.removeAll(names(model.inputs(), model.optionalInputs()));
    this.outputsLeft = names(graph.outputs(), List.of());
    outputsLeft.removeAll(names(model.outputs(), List.of()));
  }

  private static Set<String> names(List<ValueInfo> infos, List<ValueInfo> more) {
    Set<String> names = new HashSet<>();
    infos.forEach(info -> names.add(info.name()));
    more.forEach(info -> names.add(info.name()));
    return names;
  }

  /** The values that a data set gives for inputs. */
  Map<String, Value> inputs(Path set) throws IOException {
    return named(inputs, inputsLeft, set, "input_");
  }

  /** The values that a data set wants of outputs. */
  Map<String, Value> outputs(Path set) throws IOException {
    return named(outputs, outputsLeft, set, "output_");
  }

  /**
   * The values of a data set: by the name that a file gives where it is one of the model's, else by
   * position.
   */
  private Map<String, Value> named(List<ValueInfo> infos, Set<String> left, Path set, String prefix)
      throws IOException {
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
      if (left.contains(own)) {
        continue;
      }
      boolean known = infos.stream().anyMatch(each -> each.name().equals(own));
      String name = known || info == null ? own : info.name();
      if (left.contains(name)) {
        continue;
      }
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
