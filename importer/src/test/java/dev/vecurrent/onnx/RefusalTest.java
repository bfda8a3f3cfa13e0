package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.RecurrentNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is not implemented is refused, by file, node, operator, attribute and value, all at once.
 */
class RefusalTest {

  @Test
  void everyFindingIsListed() {
    ModelProto.Builder model = Protos.small();
    GraphProto.Builder graph = model.getGraphBuilder();
    graph
        .getNodeBuilder(0)
        .addAttribute(Protos.integer("speed", 11))
        .addAttribute(Protos.number("clip", -2));
    graph.getNodeBuilder(1).setOpType("Frobnicate");
    graph.getNodeBuilder(2).setDomain("com.example");
    graph.getNodeBuilder(3).addAttribute(Protos.string("mode", "fast"));
    graph.addInitializer(Protos.tensor("odd", TensorProto.DataType.COMPLEX64_VALUE, 1));
    graph.getNodeBuilder(1).addInput("odd");
    Graph read = OnnxImporter.read(model.build().toByteArray(), "m.onnx", ImportLimits.defaults());
    assertThatThrownBy(() -> Model.compile(read))
        .isInstanceOfSatisfying(
            ModelRefusedException.class,
            e -> {
              assertThat(e.source()).isEqualTo("m.onnx");
              assertThat(e.findings()).hasSize(6);
              assertThat(e.getMessage())
                  .contains("m.onnx", "6 findings")
                  .contains("node 'lstm_node' (LSTM), speed = 11: attribute is not known")
                  .contains("node 'lstm_node' (LSTM), clip = -2.0: expected a positive number")
                  .contains("(Frobnicate): operator is not supported")
                  .contains("domain = com.example")
                  .contains("node 'softmax_node' (Softmax), mode = ")
                  .contains("COMPLEX64");
            });
  }

  private static Lstm lstm(AttributeProto... attributes) {
    ModelProto.Builder model = Protos.small();
    for (AttributeProto attribute : attributes) {
      model.getGraphBuilder().getNodeBuilder(0).addAttribute(attribute);
    }
    Graph graph = OnnxImporter.read(model.build().toByteArray(), "m.onnx", ImportLimits.defaults());
    if (graph.nodes().getFirst() instanceof RecurrentNode layer) {
      return (Lstm) layer.cell();
    }
    Model.compile(graph);
    throw new AssertionError("is not refused");
  }

  private static AttributeProto activations(String... names) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder()
            .setName("activations")
            .setType(AttributeProto.AttributeType.STRINGS);
    for (String name : names) {
      attribute.addStrings(ByteString.copyFromUtf8(name));
    }
    return attribute.build();
  }

  private static AttributeProto numbers(String name, float... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
    for (float value : values) {
      attribute.addFloats(value);
    }
    return attribute.build();
  }

  @Test
  void numbersGoToTheActivationsThatTakeThem() {
    Lstm cell =
        lstm(
            activations("HardSigmoid", "tanh", "LEAKYRELU"),
            numbers("activation_alpha", 0.3f, 0.02f),
            numbers("activation_beta", 0.4f));
    assertThat(cell.activations())
        .containsExactly(
            new Activation(ActivationFunction.HARD_SIGMOID, 0.3f, 0.4f),
            Activation.TANH,
            new Activation(ActivationFunction.LEAKY_RELU, 0.02f, 0));
  }

  @Test
  void defaultsOfActivationsAreThoseOfTheirOperators() {
    assertThat(lstm(activations("Affine", "ScaledTanh", "HardSigmoid")).activations())
        .containsExactly(
            new Activation(ActivationFunction.AFFINE, 1, 0),
            new Activation(ActivationFunction.SCALED_TANH, 1, 1),
            new Activation(ActivationFunction.HARD_SIGMOID, 0.2f, 0.5f));
  }

  @Test
  void wrongActivationsAreRefused() {
    for (AttributeProto[] wrong :
        List.of(
            new AttributeProto[] {activations("Sigmoid", "Tanh")},
            new AttributeProto[] {activations("Sigmoid", "Tanh", "Sinus")})) {
      assertThatThrownBy(() -> lstm(wrong))
          .isInstanceOf(ModelRefusedException.class)
          .hasMessageContaining("activation");
    }
  }

  @Test
  void numbersThatNoActivationTakesAreIgnoredWithANote() {
    ModelProto.Builder model = Protos.small();
    model
        .getGraphBuilder()
        .getNodeBuilder(0)
        .addAttribute(activations("HardSigmoid", "Tanh", "Tanh"))
        .addAttribute(numbers("activation_alpha", 0.3f, 1, 1))
        .addAttribute(numbers("activation_beta", 0.4f, 0, 0));
    Graph graph = OnnxImporter.read(model.build().toByteArray(), "m.onnx", ImportLimits.defaults());
    Lstm cell = (Lstm) ((RecurrentNode) graph.nodes().getFirst()).cell();
    assertThat(cell.activations())
        .containsExactly(
            new Activation(ActivationFunction.HARD_SIGMOID, 0.3f, 0.4f),
            Activation.TANH,
            Activation.TANH);
    assertThat(Model.compile(graph).notes().toString())
        .contains("node 'lstm_node' (LSTM), activation_alpha", "1 and 1 are used, in order");
  }

  @Test
  void layoutIsUnknownBeforeOpset14() {
    assertThatThrownBy(() -> lstm(Protos.integer("layout", 1)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("layout = 1: attribute is not known to LSTM in opset 11");
  }

  @Test
  void nodesInAnyOrderAreSorted() {
    ModelProto.Builder model = Protos.small();
    GraphProto.Builder graph = model.getGraphBuilder();
    var first = graph.getNode(0);
    graph.removeNode(0).addNode(first);
    Graph read = OnnxImporter.read(model.build().toByteArray(), "m.onnx", ImportLimits.defaults());
    assertThat(read.nodes().stream().map(n -> n.operator()))
        .containsExactly("LSTM", "Squeeze", "MatMul", "Softmax");
  }
}
