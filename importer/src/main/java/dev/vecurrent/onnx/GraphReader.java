package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Operators;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GraphProto} to {@link Graph}, gathering findings. */
final class GraphReader {

  /** Operators whose form did not change between opset 1 and 7, so far as their attributes go. */
  private static final Set<String> BEFORE_OPSET_7 =
      Set.of(
          "Constant",
          "Identity",
          "Not",
          "Shape",
          "Transpose",
          "Flatten",
          "Tanh",
          "Sigmoid",
          "Relu");

  private final TensorReader tensors;
  private final Attributes attributes;
  private final ImportLimits limits;
  private final Findings findings;
  private final int opset;
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, String> madeBy = new HashMap<>();

  GraphReader(TensorReader tensors, ImportLimits limits, int opset, Findings findings) {
    this.tensors = tensors;
    this.attributes = new Attributes(tensors, findings);
    this.limits = limits;
    this.opset = opset;
    this.findings = findings;
  }

  /** The graph; of use only where there are no findings. */
  Graph read(GraphProto graph) throws IOException {
    if (graph.getNodeCount() > limits.nodes()) {
      findings.add("nodes", Integer.toString(graph.getNodeCount()), "more than the limit: nodes");
      findings.refuseIfAny();
    }
    if (graph.getSparseInitializerCount() > 0) {
      findings.add("sparse_initializer", "", "sparse tensors are not supported");
    }
    constants(graph);
    List<ValueInfo> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      // Before IR version 4 initialisers stand among the inputs, too.
      if (!constants.containsKey(input.getName())) {
        claim(input.getName(), "input", "graph");
        value("input", input, inputs);
      }
    }
    List<Node> nodes = nodes(graph);
    List<ValueInfo> outputs = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      value("output", output, outputs);
      if (!madeBy.containsKey(output.getName())) {
        findings.add("output", output.getName(), "no node makes it");
      }
    }
    if (graph.getOutputCount() == 0) {
      findings.add("outputs", "", "the graph has none");
    }
    NodeOrder order = new NodeOrder(madeBy.keySet(), findings);
    return new Graph(
        findings.source(),
        inputs,
        outputs,
        constants,
        order.sort(nodes, constants.keySet(), inputs));
  }

  private void constants(GraphProto graph) throws IOException {
    for (TensorProto proto : graph.getInitializerList()) {
      claim(proto.getName(), "initializer", "graph");
      try {
        constants.put(proto.getName(), tensors.read(proto));
      } catch (IllegalArgumentException e) {
        findings.add("initializer", proto.getName(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** Notes who makes a value; a second maker is a finding. */
  private void claim(String name, String field, String node) {
    if (name.isEmpty()) {
      findings.add(field, "", "has no name");
    } else if (name.length() > limits.nameLength()) {
      findings.add(field, name, "the name is longer than the limit: nameLength");
    } else if (madeBy.putIfAbsent(name, node) != null) {
      findings.add(field, name, "the name is assigned twice");
    }
  }

  private void value(String field, ValueInfoProto info, List<ValueInfo> into) {
    TypeProto type = info.getType();
    if (type.getValueCase() != TypeProto.ValueCase.TENSOR_TYPE) {
      findings.add(field, info.getName(), "expected a tensor, found " + type.getValueCase());
      return;
    }
    try {
      into.add(
          new ValueInfo(
              info.getName(),
              TensorReader.type(type.getTensorType().getElemType()),
              shape(type.getTensorType())));
    } catch (IllegalArgumentException e) {
      findings.add(field, info.getName(), String.valueOf(e.getMessage()));
    }
  }

  private static Optional<List<Dimension>> shape(TypeProto.Tensor type) {
    if (!type.hasShape()) {
      return Optional.empty();
    }
    if (type.getShape().getDimCount() > Tensor.MAX_RANK) {
      throw new IllegalArgumentException(
          "rank " + type.getShape().getDimCount() + " exceeds " + Tensor.MAX_RANK);
    }
    List<Dimension> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : type.getShape().getDimList()) {
      if (!dim.hasDimValue()) {
        dims.add(Dimension.symbol(dim.getDimParam()));
      } else if (dim.getDimValue() == -1) {
        dims.add(Dimension.symbol("")); // what some exporters write for an unknown size
      } else if (dim.getDimValue() < 0 || dim.getDimValue() > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("a dimension is " + dim.getDimValue());
      } else {
        dims.add(Dimension.of((int) dim.getDimValue()));
      }
    }
    return Optional.of(dims);
  }

  private List<Node> nodes(GraphProto graph) throws IOException {
    List<Node> nodes = new ArrayList<>();
    for (NodeProto proto : graph.getNodeList()) {
      String name = name(proto);
      for (String output : proto.getOutputList()) {
        if (!output.isEmpty()) {
          claim(output, "output", name);
        }
      }
      Node node = node(proto, name);
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The name of a node, or of its first output where it has none. */
  private static String name(NodeProto node) {
    if (!node.getName().isEmpty()) {
      return node.getName();
    }
    return node.getOutputList().stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
  }

  private @Nullable Node node(NodeProto proto, String name) throws IOException {
    String operator = proto.getOpType();
    if (!proto.getDomain().isEmpty() && !proto.getDomain().equals("ai.onnx")) {
      findings.add(
          name,
          operator,
          "domain",
          proto.getDomain(),
          "operators of this domain are not supported");
      return null;
    }
    Map<String, AttributeValue> values = attributes.read(proto, name);
    if (RecurrentNodes.OPERATORS.contains(operator)) {
      return recurrent(proto, name, values);
    }
    if (opset < 7 && !BEFORE_OPSET_7.contains(operator)) {
      findings.add(
          name, operator, "opset", Integer.toString(opset), "is supported from opset 7 on");
      return null;
    }
    OperatorNode node =
        new OperatorNode(
            name, operator, opset, proto.getInputList(), proto.getOutputList(), values);
    List<Finding> found = new ArrayList<>();
    Operators.create(node, found);
    findings.addAll(found);
    return node;
  }

  private @Nullable Node recurrent(
      NodeProto proto, String name, Map<String, AttributeValue> values) {
    Cell cell = RecurrentNodes.read(name, proto.getOpType(), opset, values, findings);
    if (cell == null) {
      return null;
    }
    try {
      return new RecurrentNode(name, cell, proto.getInputList(), proto.getOutputList());
    } catch (IllegalArgumentException e) {
      findings.add(name, proto.getOpType(), "", "", String.valueOf(e.getMessage()));
      return null;
    }
  }
}
