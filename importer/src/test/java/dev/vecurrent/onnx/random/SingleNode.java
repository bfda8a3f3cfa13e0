package dev.vecurrent.onnx.random;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model of one node under construction; inputs are given, or initialisers. */
final class SingleNode {

  private static final int IR_VERSION = 8;

  private final NodeProto.Builder node;
  private final int opset;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();

  SingleNode(String operator, int opset) {
    this.node = NodeProto.newBuilder().setOpType(operator).addOutput("y");
    this.opset = opset;
  }

  void add(AttributeProto attribute) {
    node.addAttribute(attribute);
  }

  void absent() {
    node.addInput("");
  }

  void input(Tensor tensor, boolean constant) {
    String name = "i" + node.getInputCount();
    node.addInput(name);
    (constant ? constants : inputs).put(name, tensor);
  }

  /**
   * The model.
   *
   * @param like a tensor of the output's type
   * @param given inputs of the graph; those of the node that are not among them are initialisers
   */
  private byte[] bytes(Tensor like, Map<String, Tensor> given) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("node").addNode(node);
    Map<String, Tensor> others = new LinkedHashMap<>(inputs);
    others.putAll(constants);
    others.keySet().removeAll(given.keySet());
    others.forEach((name, tensor) -> graph.addInitializer(Wire.tensor(name, tensor)));
    given.forEach((name, tensor) -> {
      List<String> dims = new ArrayList<>();
      for (int axis = 0; axis < tensor.rank(); axis++) {
        dims.add(name + "d" + axis);
      }
      graph.addInput(Wire.declaration(name, tensor.type(), dims));
    });
    graph.addOutput(Wire.declaration("y", like.type()));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /**
   * What this library computes.
   *
   * @param like a tensor of the output's type
   */
  Tensor run(Tensor like) {
    Model model =
        Model.compile(OnnxImporter.read(bytes(like, inputs), "node", ImportLimits.defaults()));
    return Objects.requireNonNull(model.newSession().run(inputs).get("y"));
  }

  /**
   * What ONNX Runtime computes, of initialisers but for the first input: it refuses some operators
   * whose parameters it does not know.
   */
  Tensor expected(Tensor like) {
    Map<String, Tensor> first = Map.of("i0", Objects.requireNonNull(inputs.get("i0")));
    try {
      return Objects.requireNonNull(OnnxRuntime.run(bytes(like, first), first).get("y"));
    } catch (OrtException refused) {
      throw new AssertionError("ONNX Runtime refuses " + this, refused);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(node.getOpType()).append('-').append(opset);
    for (AttributeProto attribute : node.getAttributeList()) {
      text.append(' ').append(attribute.toString().replace('\n', ' '));
    }
    Map<String, Tensor> all = new LinkedHashMap<>(inputs);
    all.putAll(constants);
    all.forEach((name, tensor) -> text.append(name).append(' ').append(parameter(tensor)));
    return text.toString();
  }

  /** A tensor with its elements, where they are few. */
  private static String parameter(Tensor tensor) {
    String elements =
        switch (tensor.storage()) {
          case float[] floats -> Arrays.toString(Arrays.copyOf(floats, tensor.size()));
          case long[] longs -> Arrays.toString(Arrays.copyOf(longs, tensor.size()));
          default -> "";
        };
    return tensor + (tensor.rank() == 1 ? elements : "") + " ";
  }
}
