package dev.vecurrent.bench.start.model;

import static dev.vecurrent.bench.contender.GraphFile.integer;
import static dev.vecurrent.bench.contender.GraphFile.integers;
import static dev.vecurrent.bench.contender.GraphFile.text;

import dev.vecurrent.bench.contender.GraphFile;
import dev.vecurrent.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** What networks are made of, as the operators that exporters write. */
final class Blocks {

  private final GraphFile graph;

  Blocks(GraphFile graph) {
    this.graph = graph;
  }

  String node(String operator, String... inputs) {
    return graph.node(operator, List.of(inputs));
  }

  String transpose(String x, long... perm) {
    return graph.node("Transpose", List.of(x), integers("perm", perm));
  }

  String reshape(String x, long... shape) {
    return graph.node("Reshape", List.of(x, graph.longs(shape)));
  }

  String unsqueeze(String x, long axis) {
    return graph.node("Unsqueeze", List.of(x, graph.longs(axis)));
  }

  String squeeze(String x, long axis) {
    return graph.node("Squeeze", List.of(x, graph.longs(axis)));
  }

  String concat(long axis, String... parts) {
    return graph.node("Concat", List.of(parts), integer("axis", axis));
  }

  /** Elements {@code from} to before {@code to} of an axis. */
  String slice(String x, long axis, long from, long to) {
    return graph.node("Slice", List.of(x, graph.longs(from), graph.longs(to), graph.longs(axis)));
  }

  /** One element of an axis, which disappears. */
  String element(String x, long axis, long index) {
    return squeeze(slice(x, axis, index, index + 1), axis);
  }

  /** Conv with a bias; {@code attributes} beside the kernel's shape. */
  String conv(String x, int out, int inputs, int high, int wide, AttributeProto... attributes) {
    return graph.node(
        "Conv", List.of(x, graph.weights(out, inputs, high, wide), graph.weights(out)), attributes);
  }

  /** Conv over time with a bias, {@code [N, C, T]}. */
  String conv(String x, int out, int inputs, int kernel, int stride, int pad) {
    return graph.node(
        "Conv",
        List.of(x, graph.weights(out, inputs, kernel), graph.weights(out)),
        integers("strides", stride),
        integers("pads", pad, pad));
  }

  String linear(String x, int from, int to) {
    return node("Add", node("MatMul", x, graph.weights(from, to)), graph.weights(to));
  }

  /** Y of an LSTM, {@code [T, D, N, H]}. */
  String lstm(String x, int inputs, int hidden, boolean both) {
    return recurrent("LSTM", 4, x, inputs, hidden, both, List.of()).getFirst();
  }

  /** Y and Y_h of a GRU; {@code h0} may be empty. */
  List<String> gru(String x, int inputs, int hidden, boolean both, String h0) {
    return recurrent("GRU", 3, x, inputs, hidden, both, h0.isEmpty() ? List.of() : List.of("", h0));
  }

  /** Y, Y_h and Y_c of an LSTM with initial states. */
  List<String> lstm(String x, int inputs, int hidden, String h0, String c0) {
    return recurrent("LSTM", 4, x, inputs, hidden, false, List.of("", h0, c0));
  }

  private List<String> recurrent(
      String operator,
      int gates,
      String x,
      int inputs,
      int hidden,
      boolean both,
      List<String> states) {
    int directions = both ? 2 : 1;
    int rows = gates * hidden;
    List<String> all = new ArrayList<>();
    all.add(x);
    all.add(graph.weights(directions, rows, inputs));
    all.add(graph.weights(directions, rows, hidden));
    all.add(graph.weights(directions, 2 * rows));
    all.addAll(states);
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(integer("hidden_size", hidden));
    attributes.add(text("direction", both ? "bidirectional" : "forward"));
    if (operator.equals("GRU")) {
      attributes.add(integer("linear_before_reset", 1));
    }
    return graph.nodes(
        operator, operator.equals("GRU") ? 2 : 3, all, attributes.toArray(new AttributeProto[0]));
  }
}
