package dev.vecurrent.onnx;

import static dev.vecurrent.onnx.Bodies.BOOL;
import static dev.vecurrent.onnx.Bodies.FLOAT;
import static dev.vecurrent.onnx.Bodies.INT64;
import static dev.vecurrent.onnx.Bodies.body;
import static dev.vecurrent.onnx.Bodies.compile;
import static dev.vecurrent.onnx.Bodies.value;
import static dev.vecurrent.onnx.Protos.model;
import static dev.vecurrent.onnx.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.vecurrent.Model;
import dev.vecurrent.Plan;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.TypeProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Optional values in graphs, in bodies, and between a caller and a model. */
class OptionalTest {

  private static final Tensor ONE = Tensor.of(new float[] {1}, 1);

  private static TypeProto type(int element, boolean sequence) {
    TypeProto tensor =
        TypeProto.newBuilder()
            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(element))
            .build();
    return sequence
        ? TypeProto.newBuilder()
            .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(tensor))
            .build()
        : tensor;
  }

  private static ValueInfoProto declared(String name, TypeProto type) {
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  private static ValueInfoProto optional(String name, boolean sequence) {
    TypeProto type = type(FLOAT, sequence);
    return declared(
        name,
        TypeProto.newBuilder()
            .setOptionalType(TypeProto.Optional.newBuilder().setElemType(type))
            .build());
  }

  private static AttributeProto.Builder typeAttribute(boolean sequence) {
    return AttributeProto.newBuilder()
        .setName("type")
        .setType(AttributeProto.AttributeType.TYPE_PROTO)
        .setTp(type(FLOAT, sequence));
  }

  /** The input if there is one, else x. */
  private static ModelProto.Builder otherwise() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addOutput(value("held", FLOAT))
            .addNode(node("OptionalGetElement", List.of("o"), List.of("held")));
    GraphProto.Builder absent =
        GraphProto.newBuilder()
            .addOutput(value("copy", FLOAT))
            .addNode(node("Identity", List.of("x"), List.of("copy")));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInput(optional("o", false))
            .addOutput(value("y", FLOAT))
            .addOutput(value("has", BOOL))
            .addNode(node("OptionalHasElement", List.of("o"), List.of("has")))
            .addNode(
                node("If", List.of("has"), List.of("y"))
                    .addAttribute(body("then_branch", then))
                    .addAttribute(body("else_branch", absent)));
    return model(graph, 18);
  }

  @Test
  void aCallerMayLeaveAnInputOut() {
    Session session = compile(otherwise()).newSession();
    assertThat(session.model().inputs().get(1).isOptional()).isTrue();
    assertThat(session.model().inputs().get(1)).hasToString("o: optional FLOAT32[...]");
    Tensor two = Tensor.of(new float[] {2}, 1);
    for (Value given :
        new Value[] {
          two, OptionalValue.of(two), OptionalValue.absent(ElementType.FLOAT32, false)
        }) {
      Map<String, Value> made = session.runValues(Map.of("x", ONE, "o", given));
      boolean there = !(given instanceof OptionalValue optional) || optional.isPresent();
      assertThat(((Tensor) made.get("y")).floats()[0]).isEqualTo(there ? 2 : 1);
      assertThat(((Tensor) made.get("has")).booleans()[0]).isEqualTo(there);
    }
    assertThat(session.run(Map.of("x", ONE)).get("y").floats()[0]).isEqualTo(1);
    Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32), null};
    session.run(new Value[] {ONE, null}, outputs);
    assertThat(outputs[0].floats()[0]).isEqualTo(1);
    for (Value wrong :
        new Value[] {
          Tensor.of(new long[1], 1),
          OptionalValue.of(Tensor.of(new long[1], 1)),
          OptionalValue.absent(ElementType.FLOAT32, true),
          TensorSequence.of(ElementType.FLOAT32, ONE)
        }) {
      assertThatThrownBy(() -> session.runValues(Map.of("x", ONE, "o", wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("optional FLOAT32");
    }
  }

  @Test
  void whatIsKnownIsResolvedBeforeARun() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addOutput(value("y", FLOAT))
            .addOutput(value("has", BOOL))
            .addOutput(value("none", BOOL))
            .addNode(node("Optional", List.of("x"), List.of("o")))
            .addNode(node("OptionalHasElement", List.of("o"), List.of("has")))
            .addNode(node("OptionalGetElement", List.of("o"), List.of("held")))
            .addNode(node("Optional", List.of(), List.of("n")).addAttribute(typeAttribute(false)))
            .addNode(node("OptionalHasElement", List.of("n"), List.of("none")))
            .addNode(node("Neg", List.of("held"), List.of("y")));
    Model model = compile(model(graph, 15));
    assertThat(model.plan().steps().stream().map(Plan.Step::operator)).containsExactly("Neg");
    Map<String, Tensor> made = model.newSession().run(Map.of("x", ONE));
    assertThat(made.get("y").floats()[0]).isEqualTo(-1);
    assertThat(made.get("has").booleans()[0]).isTrue();
    assertThat(made.get("none").booleans()[0]).isFalse();
  }

  @Test
  void anOutputMayBeAbsent() {
    GraphProto.Builder some =
        GraphProto.newBuilder()
            .addOutput(optional("some", false))
            .addNode(node("Optional", List.of("x"), List.of("some")));
    GraphProto.Builder none =
        GraphProto.newBuilder()
            .addOutput(optional("none", false))
            .addNode(
                node("Optional", List.of(), List.of("none")).addAttribute(typeAttribute(false)));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInput(value("c", BOOL))
            .addOutput(optional("y", false))
            .addNode(
                node("If", List.of("c"), List.of("y"))
                    .addAttribute(body("then_branch", some))
                    .addAttribute(body("else_branch", none)));
    Session session = compile(model(graph, 16)).newSession();
    OptionalValue y = OptionalValue.absent(ElementType.FLOAT32, false);
    for (boolean there : new boolean[] {true, false, true}) {
      session.run(new Value[] {ONE, Tensor.of(new boolean[] {there})}, new Value[] {y});
      assertThat(y.isPresent()).isEqualTo(there);
    }
    assertThat(((Tensor) y.get()).floats()[0]).isEqualTo(1);
    Value[] wrong = {Tensor.growable(ElementType.FLOAT32)};
    assertThatThrownBy(() -> session.run(new Value[] {ONE, Tensor.of(new boolean[1])}, wrong))
        .hasMessageContaining("expected an optional FLOAT32 tensor");
    assertThatThrownBy(() -> session.run(Map.of("x", ONE, "c", Tensor.of(new boolean[1]))))
        .hasMessageContaining("use runValues");
  }

  @Test
  void anInputMayGoStraightThrough() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(optional("o", true))
            .addOutput(optional("p", true))
            .addNode(node("Identity", List.of("o"), List.of("p")));
    Session session = compile(model(graph, 16)).newSession();
    TensorSequence sequence = TensorSequence.of(ElementType.FLOAT32, ONE, ONE);
    OptionalValue p = (OptionalValue) session.runValues(Map.of("o", sequence)).get("p");
    assertThat(p.get()).hasToString("sequence of 2 FLOAT32");
    assertThat(((OptionalValue) session.runValues(Map.of()).get("p")).isPresent()).isFalse();
  }

  /** A loop that begins with nothing and goes on with a sequence. */
  @Test
  void aLoopMayBeginWithNothing() {
    GraphProto.Builder start =
        GraphProto.newBuilder()
            .addOutput(declared("fresh", type(FLOAT, true)))
            .addNode(node("SequenceEmpty", List.of(), List.of("fresh")));
    GraphProto.Builder go =
        GraphProto.newBuilder()
            .addOutput(declared("held", type(FLOAT, true)))
            .addNode(node("OptionalGetElement", List.of("before"), List.of("held")));
    GraphProto.Builder turn =
        GraphProto.newBuilder()
            .addInput(value("i", INT64))
            .addInput(value("c", BOOL))
            .addInput(optional("before", true))
            .addOutput(value("stay", BOOL))
            .addOutput(declared("after", type(FLOAT, true)))
            .addNode(node("Identity", List.of("c"), List.of("stay")))
            .addNode(node("OptionalHasElement", List.of("before"), List.of("has")))
            .addNode(
                node("If", List.of("has"), List.of("sequence"))
                    .addAttribute(body("then_branch", go))
                    .addAttribute(body("else_branch", start)))
            .addNode(node("SequenceInsert", List.of("sequence", "x"), List.of("after")));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(value("x", FLOAT))
            .addInput(value("trips", INT64))
            .addInput(optional("o", true))
            .addOutput(declared("y", type(FLOAT, true)))
            .addNode(
                node("Loop", List.of("trips", "", "o"), List.of("y"))
                    .addAttribute(body("body", turn)));
    Session session = compile(model(graph, 16)).newSession();
    Tensor three = Tensor.of(new long[] {3});
    assertThat(session.runValues(Map.of("x", ONE, "trips", three)).get("y"))
        .hasToString("sequence of 3 FLOAT32");
    Value one = TensorSequence.of(ElementType.FLOAT32, ONE);
    assertThat(session.runValues(Map.of("x", ONE, "trips", three, "o", one)).get("y"))
        .hasToString("sequence of 4 FLOAT32");
    Tensor none = Tensor.of(new long[1]);
    assertThat(session.runValues(Map.of("x", ONE, "trips", none, "o", one)).get("y"))
        .hasToString("sequence of 1 FLOAT32");
    assertThatThrownBy(() -> session.runValues(Map.of("x", ONE, "trips", none)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no element");
  }

  @Test
  void whatIsAbsentHasNoElement() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(optional("o", false))
            .addOutput(value("y", FLOAT))
            .addNode(node("OptionalGetElement", List.of("o"), List.of("y")));
    Session session = compile(model(graph, 15)).newSession();
    assertThat(session.run(Map.of("o", ONE)).get("y").floats()[0]).isEqualTo(1);
    assertThatThrownBy(() -> session.run(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("optionalgetelement_node")
        .hasMessageContaining("has no element");
  }

  @Test
  void otherOperatorsRefuseOptionalValues() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(optional("o", false))
            .addOutput(value("y", FLOAT))
            .addNode(node("Neg", List.of("o"), List.of("y")));
    assertThatThrownBy(() -> compile(model(graph, 15)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("an optional FLOAT32")
        .hasMessageContaining("OptionalGetElement");
    GraphProto.Builder untyped =
        GraphProto.newBuilder()
            .addOutput(optional("y", false))
            .addNode(node("Optional", List.of(), List.of("y")));
    assertThatThrownBy(() -> compile(model(untyped, 15)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("is required where there is no input");
  }

  /** {@code OptionalProto}: a name, and a tensor unless that is empty. */
  private static byte[] message(String name, ByteString tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeString(1, name);
    out.writeEnum(2, tensor.isEmpty() ? 0 : 1);
    if (!tensor.isEmpty()) {
      out.writeBytes(3, tensor);
    }
    out.flush();
    return bytes.toByteArray();
  }

  @Test
  void filesOfOptionalValues(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("o.pb");
    Files.write(file, message("o", ByteString.EMPTY));
    OnnxTensors.NamedOptional none =
        OnnxTensors.readOptional(file, ElementType.FLOAT32, false, ImportLimits.defaults());
    assertThat(none.name()).isEqualTo("o");
    assertThat(none.value().isPresent()).isFalse();
    Files.write(file, message("", Protos.floats("t", 2).build().toByteString()));
    OptionalValue some =
        OnnxTensors.readOptional(file, ElementType.FLOAT32, false, ImportLimits.defaults()).value();
    assertThat(some.get()).hasToString(Tensor.zeros(ElementType.FLOAT32, 2).toString());
    for (boolean sequence : new boolean[] {false, true}) {
      ElementType type = sequence ? ElementType.FLOAT32 : ElementType.INT64;
      assertThatThrownBy(
              () -> OnnxTensors.readOptional(file, type, sequence, ImportLimits.defaults()))
          .isInstanceOf(MalformedModelException.class);
    }
  }
}
