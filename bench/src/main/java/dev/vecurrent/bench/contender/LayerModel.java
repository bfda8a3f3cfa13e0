package dev.vecurrent.bench.contender;

import static dev.vecurrent.bench.contender.GraphFile.integer;
import static dev.vecurrent.bench.contender.GraphFile.integers;
import static dev.vecurrent.bench.contender.GraphFile.text;

import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import dev.vecurrent.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** A network as an ONNX file, with the operators that PyTorch puts between stacked layers. */
public final class LayerModel {

  private LayerModel() {}

  /** The file of a network with random weights. */
  public static byte[] bytes(Shape shape) {
    return bytes(Network.random(shape));
  }

  /**
   * The file of a network: input {@code x [T, N, I]}, output {@code y [T, D, N, H]}, and {@code h0}
   * and {@code c0} {@code [D, N, H]} where it has initial states.
   */
  static byte[] bytes(Network network) {
    Shape shape = network.shape();
    GraphFile graph = new GraphFile(shape.key(), 14);
    String read = graph.input("x", shape.steps(), shape.batch(), shape.input());
    List<String> states = new ArrayList<>();
    if (network.h0().length > 0) {
      states.add("");
      states.add(graph.input("h0", shape.directions(), shape.batch(), shape.hidden()));
    }
    if (network.c0().length > 0) {
      states.add(graph.input("c0", shape.directions(), shape.batch(), shape.hidden()));
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      String y = addLayer(graph, network, layer, read, states);
      read = layer == shape.layers() - 1 ? y : addGlue(graph, shape, y);
    }
    graph.output(read, "y", shape.steps(), shape.directions(), shape.batch(), shape.hidden());
    return graph.file().toByteArray();
  }

  private static String addLayer(
      GraphFile graph, Network network, int layer, String x, List<String> states) {
    Shape shape = network.shape();
    LayerWeights weights = network.layers().get(layer);
    int directions = shape.directions();
    int rows = shape.cell().gates() * shape.hidden();
    List<String> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(graph.floats(weights.w(), directions, rows, shape.layerInput(layer)));
    inputs.add(graph.floats(weights.r(), directions, rows, shape.hidden()));
    inputs.add(graph.floats(weights.b(), directions, 2 * rows));
    inputs.addAll(states);
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(integer("hidden_size", shape.hidden()));
    if (directions == 2) {
      attributes.add(text("direction", "bidirectional"));
    }
    if (shape.cell() == CellKind.GRU) {
      attributes.add(integer("linear_before_reset", 1));
    }
    return graph.node(shape.cell().operator(), inputs, attributes.toArray(new AttributeProto[0]));
  }

  /** {@code [T, D, N, H]} to {@code [T, N, D*H]}; gives the name of the result. */
  private static String addGlue(GraphFile graph, Shape shape, String y) {
    if (shape.directions() == 1) {
      return graph.node("Squeeze", List.of(y, graph.longs(1)));
    }
    String swapped = graph.node("Transpose", List.of(y), integers("perm", 0, 2, 1, 3));
    return graph.node("Reshape", List.of(swapped, graph.longs(0, 0, -1)));
  }
}
