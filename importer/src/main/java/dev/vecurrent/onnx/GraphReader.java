package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.onnx.message.GraphMessage;
import dev.vecurrent.onnx.message.NodeMessage;
import dev.vecurrent.onnx.message.Opsets;
import dev.vecurrent.onnx.message.TensorMessage;
import dev.vecurrent.onnx.message.ValueMessage;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.FileInfo;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.RefusedNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GraphProto} to {@link Graph}, gathering findings. */
final class GraphReader {

  /** The most bodies within bodies. */
  private static final int MOST_LEVELS = 8;

  /** The most characters of a path that nodes of a body have before their names. */
  private static final int MOST_PATH = 200;

  /** The first version of the file format in which an initialiser among the inputs is a default. */
  private static final int FIRST_WITH_DEFAULTS = 4;

  private final TensorReader tensors;
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

  /** Names of the initialisers that nothing reads. */
  private final Set<String> unread = new LinkedHashSet<>();

  /** Names of all initialisers, those that are refused or not read included. */
  private final Set<String> initializers = new HashSet<>();

  /** Values that no node makes and that cannot be read. */
  private final List<Node> refused = new ArrayList<>();

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
    this.limits = limits;
    this.opsets = opsets;
    this.findings = findings;
  }

  /**
   * The graph; of use only where there are no findings. What is not supported is in it as {@link
   * RefusedNode}s.
   */
  Graph read(GraphMessage graph, FileInfo file) throws IOException {
    start(graph);
    List<ValueInfo> inputs = new ArrayList<>();
    List<ValueInfo> optional = new ArrayList<>();
    for (ValueMessage input : graph.inputs) {
      if (findings.isFull()) {
        break;
      }
      Tensor initial = constants.get(input.name);
      if (initial != null) {
        boolean isDefault = file.irVersion() >= FIRST_WITH_DEFAULTS;
        optional(input, initial, isDefault ? optional : new ArrayList<>());
      } else if (unread.contains(input.name)) {
        unread(input, optional);
      } else if (!initializers.contains(input.name)) {
        claim(input.name, "input", "graph");
        input(input, inputs);
      }
    }
    List<Node> nodes = nodes(graph);
    List<ValueInfo> outputs = new ArrayList<>();
    for (ValueMessage output : graph.outputs) {
      outputs.add(output(output));
      absent(output.name, new Finding("", "", "output", output.name, "no node makes it"));
    }
    for (Node node : nodes) {
      absent(node);
    }
    nodes.addAll(refused);
    NodeOrder order = new NodeOrder(findings);
    List<Node> sorted = order.sort(nodes, names(outputs), constants.keySet(), names(inputs));
    return new Graph(
        findings.source(),
        inputs,
        outputs,
        constants,
        sorted,
        optional,
        file.with(values(graph), findings.notes()));
  }

  private static List<String> names(List<ValueInfo> infos) {
    List<String> names = new ArrayList<>();
    for (ValueInfo info : infos) {
      names.add(info.name());
    }
    return names;
  }

  /** The body of a node; of use only where there are no findings. */
  private Body body(GraphMessage graph) throws IOException {
    start(graph);
    List<String> inputs = new ArrayList<>();
    for (ValueMessage input : graph.inputs) {
      if (findings.isFull()) {
        break;
      }
      if (!initializers.contains(input.name)) {
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
    nodes.addAll(refused);
    // A name that nothing here makes is of a graph around this one, or of none: told where that is
    // known.
    Set<String> around = new HashSet<>(inputs);
    for (Node node : nodes) {
      around.addAll(node.reads());
    }
    around.removeAll(madeBy.keySet());
    around.addAll(inputs);
    NodeOrder order = new NodeOrder(findings);
    return new Body(
        inputs, outputs, constants, order.sort(nodes, outputs, constants.keySet(), around));
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
      findings.add(
          "nodes",
          Integer.toString(nodeCount[0]),
          "more than " + ImportLimits.words("nodes", limits.nodes()));
      findings.refuseIfAny();
    }
    for (String name : graph.sparseInitializers) {
      claim(name, "sparse_initializer", "graph");
      initializers.add(name);
      refuse(name, "sparse_initializer", "sparse tensors are not supported");
    }
    constants(graph);
  }

  /** Reads those initialisers that something reads. */
  private void constants(GraphMessage graph) throws IOException {
    Set<String> read = new HashSet<>();
    graph.addReads(read);
    for (TensorMessage proto : graph.initializers) {
      if (findings.isFull()) {
        break;
      }
      claim(proto.name, "initializer", "graph");
      initializers.add(proto.name);
      if (!read.contains(proto.name)) {
        unread.add(proto.name);
        continue;
      }
      try {
        constants.put(proto.name, tensors.read(proto));
      } catch (LimitException e) {
        findings.add("initializer", proto.name, String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        refuse(proto.name, "initializer", String.valueOf(e.getMessage()));
      }
    }
    if (!unread.isEmpty()) {
      findings.note(
          path, "", "initializer", String.join(", ", unread), "dropped: no node reads it");
    }
  }

  /** Puts a refusal in the place of a value that no node makes. */
  private void refuse(String name, String field, String reason) {
    refused.add(RefusedNode.value(name, new Finding(path, "", field, name, reason)));
  }

  /** Refuses a value, where it is needed, that neither this graph nor anything else makes. */
  private void absent(String name, Finding finding) {
    if (madeBy.putIfAbsent(name, "") == null) {
      refused.add(RefusedNode.value(name, finding));
    }
  }

  private void absent(Node node) {
    for (String input : node.reads()) {
      if (!input.isEmpty() && !madeBy.containsKey(input)) {
        Node reader = NodeOrder.reader(node, input);
        absent(
            input,
            new Finding(
                reader.name(),
                reader.operator(),
                "input",
                input,
                "no node, input or initializer makes it"));
      }
    }
  }

  /** Notes who makes a value; a second maker is a finding. */
  private void claim(String name, String field, String node) {
    if (name.isEmpty()) {
      findings.add(field, "", "has no name");
    } else if (name.length() > limits.nameLength()) {
      findings.add(
          field,
          name,
          "the name has %d characters, more than %s"
              .formatted(name.length(), ImportLimits.words("nameLength", limits.nameLength())));
    } else if (madeBy.putIfAbsent(name, node) != null) {
      findings.add(field, name, "the name is assigned twice");
    }
  }

  private void input(ValueMessage info, List<ValueInfo> into) {
    try {
      into.add(value(info));
    } catch (IllegalArgumentException e) {
      refuse(info.name, "input", String.valueOf(e.getMessage()));
    }
  }

  /** An initialiser that is among the inputs, too: a caller may give another value. */
  private void optional(ValueMessage info, Tensor initial, List<ValueInfo> into) {
    try {
      ValueInfo declared = value(info);
      if (declared.type() == initial.type() && !declared.isSequence()) {
        if (!isAmong(into, info.name)) {
          into.add(declared);
        }
        return;
      }
      findings.note(
          "input", info.name, "is declared as " + declared + ", its initializer is " + initial);
    } catch (IllegalArgumentException e) {
      findings.note("input", info.name, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isAmong(List<ValueInfo> infos, String name) {
    for (ValueInfo info : infos) {
      if (info.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** An initialiser that nobody reads: what a caller gives for it is ignored, whatever its type. */
  private void unread(ValueMessage info, List<ValueInfo> into) {
    if (!isAmong(into, info.name)) {
      into.add(ValueInfo.untyped(info.name));
    }
  }

  /** An output has what its node makes where the file does not say. */
  private ValueInfo output(ValueMessage info) {
    if (info.type.kind.equals("none")) {
      return ValueInfo.untyped(info.name);
    }
    try {
      return value(info);
    } catch (IllegalArgumentException e) {
      findings.note("output", info.name, String.valueOf(e.getMessage()));
      return ValueInfo.untyped(info.name);
    }
  }

  /** Declared types of values that nodes make. */
  private static Map<String, ValueInfo> values(GraphMessage graph) {
    Map<String, ValueInfo> values = new HashMap<>();
    for (ValueMessage info : graph.values) {
      try {
        values.put(info.name, value(info));
      } catch (IllegalArgumentException e) {
        values.remove(info.name); // a hint that says nothing
      }
    }
    return values;
  }

  private static ValueInfo value(ValueMessage info) {
    ValueMessage.TensorType type = info.type.tensor;
    if (type == null) {
      throw new IllegalArgumentException(
          "expected a tensor or a sequence of tensors, found " + info.type.kind);
    }
    return new ValueInfo(
        info.name,
        TensorReader.type(type.elementType),
        shape(type),
        info.type.isSequence,
        true,
        info.type.isOptional);
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
      } else if (dim.number <= 0) {
        dims.add(Dimension.symbol("")); // what some exporters write for an unknown size
      } else if (dim.number > Integer.MAX_VALUE - 8) {
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
      nodes.add(node(proto, name));
    }
    return nodes;
  }

  /** A node, refused where there is a finding about it. */
  private Node node(NodeMessage proto, String name) throws IOException {
    Findings own = findings.ofNode();
    Node node = supported(proto, name, own);
    findings.takeNotes(own);
    return node != null && own.isEmpty()
        ? node
        : new RefusedNode(name, proto.operator, proto.inputs, proto.outputs, own.list());
  }

  /** The name of a node, or of its first output where it has none, behind the path to it. */
  private String name(NodeMessage node) {
    if (!node.name.isEmpty()) {
      return path + node.name;
    }
    for (String output : node.outputs) {
      if (!output.isEmpty()) {
        return path + output;
      }
    }
    return path;
  }

  private @Nullable Node supported(NodeMessage proto, String name, Findings findings)
      throws IOException {
    String operator = proto.operator;
    String domain = Opsets.name(proto.domain);
    if (!proto.refusals.isEmpty()) {
      findings.addAll(proto.refusals);
      return null;
    }
    int opset = (proto.opsets == null ? opsets : proto.opsets).of(domain);
    if (opset == 0) {
      findings.add(
          name, operator, "domain", proto.domain, "operators of this domain are not supported");
      return null;
    }
    Map<String, AttributeValue> values = new Attributes(tensors, findings).read(proto, name);
    if (!domain.isEmpty()) {
      return new OperatorNode(name, domain, operator, opset, proto.inputs, proto.outputs, values);
    }
    if (RecurrentNodes.OPERATORS.contains(operator)) {
      return recurrent(proto, name, opset, values, findings);
    }
    if (ControlNode.OPERATORS.contains(operator)) {
      return control(proto, name, opset, values, findings);
    }
    return new OperatorNode(name, operator, opset, proto.inputs, proto.outputs, values);
  }

  private @Nullable Node control(
      NodeMessage proto,
      String name,
      int opset,
      Map<String, AttributeValue> values,
      Findings findings)
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
      NodeMessage proto,
      String name,
      int opset,
      Map<String, AttributeValue> values,
      Findings findings) {
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
