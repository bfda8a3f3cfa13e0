package dev.vecurrent.bench;

import com.google.protobuf.ByteString;
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
import java.util.Locale;
import java.util.SplittableRandom;

/** The ONNX file of one layer with seeded weights: what every contender is given. */
final class LayerModel {

  private LayerModel() {}

  /** The bytes of a model with input {@code x} {@code [T, N, H]} and output {@code y}. */
  static byte[] bytes(Shape shape) {
    int h = shape.hidden();
    int rows = shape.gates() * h;
    SplittableRandom random = new SplittableRandom(shape.hashCode());
    double scale = 1 / Math.sqrt(h);
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(shape.cell().toUpperCase(Locale.ROOT))
            .addInput("x")
            .addInput("w")
            .addInput("r")
            .addInput("b")
            .addOutput("y")
            .addAttribute(integer("hidden_size", h));
    if (shape.cell().equals("gru")) {
      node.addAttribute(integer("linear_before_reset", 1));
    }
    GraphProto graph =
        GraphProto.newBuilder()
            .setName(shape.toString())
            .addNode(node)
            .addInitializer(weight("w", random, scale, 1, rows, h))
            .addInitializer(weight("r", random, scale, 1, rows, h))
            .addInitializer(weight("b", random, scale, 1, 2 * rows))
            .addInput(value("x", shape.steps(), shape.batch(), h))
            .addOutput(value("y", shape.steps(), 1, shape.batch(), h))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(14))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto weight(
      String name, SplittableRandom random, double scale, int... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    int size = 1;
    for (int dim : shape) {
      tensor.addDims(dim);
      size *= dim;
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      raw.putFloat((float) random.nextDouble(-scale, scale));
    }
    return tensor.setRawData(ByteString.copyFrom(raw.flip())).build();
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
