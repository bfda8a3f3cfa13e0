package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.onnx.proto.ValueInfoProto;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nobody reads is not judged, and any values of a graph may be its inputs and outputs. */
class PartOfModelTest {

  private static final int FLOATS = TensorProto.DataType.FLOAT_VALUE;
  private static final Map<String, Tensor> INPUTS =
      Map.of(
          "x",
          Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 2, 2),
          "lengths",
          Tensor.of(new int[] {3, 2}, 2));

  private static Graph read(ModelProto.Builder model) {
    return OnnxImporter.read(model.build().toByteArray(), "part", ImportLimits.defaults());
  }

  private static CompileOptions outputs(String... names) {
    return CompileOptions.defaults().withOutputs(names);
  }

  private static void assertSame(Tensor found, Tensor expected) {
    assertThat(found.toString()).isEqualTo(expected.toString());
    assertThat(found.floats()).containsExactly(expected.floats());
  }

  @Test
  void anUnsupportedTailIsCutOff() {
    Map<String, Tensor> whole = Model.compile(read(Protos.small())).newSession().run(INPUTS);
    ModelProto.Builder model = Protos.small();
    model
        .getGraphBuilder()
        .addNode(Protos.node("Frobnicate", List.of("y"), List.of("z")))
        .addOutput(Protos.value("z", TensorProto.DataType.COMPLEX64_VALUE, 1));
    Graph graph = read(model);
    assertThatThrownBy(() -> Model.compile(graph))
        .isInstanceOfSatisfying(
            ModelRefusedException.class, e -> assertThat(e.findings()).hasSize(1))
        .hasMessageContaining("Frobnicate");
    Model part = Model.compile(graph, outputs("y", "q"));
    assertThat(part.outputs().toString())
        .isEqualTo("[y: FLOAT32[d1, d2, 2], q: FLOAT32[d1, d2, 3]]");
    assertThat(part.notes().toString()).contains("nodes = 1: dropped: Frobnicate");
    assertSame(part.newSession().run(INPUTS).get("y"), whole.get("y"));
    Model states = Model.compile(graph, outputs("h"));
    assertThat(states.nodes()).hasSize(1);
    assertSame(states.newSession().run(INPUTS).get("h"), whole.get("h"));
  }

  @Test
  void anUnsupportedFrontIsStartedBehind() {
    Model whole = Model.compile(read(Protos.small()), outputs("q", "y"));
    Map<String, Tensor> values = whole.newSession().run(INPUTS);
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().getNodeBuilder(0).setOpType("Frobnicate");
    model.getGraphBuilder().addValueInfo(Protos.value("q", FLOATS, 7, -2, 3));
    Graph graph = read(model);
    Model part = Model.compile(graph, outputs("m", "y").withInputs("q"));
    assertThat(part.inputs().stream().map(ValueInfo::name)).containsExactly("q");
    Tensor q = Tensor.of(java.util.Arrays.copyOf(new float[42], 42), 7, 2, 3);
    assertThat(part.newSession().run(Map.of("q", q)).get("y").toString())
        .isEqualTo("FLOAT32[7, 2, 2]");
    // The squeeze is supported, but what it reads has no type that could be told.
    assertThatThrownBy(() -> Model.compile(graph, outputs("y").withInputs("s")))
        .hasMessageContaining("input = s: its element type is not known");
    // In the model that is supported, sizes are those of the nodes, whatever the file says of them.
    ModelProto.Builder odd = Protos.small();
    odd.getGraphBuilder().addValueInfo(Protos.value("q", FLOATS, 7, 9, 3));
    Model inner = Model.compile(read(odd), outputs("y").withInputs("q"));
    assertThat(inner.inputs().toString()).isEqualTo("[q: FLOAT32[d1, d2, 3]]");
    assertSame(inner.newSession().run(Map.of("q", values.get("q"))).get("y"), values.get("y"));
  }

  @Test
  void namesThatAreNotThereAreRefusedWithTheNearest() {
    Graph graph = read(Protos.small());
    assertThatThrownBy(() -> Model.compile(graph, outputs("desne", "y").withInputs("length", "y")))
        .isInstanceOfSatisfying(
            ModelRefusedException.class, e -> assertThat(e.findings()).hasSize(2))
        .hasMessageContaining("output = desne: no value of the graph has this name; near it: dense")
        .hasMessageContaining("near it: lengths");
    assertThatThrownBy(() -> Model.compile(graph, outputs("y", "y")))
        .hasMessageContaining("output = y: is named twice");
  }

  @Test
  void whatNobodyReadsIsNotJudged() {
    ModelProto.Builder model = Protos.small();
    model
        .getGraphBuilder()
        .addInitializer(Protos.tensor("odd", TensorProto.DataType.COMPLEX64_VALUE, 1))
        .addInitializer(Protos.floats("unread", 3))
        .addInput(Protos.value("also_odd", TensorProto.DataType.COMPLEX64_VALUE, 1))
        .addInput(Protos.value("spare", FLOATS, 4))
        .addNode(Protos.node("Frobnicate", List.of("odd", "also_odd", "nowhere"), List.of("f")))
        .addNode(Protos.node("Relu", List.of("around"), List.of("round")))
        .addNode(Protos.node("Relu", List.of("round"), List.of("around")))
        .addNode(Protos.node("LSTM", List.of("x", "spare"), List.of("g")).addInput("unread"));
    Graph graph = read(model);
    assertThat(graph.constants()).containsKey("unread").doesNotContainKey("odd");
    Model compiled = Model.compile(graph);
    assertThat(compiled.inputs().stream().map(ValueInfo::name))
        .containsExactly("x", "lengths", "spare");
    assertThat(compiled.notes().toString())
        .contains("dropped: ", "Frobnicate", "LSTM")
        .contains("input = spare: is an input that no output needs");
    Tensor expected = Model.compile(read(Protos.small())).newSession().run(INPUTS).get("y");
    assertSame(compiled.newSession().run(INPUTS).get("y"), expected);
    Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32), Tensor.growable(ElementType.FLOAT32)};
    compiled
        .newSession()
        .run(
            new Value[] {
              INPUTS.get("x"), INPUTS.get("lengths"), Tensor.zeros(ElementType.FLOAT32, 4)
            },
            outputs);
    assertSame(outputs[0], expected);
  }

  @Test
  void whatIsReadIsJudged() {
    ModelProto.Builder model = Protos.small();
    model
        .getGraphBuilder()
        .addInitializer(Protos.tensor("odd", TensorProto.DataType.COMPLEX64_VALUE, 1))
        .addNode(Protos.node("Frobnicate", List.of("odd", "nowhere"), List.of("f")))
        .addOutput(Protos.value("f", FLOATS, 1));
    assertThatThrownBy(() -> Model.compile(read(model)))
        .hasMessageContaining("COMPLEX64")
        .hasMessageContaining("input = nowhere: no node, input or initializer makes it")
        .hasMessageContaining("(Frobnicate)");
  }

  @Test
  void deadNodesOfBodiesAreNotJudged() {
    GraphProto.Builder branch =
        GraphProto.newBuilder()
            .setName("branch")
            .addNode(Protos.node("Frobnicate", List.of("x"), List.of("f")))
            .addNode(Protos.node("Relu", List.of("x"), List.of("b")))
            .addOutput(ValueInfoProto.newBuilder().setName("b"));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("x", FLOATS, -1))
            .addInput(Protos.value("c", TensorProto.DataType.BOOL_VALUE))
            .addNode(
                Protos.node("If", List.of("c"), List.of("y"))
                    .addAttribute(body("then_branch", branch))
                    .addAttribute(body("else_branch", branch)))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    Model model = Model.compile(read(Protos.model(graph, 17)));
    assertThat(model.outputs().toString()).isEqualTo("[y: FLOAT32[d1]]");
    branch.getNodeBuilder(1).setInput(0, "f");
    graph.getNodeBuilder(0).setAttribute(0, body("then_branch", branch));
    assertThatThrownBy(() -> Model.compile(read(Protos.model(graph, 17))))
        .hasMessageContaining("Frobnicate");
  }

  private static AttributeProto body(String name, GraphProto.Builder graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  @Test
  void anInitialiserAmongTheInputsMayBeGiven() {
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().addInput(Protos.value("dense", FLOATS, 3, -3));
    Model compiled = Model.compile(read(model));
    assertThat(compiled.inputs().stream().map(ValueInfo::name)).containsExactly("x", "lengths");
    assertThat(compiled.optionalInputs().toString()).isEqualTo("[dense: FLOAT32[3, d3]]");
    Tensor other = Tensor.of(new float[] {3, 1, 2, 0, 1, 5}, 3, 2);
    Tensor initial = read(model).constants().get("dense");
    Session session = compiled.newSession();
    Tensor usual = session.run(INPUTS).get("y");
    Tensor given = session.run(with(other)).get("y");
    assertThat(given.floats()).isNotEqualTo(usual.floats());
    assertSame(session.run(INPUTS).get("y"), usual);
    assertSame(session.run(with(initial)).get("y"), usual);
    Value[] in = {INPUTS.get("x"), INPUTS.get("lengths"), other};
    Value[] out = {Tensor.growable(ElementType.FLOAT32), Tensor.growable(ElementType.FLOAT32)};
    compiled.newSession().run(in, out);
    assertSame((Tensor) out[0], given);
    in[2] = null;
    session.run(in, out);
    assertSame((Tensor) out[0], usual);
    Tensor wide = Tensor.zeros(ElementType.FLOAT32, 3, 4);
    assertThat(session.run(with(wide)).get("y").toString()).isEqualTo("FLOAT32[3, 2, 4]");
    // Before IR version 4 initialisers stand among the inputs and are constants.
    Model old = Model.compile(read(model.setIrVersion(3)));
    assertThat(old.optionalInputs()).isEmpty();
    assertSame(old.newSession().run(INPUTS).get("y"), usual);
  }

  private static Map<String, Tensor> with(Tensor dense) {
    Map<String, Tensor> inputs = new java.util.HashMap<>(INPUTS);
    inputs.put("dense", dense);
    return inputs;
  }

  @Test
  void outputsWithoutTypesHaveWhatNodesMake() {
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName("q"));
    Model compiled = Model.compile(read(model));
    assertThat(compiled.outputs().getLast().toString()).isEqualTo("q: FLOAT32[d1, d2, 3]");
    assertThat(compiled.newSession().run(INPUTS).get("q").toString()).isEqualTo("FLOAT32[3, 2, 3]");
  }

  @Test
  void innerValuesOfSixteenBitModelsAreSixteenBitValues() {
    int halves = TensorProto.DataType.FLOAT16_VALUE;
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("x", halves, -1))
            .addNode(Protos.node("Exp", List.of("x"), List.of("e")))
            .addNode(
                Protos.node("Cast", List.of("e"), List.of("f"))
                    .addAttribute(Protos.integer("to", FLOATS)))
            .addNode(Protos.node("Relu", List.of("f"), List.of("y")))
            .addOutput(ValueInfoProto.newBuilder().setName("e"))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    Graph read = read(Protos.model(graph, 17));
    assertThat(Model.compile(read).outputs().toString())
        .isEqualTo("[e: FLOAT16[d1], y: FLOAT32[d1]]");
    Model part = Model.compile(read, outputs("y").withInputs("e"));
    assertThat(part.inputs().toString()).isEqualTo("[e: FLOAT16[d1]]");
    Tensor one = Tensor.of(ElementType.FLOAT16, new short[] {0x3c00}, 1);
    assertThat(part.newSession().run(Map.of("e", one)).get("y").floats()).containsExactly(1);
  }

  @Test
  void sizesOfZeroAreAnySize() {
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().setInput(0, Protos.value("x", FLOATS, 0, 0, 2));
    assertThat(Model.compile(read(model)).newSession().run(INPUTS)).containsKey("y");
  }

  @Test
  void fixedSizesOfInputsAreKept() {
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().setInput(0, Protos.value("x", FLOATS, -1, 5, 2));
    Session session = Model.compile(read(model)).newSession();
    assertThatThrownBy(() -> session.run(INPUTS))
        .hasMessageContaining("input x: FLOAT32[d1, 5, 2]: found FLOAT32[3, 2, 2]")
        .hasMessageContaining("the file fixes dimension 1 at 5");
  }

  @Test
  void domainsMayBeImportedTwiceOrNotAtAll() {
    ModelProto.Builder model = Protos.small();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx").setVersion(12));
    Model twice = Model.compile(read(model));
    assertThat(twice.notes().toString()).contains("imported twice: this version is taken, not 11");
    model.clearOpsetImport();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.example").setVersion(1));
    model.getGraphBuilder().clearOutput().addOutput(Protos.value("h", FLOATS, 1, -2, 3));
    assertThat(read(model).file().opsetWords()).isEqualTo("com.example 1");
    assertThat(Model.compile(read(model)).newSession().run(INPUTS)).containsKey("h");
  }

  @Test
  void aWrongHiddenSizeNamesWhatWeightsImply() {
    ModelProto.Builder model = Protos.small();
    model.getGraphBuilder().getNodeBuilder(0).setAttribute(0, Protos.integer("hidden_size", 4));
    assertThatThrownBy(() -> Model.compile(read(model)))
        .hasMessageContaining(
            "hidden_size = 4 does not fit the weights: W [1, 12, 2] implies 3, R [1, 12, 3] implies"
                + " 3, B [1, 24] implies 3");
  }

  /** x + w, of which w is an initialiser and an input; v is one, too, that nobody reads. */
  private static ModelProto.Builder defaults(int version) {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(version);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
    for (String name : List.of("w", "v")) {
      model
          .getGraphBuilder()
          .addInput(Protos.value(name, FLOATS, 2))
          .addInitializer(
              TensorProto.newBuilder()
                  .setName(name)
                  .setDataType(FLOATS)
                  .addDims(2)
                  .addFloatData(1)
                  .addFloatData(2));
    }
    model
        .getGraphBuilder()
        .addInput(Protos.value("x", FLOATS, -1, 2))
        .addNode(Protos.node("Add", List.of("x", "w"), List.of("y")))
        .addOutput(Protos.value("y", FLOATS, -1, 2));
    return model;
  }

  @Test
  void anUnreadDefaultMayBeGivenAndChangesNothing() {
    Tensor x = Tensor.of(new float[] {10, 20}, 1, 2);
    for (int version : new int[] {3, 8}) {
      Model model = Model.compile(read(defaults(version)));
      assertThat(model.optionalInputs()).hasSize(version < 4 ? 0 : 1);
      Tensor unread = Tensor.of(new long[] {7}, 1);
      assertThat(model.newSession().run(Map.of("x", x, "v", unread)).get("y").floats())
          .containsExactly(11, 22);
      Session session = model.newSession();
      Map<String, Tensor> unknown = Map.of("x", x, "u", unread);
      assertThatThrownBy(() -> session.run(unknown))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there is no input 'u'");
    }
  }

  @Test
  void anInputThatIsDeclaredAScalarTakesAnyShape() {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(11));
    model
        .getGraphBuilder()
        .addInput(Protos.value("x", FLOATS))
        .addInput(Protos.value("y", FLOATS, 2))
        .addNode(Protos.node("Add", List.of("x", "y"), List.of("z")))
        .addNode(Protos.node("Shape", List.of("x"), List.of("s")))
        .addOutput(Protos.value("z", FLOATS, 2))
        .addOutput(Protos.value("s", TensorProto.DataType.INT64_VALUE, -1));
    Session session = Model.compile(read(model)).newSession();
    Tensor y = Tensor.of(new float[] {1, 2}, 2);
    for (int[] shape : new int[][] {{}, {1}, {2}, {2, 1}, {}, {1, 1, 1}}) {
      Tensor x = Tensor.zeros(ElementType.FLOAT32, shape);
      Map<String, Tensor> found = session.run(Map.of("x", x, "y", y));
      assertThat(found.get("s").longs()).hasSize(shape.length);
      assertThat(found.get("z").rank()).isEqualTo(Math.max(1, shape.length));
      assertThat(found.get("z").floats()).startsWith(1, 2);
    }
    Tensor wrong = Tensor.of(new long[] {1}, 1);
    assertThatThrownBy(() -> session.run(Map.of("x", wrong, "y", y)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input x");
  }
}
