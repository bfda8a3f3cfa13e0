package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.Findings;
import dev.vecurrent.onnx.message.FunctionMessage;
import dev.vecurrent.onnx.message.GraphMessage;
import dev.vecurrent.onnx.message.ModelMessage;
import dev.vecurrent.onnx.message.NodeMessage;
import dev.vecurrent.onnx.message.Opsets;
import dev.vecurrent.spec.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the nodes of local functions ({@code FunctionProto}) in the place of their calls. A local
 * function goes before an operator of the same name. Values get names of their own in each call,
 * nodes the name of the call and of the function before their own, and the operator sets that the
 * function imports. A function that nobody calls is not looked at.
 */
final class Inliner {

  /** The most characters of the way to a node. */
  private static final int MOST_PATH = 200;

  private final Functions functions;
  private final Opsets modelOpsets;
  private final ImportLimits limits;
  private final FreshNames fresh;
  private final Findings findings;
  private final Map<FunctionMessage, Opsets> opsets = new HashMap<>();

  /** What may still be added: more than was counted, where functions are given bodies. */
  private long nodesLeft;

  private long entriesLeft;

  Inliner(
      ModelMessage model,
      Opsets modelOpsets,
      ImportLimits limits,
      FreshNames fresh,
      Findings findings) {
    this.functions = new Functions(model);
    this.modelOpsets = modelOpsets;
    this.limits = limits;
    this.fresh = fresh;
    this.findings = findings;
    this.nodesLeft = limits.nodes();
    this.entriesLeft = limits.fields();
  }

  /**
   * Where nodes are copied from.
   *
   * @param scope what their values are called; {@code null} where the names stay
   * @param path stands before their names
   * @param opsets what they are read with; {@code null} for the operator sets of the model
   * @param given the attributes of the call by name
   * @param level how many calls they are in
   */
  private record Place(
      @Nullable Scope scope,
      String path,
      @Nullable Opsets opsets,
      Map<String, AttributeMessage> given,
      int level) {

    String name(String inner) {
      return scope == null ? inner : scope.of(inner);
    }

    /** A body of a node here: its path has the node's already. */
    Place body() {
      return new Place(scope == null ? null : scope.body(), "", opsets, given, level);
    }
  }

  /** Replaces every call in a graph and its bodies. */
  void inline(GraphMessage graph) {
    if (!functions.isEmpty()) {
      inline(graph, new Place(null, "", null, Map.of(), 0));
    }
  }

  private void inline(GraphMessage graph, Place place) {
    boolean calls = false;
    for (NodeMessage node : graph.nodes) {
      calls |= functions.called(node) != null;
      for (AttributeMessage attribute : node.attributes) {
        if (attribute.graph != null) {
          inline(attribute.graph, place);
        }
      }
    }
    if (!calls) {
      return;
    }
    List<NodeMessage> nodes = new ArrayList<>();
    for (NodeMessage node : graph.nodes) {
      FunctionMessage function = functions.called(node);
      if (function == null) {
        nodes.add(node);
        continue;
      }
      List<Finding> unfit = unfit(node, function);
      if (unfit.isEmpty()) {
        call(node, function, place, nodes);
      } else {
        nodes.add(refused(node, place, unfit));
      }
    }
    graph.nodes.clear();
    graph.nodes.addAll(nodes);
  }

  /** Why a call of the model cannot be replaced; asked before anything is made for it. */
  private List<Finding> unfit(NodeMessage node, FunctionMessage function) {
    try {
      long size = functions.size(function);
      return size <= limits.nodes()
          ? List.of()
          : List.of(
              new Finding(
                  node.label(),
                  function.title(),
                  "nodes",
                  Long.toString(size),
                  "the call becomes more nodes than "
                      + ImportLimits.words("nodes", limits.nodes())));
    } catch (IllegalArgumentException e) {
      return List.of(
          new Finding(node.label(), function.title(), "", "", String.valueOf(e.getMessage())));
    }
  }

  /** A call that stays, for what reads it and for the reasons why it cannot be run. */
  private static NodeMessage refused(NodeMessage node, Place place, List<Finding> reasons) {
    NodeMessage refused = new NodeMessage();
    refused.name = place.path + node.label();
    refused.operator = node.operator;
    refused.domain = node.domain;
    refused.refusals = reasons;
    node.inputs.forEach(input -> refused.inputs.add(place.name(input)));
    node.outputs.forEach(output -> refused.outputs.add(place.name(output)));
    return refused;
  }

  private void call(
      NodeMessage node, FunctionMessage function, Place place, List<NodeMessage> into) {
    charge(node, place);
    String label = place.path + node.label();
    List<Finding> found = new ArrayList<>(mismatches(node, function, label));
    Map<String, AttributeMessage> given = new LinkedHashMap<>();
    Scope scope = Scope.ofCall(fresh, node.label() + "/");
    Place inside =
        new Place(scope, path(label, function), opsets(function, found), given, place.level + 1);
    for (AttributeMessage attribute : node.attributes) {
      AttributeMessage value = value(attribute, place, label, node, found);
      if (value != null && given.put(value.name, value) != null) {
        found.add(new Finding(label, function.title(), value.name, "", "is set twice"));
      }
    }
    if (!found.isEmpty()) {
      into.add(refused(node, place, found));
      return;
    }
    Set<String> bound = new HashSet<>();
    for (int i = 0; i < function.inputs.size(); i++) {
      String outer = i < node.inputs.size() ? place.name(node.inputs.get(i)) : "";
      scope.bind(function.inputs.get(i), outer);
      bound.add(function.inputs.get(i));
    }
    List<NodeMessage> handedOn = new ArrayList<>();
    for (int i = 0; i < node.outputs.size(); i++) {
      String outer = place.name(node.outputs.get(i));
      String inner = function.outputs.get(i);
      if (outer.isEmpty()) {
        continue;
      }
      if (bound.add(inner)) {
        scope.bind(inner, outer);
      } else {
        handedOn.add(handOn(scope.of(inner), outer, label, function));
      }
    }
    for (AttributeMessage attribute : function.defaults) {
      if (!given.containsKey(attribute.name)) {
        AttributeMessage value = value(attribute, inside, label, node, found);
        if (value != null) {
          given.put(value.name, value);
        }
      }
    }
    into.addAll(copies(function.nodes, inside));
    into.addAll(handedOn);
  }

  /** What stands before the names of a function's nodes, which all messages about them show. */
  private static String path(String label, FunctionMessage function) {
    String path = label + " (function " + function.title() + ")/";
    return path.length() <= MOST_PATH ? path : "..." + path.substring(path.length() - MOST_PATH);
  }

  private Opsets opsets(FunctionMessage function, List<Finding> into) {
    Findings found = new Findings("");
    Opsets own = opsets.computeIfAbsent(function, one -> Opsets.of(one, modelOpsets, found));
    into.addAll(found.list());
    return own;
  }

  /** Where a call and its function do not fit together, or the function is wrong in itself. */
  private List<Finding> mismatches(NodeMessage node, FunctionMessage function, String label) {
    List<Finding> found = new ArrayList<>();
    String title = function.title();
    if (functions.isAmbiguous(function)) {
      found.add(new Finding(label, title, "functions", "", "the model defines it twice"));
    }
    requireAtMost(node.inputs.size(), function.inputs.size(), "inputs", label, title, found);
    requireAtMost(node.outputs.size(), function.outputs.size(), "outputs", label, title, found);
    Set<String> made = new HashSet<>();
    for (String input : function.inputs) {
      if (input.isEmpty() || !made.add(input)) {
        found.add(new Finding(label, title, "input", input, "has no name, or that of another"));
      }
    }
    for (NodeMessage inner : function.nodes) {
      for (String output : inner.outputs) {
        if (!output.isEmpty() && !made.add(output)) {
          found.add(new Finding(label, title, "output", output, "the name is assigned twice"));
        }
      }
    }
    for (String output : function.outputs) {
      if (!made.contains(output)) {
        found.add(new Finding(label, title, "output", output, "no node of the function makes it"));
      }
    }
    return found;
  }

  private static void requireAtMost(
      int count, int most, String field, String label, String title, List<Finding> found) {
    if (count > most) {
      found.add(
          new Finding(label, title, field, Integer.toString(count), "the function has " + most));
    }
  }

  /** A value of a call that is another one of its values, too. */
  private NodeMessage handOn(String from, String to, String label, FunctionMessage function) {
    NodeMessage node = new NodeMessage();
    node.operator = "Identity";
    node.name = path(label, function) + to;
    node.opsets = Opsets.onnx(OnnxImporter.NEWEST_OPSET);
    node.inputs.add(from);
    node.outputs.add(to);
    if (from.isEmpty()) {
      node.refusals =
          List.of(
              new Finding(
                  label,
                  function.title(),
                  "output",
                  to,
                  "is an input of the function that the call does not give"));
    }
    charge(node, new Place(null, "", null, Map.of(), 0));
    return node;
  }

  private List<NodeMessage> copies(List<NodeMessage> nodes, Place place) {
    List<NodeMessage> copies = new ArrayList<>();
    for (NodeMessage node : nodes) {
      if (findings.isFull()) {
        break;
      }
      FunctionMessage function = functions.called(node);
      if (function == null) {
        copies.add(copy(node, place));
      } else {
        call(node, function, place, copies);
      }
    }
    return copies;
  }

  private NodeMessage copy(NodeMessage node, Place place) {
    charge(node, place);
    NodeMessage copy = new NodeMessage();
    copy.name = place.path + node.label();
    copy.operator = node.operator;
    copy.domain = node.domain;
    copy.overload = node.overload;
    copy.opsets = place.opsets == null ? node.opsets : place.opsets;
    node.inputs.forEach(input -> copy.inputs.add(place.name(input)));
    node.outputs.forEach(output -> copy.outputs.add(place.name(output)));
    List<Finding> found = new ArrayList<>();
    for (AttributeMessage attribute : node.attributes) {
      AttributeMessage value = value(attribute, place, copy.name, node, found);
      if (value != null) {
        copy.attributes.add(value);
      }
    }
    copy.refusals = found;
    return copy;
  }

  /** What an attribute is in a call; {@code null} if it is one that the call does not give. */
  private @Nullable AttributeMessage value(
      AttributeMessage attribute,
      Place place,
      String label,
      NodeMessage node,
      List<Finding> found) {
    if (place.level > 0 && !attribute.refersTo.isEmpty()) {
      AttributeMessage given = place.given.get(attribute.refersTo);
      if (given == null) {
        return null;
      }
      if (attribute.type != AttributeMessage.Type.UNDEFINED && attribute.type != given.type) {
        found.add(
            new Finding(
                label,
                node.operator,
                attribute.name,
                given.type.toString(),
                "refers to attribute %s of the function, expected %s"
                    .formatted(attribute.refersTo, attribute.type)));
        return null;
      }
      AttributeMessage value = given.as(attribute.name);
      if (value.graph != null) {
        // A body may stand in several places, but its nodes are those of one.
        value.graph = copy(value.graph, new Place(null, "", null, Map.of(), 0));
      }
      return value;
    }
    if (attribute.graph == null || place.level == 0) {
      return attribute;
    }
    AttributeMessage value = attribute.as(attribute.name);
    value.graph = copy(attribute.graph, place.body());
    return value;
  }

  private GraphMessage copy(GraphMessage graph, Place place) {
    Scope scope = place.scope;
    if (scope != null) {
      graph.inputs.forEach(input -> scope.define(input.name));
      graph.initializers.forEach(tensor -> scope.define(tensor.name));
      graph.sparseInitializers.forEach(scope::define);
      graph.nodes.forEach(node -> node.outputs.forEach(scope::define));
    }
    GraphMessage copy = new GraphMessage();
    graph.inputs.forEach(input -> copy.inputs.add(input.as(place.name(input.name))));
    graph.outputs.forEach(output -> copy.outputs.add(output.as(place.name(output.name))));
    graph.initializers.forEach(tensor -> copy.initializers.add(tensor.as(place.name(tensor.name))));
    graph.sparseInitializers.forEach(name -> copy.sparseInitializers.add(place.name(name)));
    charge(0, graph.inputs.size() + graph.outputs.size() + graph.initializers.size(), "", "");
    copy.nodes.addAll(copies(graph.nodes, place));
    return copy;
  }

  private void charge(NodeMessage node, Place place) {
    int entries = 1 + node.inputs.size() + node.outputs.size() + node.attributes.size();
    charge(1, entries, place.path + node.label(), node.operator);
  }

  /** Refuses the model where it would become too large, before it does. */
  private void charge(int nodes, int entries, String label, String operator) {
    nodesLeft -= nodes;
    entriesLeft -= entries;
    if (nodesLeft >= 0 && entriesLeft >= 0) {
      return;
    }
    findings.add(
        label,
        operator,
        "functions",
        "",
        nodesLeft < 0
            ? "calls become more nodes than " + ImportLimits.words("nodes", limits.nodes())
            : "calls become more entries than " + ImportLimits.words("fields", limits.fields()));
    findings.refuseIfAny();
  }
}
