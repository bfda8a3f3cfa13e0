package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.ControlNode;
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
          "BatchNormalization",
          "Constant",
          "Dropout",
          "Elu",
          "Flatten",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "HardSigmoid",
          "Identity",
          "InstanceNormalization",
          "Not",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare",
          "Relu",
          "Selu",
          "Shape",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Tanh",
          "Transpose");

  /** The most bodies within bodies. */
  private static final int MOST_LEVELS = 8;

  /** The most characters of a path that nodes of a body have before their names. */
  private static final int MOST_PATH = 200;

  private final TensorReader tensors;
  private final Attributes attributes;
  private final ImportLimits limits;
  private final Findings findings;
  private final Opsets opsets;

  /** Where a body is: what stands before the names of its nodes; empty for the model's graph. */
  private final String path;

  /** How many bodies this graph is in. */
  private final int level;

  /** Nodes of the whole model so far, in its one element. */
  private final int[] nodeCount;

  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, String> madeBy = new HashMap<>();

  GraphReader(TensorReader tensors, ImportLimits limits, Opsets opsets, Findings findings) {
    this(tensors, limits, opsets, findings, "", 0, new int[1]);
  }

  private GraphReader(
      TensorReader tensors,
      ImportLimits limits,
      Opsets opsets,
      Findings findings,
      String path,
      int level,
      int[] nodeCount) {
    this.path = path;
    this.level = level;
    this.nodeCount = nodeCount;
    this.tensors = tensors;
    this.attributes = new Attributes(tensors, findings);
    this.limits = limits;
    this.opsets = opsets;
    this.findings = findings;
  }

  /** The graph; of use only where there are no findings. */
  Graph read(GraphMessage graph) throws IOException {
    start(graph);
    List<ValueInfo> inputs = new ArrayList<>();
    for (ValueMessage input : graph.inputs) {
      if (findings.isFull()) {
        break;
      }
      // Before IR version 4 initialisers stand among the inputs, too.
      if (!constants.containsKey(input.name)) {
        claim(input.name, "input", "graph");
        value("input", input, inputs);
      }
    }
    List<Node> nodes = nodes(graph);
    List<ValueInfo> outputs = new ArrayList<>();
    for (ValueMessage output : graph.outputs) {
      if (findings.isFull()) {
        break;
      }
      value("output", output, outputs);
      if (!madeBy.containsKey(output.name)) {
        findings.add("output", output.name, "no node makes it");
      }
    }
    if (graph.outputs.isEmpty()) {
      findings.add("outputs", "", "the graph has none");
    }
    NodeOrder order = new NodeOrder(madeBy.keySet(), false, findings);
    return new Graph(
        findings.source(),
        inputs,
        outputs,
        constants,
        order.sort(nodes, constants.keySet(), inputs.stream().map(ValueInfo::name).toList()));
  }

  /** The body of a node; of use only where there are no findings. */
  private Body body(GraphMessage graph) throws IOException {
    start(graph);
    List<String> inputs = new ArrayList<>();
    for (ValueMessage input : graph.inputs) {
      if (findings.isFull()) {
        break;
      }
      if (!constants.containsKey(input.name)) {
        claim(input.name, "input", path);
        requireTensors("input", input);
        inputs.add(input.name);
      }
    }
    List<Node> nodes = nodes(graph);
    List<String> outputs = new ArrayList<>();
    for (ValueMessage output : graph.outputs) {
      if (findings.isFull()) {
        break;
      }
      requireTensors("output", output);
      outputs.add(output.name);
      if (output.name.isEmpty()) {
        findings.add(path, "", "output", "", "has no name");
      }
    }
    NodeOrder order = new NodeOrder(madeBy.keySet(), true, findings);
    return new Body(inputs, outputs, constants, order.sort(nodes, constants.keySet(), inputs));
  }

  /** Types of values in bodies need not be declared. */
  private void requireTensors(String field, ValueMessage value) {
    if (value.type.tensor == null && !value.type.kind.equals("none")) {
      findings.add(
          path,
          "",
          field,
          value.name,
          "expected a tensor or a sequence of tensors, found " + value.type.kind);
    }
  }

  private void start(GraphMessage graph) throws IOException {
    nodeCount[0] += graph.nodes.size();
    if (nodeCount[0] > limits.nodes()) {
      findings.add("nodes", Integer.toString(nodeCount[0]), "more than the limit: nodes");
      findings.refuseIfAny();
    }
    if (graph.sparseInitializers > 0) {
      findings.add("sparse_initializer", "", "sparse tensors are not supported");
    }
    constants(graph);
  }

  private void constants(GraphMessage graph) throws IOException {
    for (TensorMessage proto : graph.initializers) {
      if (findings.isFull()) {
        break;
      }
      claim(proto.name, "initializer", "graph");
      try {
        constants.put(proto.name, tensors.read(proto));
      } catch (IllegalArgumentException e) {
        findings.add("initializer", proto.name, String.valueOf(e.getMessage()));
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

  private void value(String field, ValueMessage info, List<ValueInfo> into) {
    ValueMessage.TensorType type = info.type.tensor;
    if (type == null) {
      findings.add(
          field, info.name, "expected a tensor or a sequence of tensors, found " + info.type.kind);
      return;
    }
    try {
      into.add(
          new ValueInfo(
              info.name,
              TensorReader.type(type.elementType),
              shape(type),
              info.type.isSequence,
              info.type.isOptional));
    } catch (IllegalArgumentException e) {
      findings.add(field, info.name, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<List<Dimension>> shape(ValueMessage.TensorType type) {
    if (type.shape == null) {
      return Optional.empty();
    }
    if (type.shape.sizes.size() > Tensor.MAX_RANK) {
      throw new IllegalArgumentException(
          "rank " + type.shape.sizes.size() + " exceeds " + Tensor.MAX_RANK);
    }
    List<Dimension> dims = new ArrayList<>();
    for (ValueMessage.Size dim : type.shape.sizes) {
      if (!dim.isNumber) {
        dims.add(Dimension.symbol(dim.symbol));
      } else if (dim.number == -1) {
        dims.add(Dimension.symbol("")); // what some exporters write for an unknown size
      } else if (dim.number < 0 || dim.number > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("a dimension is " + dim.number);
      } else {
        dims.add(Dimension.of((int) dim.number));
      }
    }
    return Optional.of(dims);
  }

  private List<Node> nodes(GraphMessage graph) throws IOException {
    List<Node> nodes = new ArrayList<>();
    for (NodeMessage proto : graph.nodes) {
      String name = name(proto);
      for (String output : proto.outputs) {
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

  /** The name of a node, or of its first output where it has none, behind the path to it. */
  private String name(NodeMessage node) {
    if (!node.name.isEmpty()) {
      return path + node.name;
    }
    return path + node.outputs.stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
  }

  private @Nullable Node node(NodeMessage proto, String name) throws IOException {
    String operator = proto.operator;
    String domain = Opsets.name(proto.domain);
    int opset = opsets.of(domain);
    if (opset == 0) {
      findings.add(
          name,
          operator,
          "domain",
          proto.domain,
          Operators.knowsDomain(domain)
              ? "opset_import does not name this domain"
              : "operators of this domain are not supported");
      return null;
    }
    Map<String, AttributeValue> values = attributes.read(proto, name);
    if (!domain.isEmpty()) {
      return operator(
          new OperatorNode(name, domain, operator, opset, proto.inputs, proto.outputs, values));
    }
    if (RecurrentNodes.OPERATORS.contains(operator)) {
      return recurrent(proto, name, opset, values);
    }
    if (ControlNode.OPERATORS.contains(operator) && opset >= 7) {
      return control(proto, name, opset, values);
    }
    if (opset < 7 && !BEFORE_OPSET_7.contains(operator)) {
      findings.add(
          name, operator, "opset", Integer.toString(opset), "is supported from opset 7 on");
      return null;
    }
    return operator(new OperatorNode(name, operator, opset, proto.inputs, proto.outputs, values));
  }

  private OperatorNode operator(OperatorNode node) {
    List<Finding> found = new ArrayList<>();
    Operators.create(node, found);
    findings.addAll(found);
    return node;
  }

  private @Nullable Node control(
      NodeMessage proto, String name, int opset, Map<String, AttributeValue> values)
      throws IOException {
    if (level >= MOST_LEVELS) {
      findings.add(
          name, proto.operator, "", "", "is inside more than " + MOST_LEVELS + " other bodies");
      return null;
    }
    Map<String, Body> bodies = new LinkedHashMap<>();
    String shortName =
        name.length() > MOST_PATH ? "..." + name.substring(name.length() - MOST_PATH) : name;
    for (AttributeMessage attribute : proto.attributes) {
      GraphMessage graph = attribute.graph;
      if (attribute.type != AttributeMessage.Type.GRAPH || findings.isFull()) {
        continue;
      }
      if (graph == null || bodies.containsKey(attribute.name)) {
        findings.add(
            name,
            proto.operator,
            attribute.name,
            "",
            graph == null ? "has no graph" : "is set twice");
        continue;
      }
      String inner = shortName + "/" + attribute.name + "/";
      bodies.put(
          attribute.name,
          new GraphReader(tensors, limits, opsets, findings, inner, level + 1, nodeCount)
              .body(graph));
    }
    try {
      return new ControlNode(
          name, proto.operator, opset, proto.inputs, proto.outputs, values, bodies);
    } catch (IllegalArgumentException e) {
      findings.add(name, proto.operator, "", "", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable Node recurrent(
      NodeMessage proto, String name, int opset, Map<String, AttributeValue> values) {
    Cell cell = RecurrentNodes.read(name, proto.operator, opset, values, findings);
    if (cell == null) {
      return null;
    }
    try {
      return new RecurrentNode(name, cell, proto.inputs, proto.outputs);
    } catch (IllegalArgumentException e) {
      findings.add(name, proto.operator, "", "", String.valueOf(e.getMessage()));
      return null;
    }
  }
}
