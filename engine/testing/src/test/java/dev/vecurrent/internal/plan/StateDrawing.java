package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A {@link Drawing} of a graph with states. */
final class StateDrawing {

  static final int H = Drawing.H;

  final Drawing drawing = new Drawing();

  /** An input of floats; a negative size is one that has no name, a zero one is {@code n}. */
  StateDrawing floats(String name, int... sizes) {
    return input(name, ElementType.FLOAT32, sizes);
  }

  StateDrawing input(String name, ElementType type, int... sizes) {
    drawing.input(
        name,
        type,
        Arrays.stream(sizes)
            .mapToObj(size -> size > 0 ? Dimension.of(size) : Dimension.symbol(size < 0 ? "" : "n"))
            .toArray(Dimension[]::new));
    return this;
  }

  StateDrawing op(String operator, String out, String... in) {
    return node(operator, Map.of(), List.of(out), in);
  }

  StateDrawing along(int axis, String operator, String out, String... in) {
    return node(operator, Map.of("axis", new AttributeValue.OfInt(axis)), List.of(out), in);
  }

  StateDrawing node(
      String operator, Map<String, AttributeValue> attributes, List<String> out, String... in) {
    drawing.nodes.add(new OperatorNode(out.getFirst(), operator, 17, List.of(in), out, attributes));
    return this;
  }

  StateDrawing constant(String name, long... elements) {
    drawing.constant(name, elements);
    return this;
  }

  /** Elements of an axis from one on, up to another. */
  StateDrawing slice(String in, String out, int axis, long from, long to) {
    constant(out + ".from", from).constant(out + ".to", to).constant(out + ".axis", axis);
    return op("Slice", out, in, out + ".from", out + ".to", out + ".axis");
  }

  /**
   * A layer of {@link #H} units.
   *
   * @param features of X
   * @param states names of the initial states
   * @param out names of Y and the final states
   */
  StateDrawing layer(Cell cell, String x, int features, List<String> states, String... out) {
    return layer(cell, x, features, "", states, out);
  }

  StateDrawing layer(
      Cell cell, String x, int features, String lengths, List<String> states, String... out) {
    String weights = "weights of " + x + " " + states;
    int rows = cell.gates() * H;
    int directions = cell.direction().count();
    drawing.constants.put(weights + "w", Drawing.filled(directions, rows, features));
    drawing.constants.put(weights + "r", Drawing.filled(directions, rows, H));
    List<String> in = new ArrayList<>(List.of(x, weights + "w", weights + "r", "", lengths));
    in.addAll(states);
    drawing.nodes.add(new RecurrentNode(out[1], cell, in, List.of(out)));
    return this;
  }

  /** Compiles it, with what nodes make as types and shapes of outputs. */
  Compiled compile(String... outputs) {
    Graph graph = drawing.graph(outputs);
    List<ValueInfo> made = Arrays.stream(outputs).map(ValueInfo::untyped).toList();
    return Compiler.compile(
        new Graph(graph.name(), graph.inputs(), made, graph.constants(), graph.nodes()),
        true,
        1 << 20,
        1 << 20);
  }

  List<GraphState> states(String... outputs) {
    return compile(outputs).states();
  }
}
