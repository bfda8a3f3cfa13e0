package dev.vecurrent.onnx;

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
import java.util.List;
import java.util.Locale;

/** Short names for pieces of ONNX files. */
final class Protos {

  private Protos() {}

  static ModelProto.Builder model(GraphProto.Builder graph, int opset) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph.setName("test"));
  }

  static NodeProto.Builder node(String operator, List<String> inputs, List<String> outputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(operator.toLowerCase(Locale.ROOT) + "_node")
        .addAllInput(inputs)
        .addAllOutput(outputs);
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto string(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static TensorProto.Builder tensor(String name, int type, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  /** Floats 0.01, 0.02, ... as raw data. */
  static TensorProto.Builder floats(String name, long... dims) {
    int size = 1;
    for (long dim : dims) {
      size *= (int) dim;
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      raw.putFloat(0.01f * (i % 17 + 1));
    }
    return tensor(name, TensorProto.DataType.FLOAT_VALUE, dims)
        .setRawData(ByteString.copyFrom(raw.flip()));
  }

  static ValueInfoProto value(String name, int type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(
          dim < 0
              ? TensorShapeProto.Dimension.newBuilder().setDimParam("d" + -dim)
              : TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }

  /**
   * A stacked network with the glue that exporters write: the smallest model that has a bit of
   * everything.
   */
  static ModelProto.Builder small() {
    int floats = TensorProto.DataType.FLOAT_VALUE;
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", floats, -1, -2, 2))
            .addInput(value("lengths", TensorProto.DataType.INT32_VALUE, -2))
            .addOutput(value("y", floats, -1, -2, 2))
            .addOutput(value("h", floats, 1, -2, 3))
            .addInitializer(floats("w", 1, 12, 2))
            .addInitializer(floats("r", 1, 12, 3))
            .addInitializer(floats("b", 1, 24))
            .addInitializer(floats("dense", 3, 2))
            .addNode(
                node("LSTM", List.of("x", "w", "r", "b", "lengths"), List.of("s", "h"))
                    .addAttribute(integer("hidden_size", 3))
                    .addAttribute(string("direction", "forward")))
            .addNode(node("Squeeze", List.of("s"), List.of("q")).addAttribute(ints("axes", 1)))
            .addNode(node("MatMul", List.of("q", "dense"), List.of("m")))
            .addNode(node("Softmax", List.of("m"), List.of("y")).addAttribute(integer("axis", 2)));
    return model(graph, 11);
  }
}
