package dev.vecurrent.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * ONNX If, Loop or Scan: an operator that runs sub-graphs.
 *
 * @param name the name in the file, for a node inside a body with the path to it
 * @param operator the ONNX operator, one of {@link #OPERATORS}
 * @param opset the version of the operator set that the model imports
 * @param inputs names of the values that the operator lists; empty for an absent input
 * @param outputs names of the values made; empty for an unwanted output
 * @param attributes the attributes that are no sub-graphs, by name
 * @param bodies the sub-graphs by the name of their attribute
 */
public record ControlNode(
    String name,
    String operator,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, AttributeValue> attributes,
    Map<String, Body> bodies)
    implements Node {

  /** Operators with sub-graphs. */
  public static final Set<String> OPERATORS = Set.of("If", "Loop", "Scan");

  private static final Set<String> OF_SCAN =
      Set.of(
          "num_scan_inputs",
          "scan_input_axes",
          "scan_input_directions",
          "scan_output_axes",
          "scan_output_directions");

  private static final Set<String> OF_BATCHED_SCAN = Set.of("directions", "num_scan_inputs");

  /**
   * Copies the lists and checks that node and bodies fit each other.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public ControlNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
    bodies = Map.copyOf(bodies);
    Set<String> expected =
        operator.equals("If") ? Set.of("then_branch", "else_branch") : Set.of("body");
    require(OPERATORS.contains(operator), "operator", operator, OPERATORS);
    require(bodies.keySet().equals(expected), "sub-graphs", bodies.keySet(), expected);
    Set<String> known =
        !operator.equals("Scan") ? Set.<String>of() : opset == 8 ? OF_BATCHED_SCAN : OF_SCAN;
    require(known.containsAll(attributes.keySet()), "attributes", attributes.keySet(), known);
    switch (operator) {
      case "If" -> checkIf(inputs, outputs, bodies);
      case "Loop" -> checkLoop(inputs, outputs, Objects.requireNonNull(bodies.get("body")));
      default ->
          checkScan(opset, inputs, outputs, attributes, Objects.requireNonNull(bodies.get("body")));
    }
  }

  private static void checkIf(List<String> inputs, List<String> outputs, Map<String, Body> bodies) {
    require(inputs.size() == 1 && !inputs.getFirst().isEmpty(), "inputs", inputs, "the condition");
    for (Map.Entry<String, Body> entry : bodies.entrySet()) {
      String attribute = entry.getKey();
      Body body = entry.getValue();
      require(body.inputs().isEmpty(), attribute + " inputs", body.inputs(), "none");
      require(
          body.outputs().size() == outputs.size(),
          attribute + " outputs",
          body.outputs().size(),
          outputs.size());
    }
  }

  private static void checkLoop(List<String> inputs, List<String> outputs, Body body) {
    require(
        inputs.size() >= 2, "inputs", inputs, "the trip count and the condition, or their gaps");
    require(
        body.inputs().size() == inputs.size(),
        "body inputs",
        body.inputs().size(),
        inputs.size() + ", as many as the node has");
    int carried = inputs.size() - 2;
    require(!inputs.subList(2, inputs.size()).contains(""), "inputs", inputs, "all carried values");
    require(
        body.outputs().size() >= carried + 1 && body.outputs().size() == outputs.size() + 1,
        "body outputs",
        body.outputs().size(),
        "the condition and one for each of "
            + outputs.size()
            + " outputs, "
            + carried
            + " carried");
  }

  private static void checkScan(
      int opset,
      List<String> inputs,
      List<String> outputs,
      Map<String, AttributeValue> attributes,
      Body body) {
    require(opset >= 8, "opset", opset, "8 or newer");
    boolean batched = opset == 8;
    int given = inputs.size() - (batched ? 1 : 0);
    long scanned =
        attributes.get("num_scan_inputs") instanceof AttributeValue.OfInt(long count) ? count : -1;
    long states = given - scanned;
    require(scanned >= 1 && states >= 0, "num_scan_inputs", scanned, "1 to the number of inputs");
    require(
        !inputs.subList(batched ? 1 : 0, inputs.size()).contains(""),
        "inputs",
        inputs,
        "no absent ones" + (batched ? " but sequence_lens" : ""));
    int inner = body.inputs().size();
    require(inner == given, "body inputs", inner, given);
    require(
        body.outputs().size() == outputs.size() && outputs.size() >= states,
        "body outputs",
        body.outputs().size(),
        outputs.size() + ", of which the first " + states + " are states");
    int made = (int) (outputs.size() - states);
    if (batched) {
      checkList(attributes, "directions", (int) scanned, true);
    }
    checkList(attributes, "scan_input_directions", (int) scanned, true);
    checkList(attributes, "scan_output_directions", made, true);
    checkList(attributes, "scan_input_axes", (int) scanned, false);
    checkList(attributes, "scan_output_axes", made, false);
  }

  private static void checkList(
      Map<String, AttributeValue> attributes, String name, int count, boolean bits) {
    AttributeValue value = attributes.get(name);
    if (value == null) {
      return;
    }
    boolean fits =
        value instanceof AttributeValue.OfInts(List<Long> list)
            && list.size() == count
            && (!bits || list.stream().allMatch(bit -> bit == 0 || bit == 1));
    require(fits, name, value, count + (bits ? " numbers that are 0 or 1" : " axes"));
  }

  private static void require(boolean fits, String what, Object found, Object expected) {
    if (!fits) {
      throw new IllegalArgumentException(what + ": found " + found + ", expected " + expected);
    }
  }

  /** An INTS attribute, or zeros where it is not set. */
  public long[] integers(String attribute, int count) {
    return attributes.get(attribute) instanceof AttributeValue.OfInts(List<Long> list)
        ? list.stream().mapToLong(Long::longValue).toArray()
        : new long[count];
  }

  /**
   * Whether this is a Scan of opset 8: its first input is sequence_lens, and the others have a
   * batch axis in front.
   */
  public boolean isBatchedScan() {
    return operator.equals("Scan") && opset == 8;
  }

  /** How many of its inputs a Scan reads slice by slice. */
  public int scanInputs() {
    return attributes.get("num_scan_inputs") instanceof AttributeValue.OfInt(long count)
        ? (int) count
        : 0;
  }

  /** Names of the values that bodies read from the graphs around them, each once. */
  public List<String> captured() {
    Set<String> captured = new LinkedHashSet<>();
    for (Body body : new TreeMap<>(bodies).values()) {
      captured.addAll(body.captured());
    }
    return new ArrayList<>(captured);
  }

  @Override
  public List<String> reads() {
    List<String> reads = new ArrayList<>(inputs);
    reads.addAll(captured());
    return reads;
  }
}
