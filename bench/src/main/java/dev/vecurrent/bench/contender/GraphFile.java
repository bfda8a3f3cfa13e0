package dev.vecurrent.bench.contender;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An ONNX file that is being written, node by node. Values are known by their names, weights are
 * random and the same in every process. Not for two threads at once.
 */
public final class GraphFile {

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final int opset;
  private final Random random = new Random(14);
  private int names;

  /**
   * An empty graph.
   *
   * @param name of the graph
   * @param opset version of ONNX's operators
   */
  public GraphFile(String name, int opset) {
    graph.setName(name);
    this.opset = opset;
  }

  /** The file. */
  public ByteString file() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteString();
  }

  /** Adds an input of floats; gives its name. */
  public String input(String name, int... shape) {
    graph.addInput(value(name, TensorProto.DataType.FLOAT_VALUE, shape));
    return name;
  }

  /** Adds an input that is one INT64; gives its name. */
  public String number(String name) {
    graph.addInput(value(name, TensorProto.DataType.INT64_VALUE));
    return name;
  }

  /** Makes a value an output of floats, with a name of its own. */
  public void output(String value, String name, int... shape) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(value)) {
          node.setInput(i, name);
        }
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        if (node.getOutput(i).equals(value)) {
          node.setOutput(i, name);
        }
      }
    }
    graph.addOutput(value(name, TensorProto.DataType.FLOAT_VALUE, shape));
  }

  /** Adds an input of a body, of which nothing is declared; gives its name. */
  public String bodyInput(String name) {
    graph.addInput(ValueInfoProto.newBuilder().setName(name));
    return name;
  }

  /** Makes a value an output of a body. */
  public void bodyOutput(String value) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(value));
  }

  /**
   * Adds weights from a normal distribution, so that sums over all axes but the first keep the size
   * of their terms; gives their name.
   */
  public String weights(int... shape) {
    int size = 1;
    for (int dim : shape) {
      size *= dim;
    }
    double scale = 1 / Math.sqrt(Math.max(1, size / shape[0]));
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return floats(values, shape);
  }

  /** Adds a constant of floats; gives its name. */
  public String floats(float[] values, int... shape) {
    String name = next("floats");
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    for (int dim : shape) {
      tensor.addDims(dim);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(raw)));
    return name;
  }

  /** Adds a constant list of INT64; gives its name. */
  public String longs(long... values) {
    String name = next("longs");
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds a node of one output; gives the output's name. */
  public String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return nodes(operator, 1, inputs, attributes).getFirst();
  }

  /** Adds a node; gives the names of its outputs. */
  public List<String> nodes(
      String operator, int outputs, List<String> inputs, AttributeProto... attributes) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      made.add(next(operator));
    }
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(made.getFirst())
            .addAllInput(inputs)
            .addAllOutput(made)
            .addAllAttribute(List.of(attributes)));
    return made;
  }

  private String next(String kind) {
    names++;
    return kind + names;
  }

  /** An attribute that is an integer. */
  public static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** An attribute that is a list of integers. */
  public static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  /** An attribute that is a body. */
  public static AttributeProto body(String name, GraphFile body) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(body.graph)
        .build();
  }

  /** An attribute that is a text. */
  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static ValueInfoProto value(String name, int type, int... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (int dim : shape) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(dims)))
        .build();
  }
}
