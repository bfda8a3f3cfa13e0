package dev.vecurrent.onnx;

import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.GraphMessage;
import dev.vecurrent.onnx.message.NodeMessage;
import dev.vecurrent.onnx.message.Opsets;
import dev.vecurrent.onnx.message.ValueMessage;
import dev.vecurrent.spec.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Ordinary operators that take the place of one node: reads its inputs and attributes strictly, and
 * gathers the nodes. An attribute that nobody asked for is a reason to refuse the node.
 */
final class Replacement {

  /** The version of ONNX's operators that the new nodes are of, whatever the model imports. */
  private static final int OPSET = 24;

  private final NodeMessage node;
  private final FreshNames fresh;
  private final String path;
  private final List<NodeMessage> nodes = new ArrayList<>();
  private final Map<String, String> results = new HashMap<>();
  private final List<Finding> refusals = new ArrayList<>();
  private final Set<String> read = new HashSet<>();

  Replacement(NodeMessage node, FreshNames fresh) {
    this.node = node;
    this.fresh = fresh;
    this.path = node.label() + " (" + title(node) + ")/";
  }

  private static String title(NodeMessage node) {
    String domain = Opsets.name(node.domain);
    return domain.isEmpty() ? node.operator : domain + "." + node.operator;
  }

  /** Whether the node gives an input. */
  boolean has(int input) {
    return !input(input).isEmpty();
  }

  /** The name of an input, empty where it is not given. */
  String input(int input) {
    return input < node.inputs.size() ? node.inputs.get(input) : "";
  }

  /** Whether somebody may read an output. */
  boolean wants(int output) {
    return output < node.outputs.size() && !node.outputs.get(output).isEmpty();
  }

  /** Checks how many inputs there are, and that the first of them are given. */
  void requireInputs(int least, int most) {
    int count = node.inputs.size();
    boolean fits = count <= most;
    for (int i = 0; i < least; i++) {
      fits &= has(i);
    }
    if (!fits) {
      refuse(
          "inputs",
          Integer.toString(count),
          "expected %d to %d, of which the first %d are required".formatted(least, most, least));
    }
  }

  /** Checks how many outputs there are. */
  void requireOutputs(int most) {
    if (node.outputs.size() > most) {
      refuse("outputs", Integer.toString(node.outputs.size()), "expected at most " + most);
    }
  }

  /** Refuses the node where an input is given that is not supported. */
  void refuseInput(int input, String what) {
    if (has(input)) {
      refuse(what, input(input), "this input is not supported");
    }
  }

  void refuse(String field, String value, String reason) {
    refusals.add(new Finding(node.label(), title(node), field, value, reason));
  }

  private List<AttributeMessage> attributes(String name) {
    read.add(name);
    return node.attributes.stream().filter(attribute -> attribute.name.equals(name)).toList();
  }

  private AttributeMessage attribute(String name, AttributeMessage otherwise) {
    List<AttributeMessage> found = attributes(name);
    if (found.isEmpty()) {
      return otherwise;
    }
    AttributeMessage attribute = found.getFirst();
    if (found.size() > 1 || !attribute.refersTo.isEmpty() || attribute.type != otherwise.type) {
      refuse(name, attribute.type.toString(), "expected one value of type " + otherwise.type);
      return otherwise;
    }
    return attribute;
  }

  boolean isSet(String attribute) {
    return node.attributes.stream().anyMatch(one -> one.name.equals(attribute));
  }

  long integer(String name, long otherwise) {
    return attribute(name, AttributeMessage.ofInteger(name, otherwise)).integer;
  }

  boolean flag(String name) {
    long value = integer(name, 0);
    if (value != 0 && value != 1) {
      refuse(name, Long.toString(value), "expected 0 or 1");
    }
    return value != 0;
  }

  float number(String name, float otherwise) {
    return attribute(name, AttributeMessage.ofNumber(name, otherwise)).number;
  }

  String text(String name, String otherwise) {
    return attribute(name, AttributeMessage.ofText(name, otherwise)).string.toStringUtf8();
  }

  /** Attributes that an ordinary operator takes as they are. */
  List<AttributeMessage> handedOn(String... names) {
    List<AttributeMessage> all = new ArrayList<>();
    for (String name : names) {
      all.addAll(attributes(name));
    }
    return all;
  }

  /** A list of numbers as it is in the node, empty where it is not set. */
  List<Float> numbers(String name) {
    List<Float> list = new ArrayList<>();
    for (AttributeMessage attribute : attributes(name)) {
      if (attribute.type != AttributeMessage.Type.FLOATS || attribute.floats.size() > 16) {
        refuse(name, attribute.type.toString(), "expected a short list of FLOATS");
        continue;
      }
      for (int i = 0; i < attribute.floats.size(); i++) {
        list.add(attribute.floats.get(i));
      }
    }
    return list;
  }

  /** A node of one output; gives that output's name. */
  String add(String operator, List<String> inputs, List<AttributeMessage> attributes) {
    return add(OPSET, operator, 1, inputs, attributes).getFirst();
  }

  /** A node of one output and no attributes. */
  String add(String operator, String... inputs) {
    return add(operator, List.of(inputs), List.of());
  }

  /** A node of an operator as it is in some opset. */
  List<String> add(
      int opset,
      String operator,
      int outputs,
      List<String> inputs,
      List<AttributeMessage> attributes) {
    NodeMessage added = new NodeMessage();
    added.operator = operator;
    added.name = path + operator;
    added.opsets = Opsets.onnx(opset);
    added.inputs.addAll(inputs);
    added.attributes.addAll(attributes);
    for (int i = 0; i < outputs; i++) {
      added.outputs.add(fresh.like(node.label() + "/" + operator));
    }
    nodes.add(added);
    return added.outputs;
  }

  /** Integers, as a vector. */
  String vector(long... values) {
    return add("Constant", List.of(), List.of(AttributeMessage.ofIntegers("value_ints", values)));
  }

  /** An integer, as a scalar. */
  String scalar(long value) {
    return add("Constant", List.of(), List.of(AttributeMessage.ofInteger("value_int", value)));
  }

  /** A number of the type that another value has. */
  String scalarLike(String value, float number) {
    String constant =
        add("Constant", List.of(), List.of(AttributeMessage.ofNumber("value_float", number)));
    return add("CastLike", constant, value);
  }

  /** A value as integers, 6 for INT32 and 7 for INT64. */
  String cast(String value, int type) {
    return add("Cast", List.of(value), List.of(AttributeMessage.ofInteger("to", type)));
  }

  /** How many axes a value has, as a scalar. */
  String rank(String value) {
    return add("Size", add("Shape", value));
  }

  /**
   * One of two values, by how many axes another one has. Where a plan knows that, nothing is left
   * of the choice.
   */
  String byRank(
      String value,
      int rank,
      Function<Replacement, String> then,
      Function<Replacement, String> or) {
    List<AttributeMessage> bodies =
        List.of(
            AttributeMessage.ofGraph("then_branch", body(then)),
            AttributeMessage.ofGraph("else_branch", body(or)));
    return add("If", List.of(add("Equal", rank(value), scalar(rank))), bodies);
  }

  private GraphMessage body(Function<Replacement, String> rule) {
    Replacement inner = new Replacement(node, fresh);
    ValueMessage output = new ValueMessage();
    output.name = inner.add("Identity", rule.apply(inner));
    GraphMessage body = new GraphMessage();
    body.nodes.addAll(inner.nodes);
    body.outputs.add(output);
    return body;
  }

  /** Lets an output of the node be a value of the new nodes, or one of its inputs. */
  void result(int output, String value) {
    if (!wants(output)) {
      return;
    }
    String name = node.outputs.get(output);
    boolean made = nodes.stream().anyMatch(one -> one.outputs.contains(value));
    if (made && results.putIfAbsent(value, name) == null) {
      return;
    }
    add("Identity", List.of(value), List.of());
    nodes.getLast().outputs.set(0, name);
  }

  /** What takes the node's place: the new nodes, or where it was refused the node itself. */
  List<NodeMessage> finish() {
    for (AttributeMessage attribute : node.attributes) {
      if (!read.contains(attribute.name)) {
        refuse(attribute.name, "", "attribute is not known to " + title(node));
        read.add(attribute.name);
      }
    }
    if (!refusals.isEmpty()) {
      node.refusals = refusals;
      return List.of(node);
    }
    for (NodeMessage one : nodes) {
      one.inputs.replaceAll(name -> results.getOrDefault(name, name));
      one.outputs.replaceAll(name -> results.getOrDefault(name, name));
    }
    return nodes;
  }
}
