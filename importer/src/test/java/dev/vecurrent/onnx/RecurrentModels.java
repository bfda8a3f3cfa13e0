package dev.vecurrent.onnx;

import com.google.protobuf.ByteString;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.TensorShapeProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Writes a {@link RecurrentCase} as an ONNX model of one node: X, sequence_lens and the initial
 * states are inputs, W, R, B and P initialisers.
 */
final class RecurrentModels {

  /** Each opset from 7 in which LSTM, GRU and RNN changed. */
  private static final int[] OPSETS = {7, 14, 22};

  private RecurrentModels() {}

  /** The bytes of the model file. */
  static byte[] write(RecurrentCase one) {
    boolean timeMajor = one.cell().layout() == Layout.TIME_MAJOR;
    int opset = timeMajor ? OPSETS[(int) Math.floorMod(one.seed(), 3L)] : 14;
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph(one))
        .build()
        .toByteArray();
  }

  private static GraphProto graph(RecurrentCase one) {
    RecurrentInputs in = one.inputs();
    GraphProto.Builder graph = GraphProto.newBuilder().setName("recurrent");
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(one.cell().operator());
    node.addInput(input(graph, "X", in.x()));
    node.addInput(initializer(graph, "W", in.w()));
    node.addInput(initializer(graph, "R", in.r()));
    node.addInput(initializer(graph, "B", in.b()));
    node.addInput(input(graph, "sequence_lens", in.sequenceLens()));
    node.addInput(input(graph, "initial_h", in.initialH()));
    if (one.cell() instanceof Lstm) {
      node.addInput(input(graph, "initial_c", in.initialC()));
      node.addInput(initializer(graph, "P", in.p()));
    }
    node.addOutput(output(graph, "Y", one.wantsY(), one.expected().y(), one.type()));
    node.addOutput(output(graph, "Y_h", one.wantsYH(), one.expected().yH(), one.type()));
    Tensor yC = one.expected().yC();
    if (yC != null) {
      node.addOutput(output(graph, "Y_c", one.wantsYC(), yC, one.type()));
    }
    attributes(node, one.cell(), in.r().dim(2));
    return graph.addNode(node).build();
  }

  private static String input(GraphProto.Builder graph, String name, @Nullable Tensor tensor) {
    if (tensor == null) {
      return "";
    }
    graph.addInput(value(name, tensor.type(), tensor));
    return name;
  }

  private static String initializer(
      GraphProto.Builder graph, String name, @Nullable Tensor tensor) {
    if (tensor == null) {
      return "";
    }
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(tensor.type().onnxNumber());
    for (int axis = 0; axis < tensor.rank(); axis++) {
      proto.addDims(tensor.dim(axis));
    }
    ByteBuffer raw =
        ByteBuffer.allocate(tensor.size() * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < tensor.size(); at++) {
      if (tensor.type() == ElementType.FLOAT64) {
        raw.putDouble(tensor.doubles()[at]);
      } else {
        raw.putFloat(tensor.floats()[at]);
      }
    }
    graph.addInitializer(proto.setRawData(ByteString.copyFrom(raw.flip())));
    return name;
  }

  private static String output(
      GraphProto.Builder graph, String name, boolean wanted, Tensor shape, ElementType type) {
    if (!wanted) {
      return "";
    }
    graph.addOutput(value(name, type, shape));
    return name;
  }

  private static ValueInfoProto value(String name, ElementType type, Tensor like) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < like.rank(); axis++) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(like.dim(axis)));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.onnxNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static void attributes(NodeProto.Builder node, Cell cell, int hiddenSize) {
    node.addAttribute(integer("hidden_size", hiddenSize));
    node.addAttribute(
        AttributeProto.newBuilder()
            .setName("direction")
            .setType(AttributeProto.AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(cell.direction().name().toLowerCase(Locale.ROOT))));
    activations(node, cell);
    if (cell.clip() < Float.POSITIVE_INFINITY) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("clip")
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF(cell.clip()));
    }
    if (cell.layout() == Layout.BATCH_MAJOR) {
      node.addAttribute(integer("layout", 1));
    }
    if (cell instanceof Lstm lstm) {
      node.addAttribute(integer("input_forget", lstm.inputForget() ? 1 : 0));
    } else if (cell instanceof Gru gru) {
      node.addAttribute(integer("linear_before_reset", gru.linearBeforeReset() ? 1 : 0));
    }
  }

  /** Parameters are listed in the order of the functions that take them, defaults included. */
  private static void activations(NodeProto.Builder node, Cell cell) {
    AttributeProto.Builder names =
        AttributeProto.newBuilder()
            .setName("activations")
            .setType(AttributeProto.AttributeType.STRINGS);
    AttributeProto.Builder alphas = floats("activation_alpha");
    AttributeProto.Builder betas = floats("activation_beta");
    for (Activation activation : cell.activations()) {
      names.addStrings(ByteString.copyFromUtf8(activation.function().onnxName()));
      if (activation.function().usesAlpha()) {
        alphas.addFloats(activation.alpha());
      }
      if (activation.function().usesBeta()) {
        betas.addFloats(activation.beta());
      }
    }
    node.addAttribute(names);
    if (alphas.getFloatsCount() > 0) {
      node.addAttribute(alphas);
    }
    if (betas.getFloatsCount() > 0) {
      node.addAttribute(betas);
    }
  }

  private static AttributeProto.Builder floats(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }
}
