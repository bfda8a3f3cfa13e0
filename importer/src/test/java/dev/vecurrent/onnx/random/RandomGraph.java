package dev.vecurrent.onnx.random;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph with the values of all its tensors, of which any part is a graph again: what a part reads
 * and does not make is an input.
 *
 * @param opset of ONNX
 * @param values every value by name, in the order they were made
 * @param declared dimensions of inputs as they are declared, by name; others are declared as they
 *     are
 * @param steps in order
 * @param outputs names
 */
record RandomGraph(
    int opset,
    Map<String, Value> values,
    Map<String, List<String>> declared,
    List<Step> steps,
    List<String> outputs) {

  private Value value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** What the steps and outputs read and no step makes. */
  private Set<String> sources() {
    Set<String> made =
        steps.stream().flatMap(step -> step.makes().stream()).collect(Collectors.toSet());
    Set<String> read = new HashSet<>(outputs);
    steps.forEach(step -> read.addAll(step.reads()));
    return values.keySet().stream()
        .filter(name -> read.contains(name) && !made.contains(name))
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  /** The inputs with their values. */
  Map<String, Tensor> inputs() {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (String name : sources()) {
      if (!value(name).constant()) {
        inputs.put(name, value(name).tensor());
      }
    }
    return inputs;
  }

  /** The model file. */
  byte[] bytes() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("random");
    for (String name : sources()) {
      Tensor tensor = value(name).tensor();
      if (value(name).constant()) {
        graph.addInitializer(Wire.tensor(name, tensor));
      } else {
        List<String> dims = declared.getOrDefault(name, dims(tensor));
        graph.addInput(Wire.declaration(name, tensor.type(), dims));
      }
    }
    steps.forEach(step -> graph.addNode(step.node()));
    for (String output : outputs) {
      graph.addOutput(Wire.declaration(output, value(output).tensor().type()));
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static List<String> dims(Tensor tensor) {
    return Arrays.stream(tensor.shape()).mapToObj(Integer::toString).toList();
  }

  /** The same graph with other outputs, and only the steps that these need. */
  RandomGraph withOutputs(List<String> wanted) {
    Set<String> needed = new HashSet<>(wanted);
    List<Step> kept = new ArrayList<>();
    for (Step step : steps.reversed()) {
      if (step.makes().stream().anyMatch(needed::contains)) {
        needed.addAll(step.reads());
        kept.addFirst(step);
      }
    }
    return new RandomGraph(opset, values, declared, kept, wanted);
  }

  /** The same graph without a step: what it made is an input. */
  RandomGraph without(Step dropped) {
    List<Step> kept = steps.stream().filter(step -> step != dropped).toList();
    return new RandomGraph(opset, values, declared, kept, outputs).withOutputs(outputs);
  }

  /** The same graph with all shapes declared. */
  RandomGraph withFixedShapes() {
    return new RandomGraph(opset, values, Map.of(), steps, outputs);
  }

  /** A line for each input and node. */
  String describe() {
    StringBuilder text = new StringBuilder("opset " + opset + "\n");
    for (String name : sources()) {
      Value value = value(name);
      List<String> dims = declared.getOrDefault(name, dims(value.tensor()));
      text.append(value.constant() ? "constant " : "input ")
          .append(name)
          .append(": ")
          .append(value.tensor())
          .append(value.constant() ? "" : " declared " + dims)
          .append(value.tensor().size() <= 8 ? " = " + elements(value.tensor()) : "")
          .append('\n');
    }
    for (Step step : steps) {
      text.append(String.join(", ", step.makes()))
          .append(" = ")
          .append(step.node().getOpType())
          .append(step.node().getInputList())
          .append(
              step.node().getAttributeList().stream()
                  .map(RandomGraph::describe)
                  .collect(Collectors.joining(", ", " {", "}")))
          .append(" -> ")
          .append(step.makes().stream().map(name -> value(name).tensor().toString()).toList())
          .append('\n');
    }
    return text.append("outputs ").append(outputs).toString();
  }

  private static String elements(Tensor tensor) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      elements.add(java.lang.reflect.Array.get(tensor.storage(), i));
    }
    return elements.toString();
  }

  private static String describe(AttributeProto attribute) {
    return attribute.toString().replaceAll("(?m)^(name|type): ", "").replaceAll("\\s+", " ");
  }
}
