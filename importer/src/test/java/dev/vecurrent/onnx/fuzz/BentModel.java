package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.testing.FuzzBytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A model that a fuzzer's bytes make: up to three valid models of one operator each, the later ones
 * fed by the earlier ones, then bent one attribute, input, constant or declaration at a time.
 */
final class BentModel {

  private static final int MOST_MODELS = 3;
  private static final int MOST_CHANGES = 24;
  private static final int NEWEST_OPSET = 27;

  private static final KnownModels KNOWN = KnownModels.parts();
  private static final List<String> OPERATORS = List.copyOf(KNOWN.operators());
  private static final List<AttributeProto> ATTRIBUTES = KNOWN.attributes();
  private static final List<String> TEXTS = KNOWN.texts();

  private final FuzzBytes bytes;
  private final Pieces pieces;

  private BentModel(FuzzBytes bytes) {
    this.bytes = bytes;
    this.pieces = new Pieces(bytes, TEXTS);
  }

  /** A model from all that is left of the bytes. */
  static ModelProto of(FuzzBytes bytes) {
    BentModel bent = new BentModel(bytes);
    ModelProto.Builder model = bytes.pick(KnownModels.all()).toBuilder();
    for (int i = bytes.below(MOST_MODELS); i > 0; i--) {
      bent.append(model, bytes.pick(KnownModels.all()), "m" + i);
    }
    if (!bytes.oneIn(4)) {
      // A change of a type is to meet the operators, not what the file says of its outputs.
      model.getGraphBuilder().getOutputBuilderList().forEach(ValueInfoProto.Builder::clearType);
    }
    for (int i = 0; i < MOST_CHANGES && !bytes.isEmpty(); i++) {
      bent.change(model);
    }
    return model.build();
  }

  /** Puts another model behind, under names of its own; some of its inputs are values of this. */
  private void append(ModelProto.Builder model, ModelProto other, String prefix) {
    GraphProto.Builder graph = model.getGraphBuilder();
    List<String> values = values(graph);
    for (OperatorSetIdProto opset : other.getOpsetImportList()) {
      boolean known =
          model.getOpsetImportList().stream()
              .anyMatch(own -> own.getDomain().equals(opset.getDomain()));
      if (!known) {
        model.addOpsetImport(opset);
      }
    }
    GraphProto added = renamed(other.getGraph(), prefix);
    graph.addAllInitializer(added.getInitializerList());
    List<ValueInfoProto> inputs = new ArrayList<>(added.getInputList());
    if (!inputs.isEmpty() && !values.isEmpty()) {
      // An identity stands for the value that takes the place of an input.
      String name = inputs.remove(bytes.below(inputs.size())).getName();
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("Identity")
              .addInput(bytes.pick(values))
              .addOutput(name));
    }
    graph.addAllInput(inputs).addAllNode(added.getNodeList());
    graph.addAllOutput(added.getOutputList());
  }

  private static GraphProto renamed(GraphProto graph, String prefix) {
    GraphProto.Builder other = graph.toBuilder();
    other.getInputBuilderList().forEach(value -> value.setName(prefix + value.getName()));
    other.getOutputBuilderList().forEach(value -> value.setName(prefix + value.getName()));
    other.getInitializerBuilderList().forEach(value -> value.setName(prefix + value.getName()));
    for (NodeProto.Builder node : other.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, node.getInput(i).isEmpty() ? "" : prefix + node.getInput(i));
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        node.setOutput(i, node.getOutput(i).isEmpty() ? "" : prefix + node.getOutput(i));
      }
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasG()) {
          attribute.setG(renamed(attribute.getG(), prefix));
        }
      }
    }
    return other.build();
  }

  private static List<String> values(GraphProto.Builder graph) {
    Set<String> names = new LinkedHashSet<>();
    graph.getInputList().forEach(value -> names.add(value.getName()));
    graph.getInitializerList().forEach(value -> names.add(value.getName()));
    graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    names.remove("");
    return List.copyOf(names);
  }

  private void change(ModelProto.Builder model) {
    if (bytes.oneIn(24)) {
      OperatorSetIdProto.Builder opset =
          model.getOpsetImportBuilderList().get(bytes.below(model.getOpsetImportCount()));
      opset.setVersion(1 + bytes.below(NEWEST_OPSET));
      return;
    }
    change(model.getGraphBuilder());
  }

  private void change(GraphProto.Builder graph) {
    switch (bytes.below(8)) {
      case 0, 1 -> changeConstant(graph);
      case 2 -> changeInput(graph);
      case 3 -> changeOutputs(graph);
      default -> {
        if (graph.getNodeCount() > 0) {
          changeNode(graph, graph.getNodeBuilderList().get(bytes.below(graph.getNodeCount())));
        }
      }
    }
  }

  private void changeConstant(GraphProto.Builder graph) {
    int count = graph.getInitializerCount();
    if (count == 0) {
      return;
    }
    int index = bytes.below(count);
    TensorProto tensor = graph.getInitializer(index);
    switch (bytes.below(4)) {
      case 0, 1 -> graph.setInitializer(index, pieces.refilled(tensor));
      case 2 ->
          graph.setInitializer(
              index, pieces.tensor(tensor.getName(), sameOrOther(tensor.getDataType())));
      default -> {
        graph.removeInitializer(index);
        graph.addInput(pieces.declaration(tensor.getName(), sameOrOther(tensor.getDataType())));
      }
    }
  }

  private ElementType sameOrOther(int type) {
    for (ElementType known : ElementType.values()) {
      if (known.onnxNumber() == type && !bytes.oneIn(4)) {
        return known;
      }
    }
    return pieces.type();
  }

  private void changeInput(GraphProto.Builder graph) {
    int count = graph.getInputCount();
    if (count == 0) {
      return;
    }
    int index = bytes.below(count);
    ValueInfoProto input = graph.getInput(index);
    ElementType type = sameOrOther(input.getType().getTensorType().getElemType());
    if (bytes.oneIn(3)) {
      graph.removeInput(index);
      graph.addInitializer(pieces.tensor(input.getName(), type));
    } else {
      graph.setInput(index, pieces.declaration(input.getName(), type));
    }
  }

  private void changeOutputs(GraphProto.Builder graph) {
    List<String> values = values(graph);
    if (values.isEmpty()) {
      return;
    }
    String name = bytes.pick(values);
    switch (bytes.below(3)) {
      case 0 -> graph.addOutput(ValueInfoProto.newBuilder().setName(name));
      case 1 -> graph.addValueInfo(pieces.declaration(name, pieces.type()));
      default -> {
        if (graph.getOutputCount() > 0) {
          graph.removeOutput(bytes.below(graph.getOutputCount()));
        }
      }
    }
  }

  private void changeNode(GraphProto.Builder graph, NodeProto.Builder node) {
    switch (bytes.below(12)) {
      case 0 -> {
        String name = bytes.pick(OPERATORS);
        int dot = name.lastIndexOf('.');
        node.setOpType(name.substring(dot + 1)).setDomain(dot < 0 ? "" : name.substring(0, dot));
      }
      case 1, 2 -> {
        List<String> values = values(graph);
        if (node.getInputCount() > 0 && !values.isEmpty()) {
          node.setInput(
              bytes.below(node.getInputCount()), bytes.oneIn(6) ? "" : bytes.pick(values));
        }
      }
      case 3 -> {
        String name = "c" + graph.getInitializerCount() + graph.getNodeCount();
        graph.addInitializer(pieces.tensor(name, pieces.type()));
        if (node.getInputCount() == 0 || bytes.oneIn(3)) {
          node.addInput(name);
        } else {
          node.setInput(bytes.below(node.getInputCount()), name);
        }
      }
      case 4 -> {
        List<String> inputs = new ArrayList<>(node.getInputList());
        if (!inputs.isEmpty()) {
          inputs.remove(bytes.below(inputs.size()));
          node.clearInput().addAllInput(inputs);
        }
      }
      case 5 -> node.addOutput(bytes.oneIn(3) ? "" : "more" + node.getOutputCount());
      case 6 -> node.addAttribute(pieces.changed(bytes.pick(ATTRIBUTES)));
      default -> changeAttribute(node);
    }
  }

  private void changeAttribute(NodeProto.Builder node) {
    int count = node.getAttributeCount();
    if (count == 0) {
      return;
    }
    int index = bytes.below(count);
    AttributeProto attribute = node.getAttribute(index);
    if (attribute.hasG()) {
      change(node.getAttributeBuilderList().get(index).getGBuilder());
    } else if (bytes.oneIn(5)) {
      node.removeAttribute(index);
    } else {
      node.setAttribute(index, pieces.changed(attribute));
    }
  }
}
