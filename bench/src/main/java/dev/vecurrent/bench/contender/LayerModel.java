package dev.vecurrent.bench.contender;

import com.google.protobuf.ByteString;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
    GraphProto.Builder graph = GraphProto.newBuilder().setName(shape.key());
    graph.addInput(value("x", shape.steps(), shape.batch(), shape.input()));
    addState(graph, "h0", network.h0(), shape);
    addState(graph, "c0", network.c0(), shape);
    String read = "x";
    for (int layer = 0; layer < shape.layers(); layer++) {
      boolean last = layer == shape.layers() - 1;
      String y = last ? "y" : "y" + layer;
      addLayer(graph, network, layer, read, y);
      read = last ? y : addGlue(graph, shape, layer, y);
    }
    graph.addOutput(value("y", shape.steps(), shape.directions(), shape.batch(), shape.hidden()));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(14))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static void addState(GraphProto.Builder graph, String name, float[] state, Shape shape) {
    if (state.length > 0) {
      graph.addInput(value(name, shape.directions(), shape.batch(), shape.hidden()));
    }
  }

  private static void addLayer(
      GraphProto.Builder graph, Network network, int layer, String x, String y) {
    Shape shape = network.shape();
    LayerWeights weights = network.layers().get(layer);
    int directions = shape.directions();
    int rows = shape.cell().gates() * shape.hidden();
    String suffix = Integer.toString(layer);
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(shape.cell().operator())
            .setName("layer" + suffix)
            .addInput(x)
            .addInput("w" + suffix)
            .addInput("r" + suffix)
            .addInput("b" + suffix)
            .addOutput(y)
            .addAttribute(integer("hidden_size", shape.hidden()));
    if (network.h0().length > 0) {
      node.addInput("").addInput("h0");
    }
    if (network.c0().length > 0) {
      node.addInput("c0");
    }
    if (directions == 2) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("direction")
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8("bidirectional")));
    }
    if (shape.cell() == CellKind.GRU) {
      node.addAttribute(integer("linear_before_reset", 1));
    }
    graph
        .addNode(node)
        .addInitializer(
            floats("w" + suffix, weights.w(), directions, rows, shape.layerInput(layer)))
        .addInitializer(floats("r" + suffix, weights.r(), directions, rows, shape.hidden()))
        .addInitializer(floats("b" + suffix, weights.b(), directions, 2 * rows));
  }

  /** {@code [T, D, N, H]} to {@code [T, N, D*H]}; gives the name of the result. */
  private static String addGlue(GraphProto.Builder graph, Shape shape, int layer, String y) {
    String joined = "joined" + layer;
    if (shape.directions() == 1) {
      graph
          .addInitializer(longs("axis" + layer, 1))
          .addNode(
              NodeProto.newBuilder()
                  .setOpType("Squeeze")
                  .addInput(y)
                  .addInput("axis" + layer)
                  .addOutput(joined));
      return joined;
    }
    AttributeProto.Builder perm =
        AttributeProto.newBuilder().setName("perm").setType(AttributeProto.AttributeType.INTS);
    for (long axis : new long[] {0, 2, 1, 3}) {
      perm.addInts(axis);
    }
    graph
        .addNode(
            NodeProto.newBuilder()
                .setOpType("Transpose")
                .addInput(y)
                .addOutput("swapped" + layer)
                .addAttribute(perm))
        .addInitializer(longs("shape" + layer, 0, 0, -1))
        .addNode(
            NodeProto.newBuilder()
                .setOpType("Reshape")
                .addInput("swapped" + layer)
                .addInput("shape" + layer)
                .addOutput(joined));
    return joined;
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static TensorProto floats(String name, float[] values, int... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (int dim : shape) {
      tensor.addDims(dim);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor.setRawData(ByteString.copyFrom(raw)).build();
  }

  private static ValueInfoProto value(String name, int... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (int dim : shape) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(dims)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
