package dev.vecurrent.cli;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small models that stream, or do not, as files. */
final class StreamedFiles {

  static final int I = 2;
  static final int H = 3;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("streamed");

  private StreamedFiles() {}

  /**
   * A voice detector: {@code input [N, I]} and {@code state [2, N, H]} to {@code output [N, H]} and
   * {@code stateN}; {@code gain} is one number.
   */
  static Path voice(Path file) throws IOException {
    StreamedFiles draw = new StreamedFiles();
    draw.floats("input", "N", I).floats("state", 2, "N", H).floats("gain");
    draw.longs("front", 0).longs("one", 1).longs("two", 2);
    draw.node("Unsqueeze", "x", "input", "front");
    draw.node("Slice", "h", "state", "front", "one", "front");
    draw.node("Slice", "c", "state", "one", "two", "front");
    draw.lstm("", "h", "c", "ys", "hn", "cn");
    draw.node("Squeeze", "last", "hn", "front");
    draw.node("Mul", "output", "last", "gain");
    draw.integer(draw.node("Concat", "stateN", "hn", "cn"), "axis", 0);
    return draw.write(file, "output", "stateN");
  }

  /** {@code y [T, N, H]} of {@code x [T, N, I]}, each sequence as long as {@code lengths} says. */
  static Path ragged(Path file) throws IOException {
    StreamedFiles draw = sequences("lengths");
    return draw.write(file, "y", "hn");
  }

  /** The mean over time, {@code m [N, H]}, of an LSTM's answer. */
  static Path mean(Path file) throws IOException {
    StreamedFiles draw = sequences("");
    NodeProto.Builder mean = draw.node("ReduceMean", "m", "y");
    mean.addAttribute(
        AttributeProto.newBuilder()
            .setName("axes")
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(0));
    draw.integer(mean, "keepdims", 0);
    return draw.write(file, "m");
  }

  /** An LSTM's answer {@code y} and the same with noise, {@code z}. */
  static Path noisy(Path file) throws IOException {
    StreamedFiles draw = sequences("");
    draw.node("RandomNormalLike", "n", "y");
    draw.node("Add", "z", "y", "n");
    return draw.write(file, "y", "z");
  }

  /** A cell of products, whose names do not tell that {@code after} is the next {@code before}. */
  static Path cell(Path file) throws IOException {
    StreamedFiles draw = new StreamedFiles();
    draw.floats("x", "N", H).floats("before", "N", H);
    draw.weights("v", H, H);
    draw.node("MatMul", "m", "before", "v");
    draw.node("Add", "s", "x", "m");
    draw.node("Tanh", "after", "s");
    draw.node("Exp", "y", "after");
    return draw.write(file, "y", "after");
  }

  private static StreamedFiles sequences(String lengths) {
    StreamedFiles draw = new StreamedFiles();
    draw.floats("x", "T", "N", I);
    if (!lengths.isEmpty()) {
      draw.input(lengths, TensorProto.DataType.INT32_VALUE, "N");
    }
    draw.longs("directions", 1);
    draw.lstm(lengths, "", "", "ys", "hn", "cn");
    draw.node("Squeeze", "y", "ys", "directions");
    return draw;
  }

  private StreamedFiles floats(String name, Object... dims) {
    return input(name, TensorProto.DataType.FLOAT_VALUE, dims);
  }

  private StreamedFiles input(String name, int type, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      TensorShapeProto.Dimension.Builder size = shape.addDimBuilder();
      if (dim instanceof Integer fixed) {
        size.setDimValue(fixed);
      } else {
        size.setDimParam(dim.toString());
      }
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape))));
    return this;
  }

  private StreamedFiles longs(String name, long element) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(1)
            .addInt64Data(element));
    return this;
  }

  private void weights(String name, int... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    int size = 1;
    for (int dim : dims) {
      tensor.addDims(dim);
      size *= dim;
    }
    for (int i = 0; i < size; i++) {
      tensor.addFloatData((i % 11 - 5) * 0.13f);
    }
    graph.addInitializer(tensor);
  }

  private void lstm(String lengths, String h, String c, String... outputs) {
    weights("w", 1, 4 * H, I);
    weights("r", 1, 4 * H, H);
    NodeProto.Builder node =
        graph
            .addNodeBuilder()
            .setOpType("LSTM")
            .setName("layer")
            .addAllInput(List.of("x", "w", "r", "", lengths, h, c))
            .addAllOutput(List.of(outputs));
    integer(node, "hidden_size", H);
  }

  private NodeProto.Builder node(String operator, String output, String... inputs) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName("node of " + output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private void integer(NodeProto.Builder node, String name, long value) {
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.INT)
            .setI(value));
  }

  private Path write(Path file, String... outputs) throws IOException {
    for (String output : outputs) {
      graph.addOutput(
          ValueInfoProto.newBuilder()
              .setName(output)
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(
                          TypeProto.Tensor.newBuilder()
                              .setElemType(TensorProto.DataType.FLOAT_VALUE))));
    }
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build();
    return Files.write(file, model.toByteArray());
  }
}
