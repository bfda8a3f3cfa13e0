package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.LocalFunctions.body;
import static dev.vecurrent.onnx.random.LocalFunctions.call;
import static dev.vecurrent.onnx.random.LocalFunctions.imports;
import static dev.vecurrent.onnx.random.LocalFunctions.node;
import static dev.vecurrent.onnx.random.LocalFunctions.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.AttributeProto.AttributeType;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions that a model defines, beside ONNX Runtime where it takes them. */
class LocalFunctionTest {

  private static final Tensor X = Tensor.of(new float[] {-2, -1, 0, 1, 2, 3}, 2, 3);

  private static Map<String, Tensor> run(LocalFunctions model) {
    return Model.compile(OnnxImporter.read(model.bytes(), "model", ImportLimits.defaults()))
        .newSession()
        .run(Map.of("x", X));
  }

  /** Both engines give the same; the elements are returned. */
  private static float[] agreed(LocalFunctions model) {
    try {
      Map<String, Tensor> expected = OnnxRuntime.run(model.bytes(), Map.of("x", X));
      Map<String, Tensor> found = run(model);
      expected.forEach((name, tensor) ->
          assertThat(Check.difference(found.get(name), tensor, 1e-6)).as(name).isEmpty());
      return found.get("y").floats();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(LocalFunctions model, String... words) {
    assertThatThrownBy(() -> run(model))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void valuesOfEachCallAreItsOwn() {
    LocalFunctions model = new LocalFunctions(13);
    // Names of the function are those of the graph, for other values.
    model.function("F", "h", "x", node("Neg", "h", "y"), node("Relu", "y", "x"));
    model.nodes(call("F", "x", "h"), call("F", "h", "z"), node("Add", "h z", "y")).output("y");
    assertThat(agreed(model)).containsExactly(2, 1, 0, 0, 0, 0);
  }

  @Test
  void functionsCallFunctionsOfOtherDomains() {
    LocalFunctions model = new LocalFunctions(13).imports("other");
    imports(
        model.function("F", "a", "b", call("G", "a", "t").setDomain("other"), call("H", "t", "b")),
        "other",
        1);
    model.function("G", "a", "b", node("Abs", "a", "b")).setDomain("other");
    model.function("H", "a", "b", node("Add", "a a", "b"));
    assertThat(agreed(model.nodes(call("F", "x", "y")).output("y")))
        .containsExactly(4, 2, 0, 2, 4, 6);
  }

  @Test
  void attributesReferToThoseOfTheCall() {
    LocalFunctions model = new LocalFunctions(13);
    model
        .function(
            "F", "a", "b", node("Elu", "a", "b", reference("alpha", "slope", AttributeType.FLOAT)))
        .addAttribute("slope");
    model
        .function(
            "G", "a", "b", call("F", "a", "b", reference("slope", "outer", AttributeType.FLOAT)))
        .addAttribute("outer");
    model
        .nodes(
            call("F", "x", "p", Attribute.number("slope", 2)),
            call("G", "x", "q", Attribute.number("outer", 3)),
            node("Add", "p q", "y"))
        .output("y");
    assertThat(agreed(model)).startsWith((float) (5 * Math.expm1(-2)));
  }

  @Test
  void anAttributeThatTheCallDoesNotGiveIsAbsent() {
    LocalFunctions model = new LocalFunctions(13);
    model
        .function(
            "F", "a", "b", node("Elu", "a", "b", reference("alpha", "slope", AttributeType.FLOAT)))
        .addAttribute("slope");
    assertThat(run(model.nodes(call("F", "x", "y")).output("y")).get("y").floats())
        .startsWith((float) Math.expm1(-2));
  }

  @Test
  void attributesHaveDefaults() {
    LocalFunctions model = new LocalFunctions(13);
    model
        .function(
            "F",
            "a",
            "b",
            node("LeakyRelu", "a", "b", reference("alpha", "slope", AttributeType.FLOAT)))
        .addAttributeProto(Attribute.number("slope", 0.5));
    model
        .nodes(
            call("F", "x", "p"),
            call("F", "x", "q", Attribute.number("slope", 0.25)),
            node("Sub", "p q", "y"))
        .output("y");
    assertThat(agreed(model)).containsExactly(-0.5f, -0.25f, 0, 0, 0, 0);
  }

  @Test
  void anAttributeOfAnotherTypeIsRefused() {
    LocalFunctions model = new LocalFunctions(13);
    model
        .function(
            "F", "a", "b", node("Elu", "a", "b", reference("alpha", "slope", AttributeType.FLOAT)))
        .addAttribute("slope");
    model.nodes(call("F", "x", "y", Attribute.integer("slope", 1)).setName("one")).output("y");
    refused(model, "one (function pkg.F)", "alpha", "slope", "FLOAT", "INT");
  }

  @Test
  void bodiesReadWhatIsAroundThemInTheFunction() {
    LocalFunctions model = new LocalFunctions(13);
    model.function(
        "F",
        "a",
        "b",
        node("ReduceSum", "a", "sum", Attribute.integer("keepdims", 0)),
        node("Constant", "", "zero", Attribute.number("value_float", 0)),
        node("Greater", "sum zero", "positive"),
        // Its local value has the name of the graph's input, which the call gives as a.
        node(
            "If",
            "positive",
            "b",
            body("then_branch", "x", node("Neg", "a", "x")),
            body("else_branch", "x", node("Add", "a a", "t"), node("Mul", "a t", "x"))));
    model.nodes(call("F", "x", "n"), call("F", "n", "y")).output("y", "n");
    assertThat(agreed(model)).containsExactly(8, 2, 0, 2, 8, 18);
  }

  @Test
  void functionsAreCalledInBodiesOfTheGraph() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "b", node("Neg", "a", "t"), node("Add", "t t", "b"));
    model
        .nodes(
            node("ReduceSum", "x", "sum", Attribute.integer("keepdims", 0)),
            node("Constant", "", "zero", Attribute.number("value_float", 0)),
            node("Greater", "sum zero", "positive"),
            node(
                "If",
                "positive",
                "y",
                body("then_branch", "p", call("F", "x", "p")),
                body("else_branch", "q", node("Identity", "x", "q"))))
        .output("y");
    assertThat(agreed(model)).containsExactly(4, 2, -0f, -2, -4, -6);
  }

  @Test
  void aBodyMayBeAnAttributeOfTheCall() {
    LocalFunctions model = new LocalFunctions(13);
    model
        .function(
            "F",
            "c",
            "b",
            node(
                "If",
                "c",
                "b",
                reference("then_branch", "yes", AttributeType.GRAPH),
                reference("else_branch", "no", AttributeType.GRAPH)))
        .addAttribute("yes")
        .addAttribute("no");
    model
        .nodes(
            node("ReduceSum", "x", "sum", Attribute.integer("keepdims", 0)),
            node("Constant", "", "zero", Attribute.number("value_float", 0)),
            node("Greater", "sum zero", "c"),
            call(
                "F",
                "c",
                "y",
                body("yes", "p", node("Neg", "x", "p")),
                body("no", "q", node("Abs", "x", "q"))))
        .output("y");
    assertThat(run(model).get("y").floats()).containsExactly(2, 1, -0f, -1, -2, -3);
  }

  @Test
  void loopsWithinFunctionsKeepTheirValuesApart() {
    LocalFunctions model = new LocalFunctions(13);
    AttributeProto loop =
        Attribute.graph(
            "body",
            GraphProto.newBuilder()
                .addInput(Wire.declaration("i", ElementType.INT64, List.of()))
                .addInput(Wire.declaration("go", ElementType.BOOL, List.of()))
                .addInput(Wire.declaration("x", ElementType.FLOAT32, List.of("2", "3")))
                .addNode(node("Identity", "go", "still"))
                .addNode(node("Add", "x a", "next"))
                .addOutput(Wire.declaration("still", ElementType.BOOL))
                .addOutput(Wire.declaration("next", ElementType.FLOAT32)));
    model.function(
        "F",
        "a",
        "b",
        node("Constant", "", "count", Attribute.integer("value_int", 3)),
        node("Loop", "count - a", "b", loop));
    model.nodes(call("F", "x", "n"), call("F", "n", "y")).output("y");
    assertThat(agreed(model)).containsExactly(-32, -16, 0, 16, 32, 48);
  }

  @Test
  void inputsAndOutputsMayBeAbsent() {
    LocalFunctions model = new LocalFunctions(13);
    model.function(
        "F",
        "a low high",
        "b c d",
        node("Clip", "a low high", "b"),
        node("Neg", "a", "c"),
        node("Abs", "a", "d"));
    model
        .nodes(
            node("Constant", "", "one", Attribute.number("value_float", 1)),
            call("F", "x - one", "p"),
            call("F", "x", "- - q"),
            node("Add", "p q", "y"))
        .output("y");
    assertThat(run(model).get("y").floats()).containsExactly(0, 0, 0, 2, 3, 4);
  }

  @Test
  void outputsMayBeInputsOrTheSameValueTwice() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "a b b", node("Neg", "a", "b"));
    model
        .nodes(call("F", "x", "p q r"), node("Sub", "p q", "s"), node("Add", "s r", "y"))
        .output("y", "p");
    assertThat(run(model).get("y").floats()).containsExactly(-2, -1, 0, 1, 2, 3);
    assertThat(run(model).get("p").floats()).containsExactly(X.floats());
  }

  @Test
  void anAbsentInputCannotBeAnOutput() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a b", "b c", node("Neg", "a", "c"));
    model.nodes(call("F", "x", "p q").setName("one"), node("Add", "p q", "y")).output("y");
    refused(model, "pkg.F", "does not give");
  }

  @Test
  void aFunctionGoesBeforeAnOperatorOfItsName() {
    LocalFunctions model = new LocalFunctions(13).imports("com.microsoft");
    model.function("Gelu", "a", "b", node("Neg", "a", "b")).setDomain("com.microsoft");
    model.nodes(node("Gelu", "x", "y").setDomain("com.microsoft")).output("y");
    assertThat(run(model).get("y").floats()).containsExactly(2, 1, -0f, -1, -2, -3);
  }

  @Test
  void aFunctionOfOnnxsOwnDomainGoesBeforeTheOperator() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("Relu", "a", "b", node("Neg", "a", "b")).setDomain("ai.onnx");
    model.nodes(node("Relu", "x", "y")).output("y");
    assertThat(run(model).get("y").floats()).containsExactly(2, 1, -0f, -1, -2, -3);
  }

  @Test
  void nodesAreReadAtTheOpsetOfTheirFunction() {
    LocalFunctions model = new LocalFunctions(17);
    // Since opset 13 the axes of Squeeze are an input; at 11 they are an attribute.
    model
        .function(
            "F",
            "a",
            "b",
            node("Unsqueeze", "a", "t", Attribute.integers("axes", 0)),
            node("Softmax", "t", "b", Attribute.integer("axis", 1)))
        .clearOpsetImport()
        .addOpsetImportBuilder()
        .setVersion(11);
    model.nodes(call("F", "x", "y")).output("y");
    // Softmax of opset 11 is over all axes from axis on: over six elements.
    float sum = 0;
    for (float element : run(model).get("y").floats()) {
      sum += element;
    }
    assertThat(sum).isBetween(0.999f, 1.001f);
  }

  @Test
  void overloadsAreToldApart() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "b", node("Neg", "a", "b")).setOverload("minus");
    model.function("F", "a", "b", node("Abs", "a", "b")).setOverload("size");
    model.nodes(call("F", "x", "y").setOverload("size")).output("y");
    assertThat(run(model).get("y").floats()).containsExactly(2, 1, 0, 1, 2, 3);
  }

  @Test
  void functionsThatNobodyCallsAreNotJudged() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a a", "b", node("Nonsense", "a", "c"), call("F", "a", "b"));
    assertThat(run(model.nodes(node("Neg", "x", "y")).output("y")).get("y").floats())
        .containsExactly(2, 1, -0f, -1, -2, -3);
  }

  @Test
  void callsThatNobodyReadsAreNotJudged() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "b", call("F", "a", "b"));
    model.nodes(call("F", "x", "unread"), node("Neg", "x", "y")).output("y");
    assertThat(run(model).get("y").floats()).containsExactly(2, 1, -0f, -1, -2, -3);
  }

  @Test
  void recursionIsRefused() {
    LocalFunctions direct = new LocalFunctions(13);
    direct.function("F", "a", "b", call("F", "a", "b"));
    refused(
        direct.nodes(call("F", "x", "y").setName("one")).output("y"), "one", "pkg.F calls pkg.F");
    LocalFunctions mutual = new LocalFunctions(13);
    mutual.function("F", "a", "b", call("G", "a", "b"));
    mutual.function(
        "G",
        "a",
        "b",
        node("Constant", "", "c", Attribute.integer("value_int", 1)),
        node("Cast", "c", "d", Attribute.integer("to", 9)),
        node(
            "If",
            "d",
            "b",
            body("then_branch", "p", call("F", "a", "p")),
            body("else_branch", "q", node("Neg", "a", "q"))));
    refused(
        mutual.nodes(call("F", "x", "y").setName("one")).output("y"),
        "one",
        "pkg.F calls pkg.G calls pkg.F");
  }

  @Test
  void growthIsCountedBeforeItHappens() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F0", "a", "b", node("Neg", "a", "b"));
    for (int i = 1; i <= 40; i++) {
      String before = "F" + (i - 1);
      model.function("F" + i, "a", "b", call(before, "a", "t"), call(before, "t", "b"));
    }
    model.nodes(call("F40", "x", "y").setName("one")).output("y");
    refused(model, "one", "pkg.F40", "3298534883326", "limit: nodes");
  }

  @Test
  void functionsThatAreEmptyDoNotGrowEither() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F0", "a", "a");
    for (int i = 1; i <= 40; i++) {
      String before = "F" + (i - 1);
      model.function("F" + i, "a", "b", call(before, "a", "t"), call(before, "t", "b"));
    }
    refused(model.nodes(call("F40", "x", "y")).output("y"), "pkg.F40", "limit: nodes");
  }

  @Test
  void callsWithinCallsAreBounded() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F0", "a", "b", node("Neg", "a", "b"));
    for (int i = 1; i <= 70; i++) {
      model.function("F" + i, "a", "b", call("F" + (i - 1), "a", "b"));
    }
    refused(model.nodes(call("F70", "x", "y")).output("y"), "deep");
  }

  @Test
  void findingsNameTheFunctionAndTheCall() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "b", node("Nonsense", "a", "b").setName("inner"));
    model.function("G", "a", "b", call("F", "a", "b").setName("middle"));
    refused(
        model.nodes(call("G", "x", "y").setName("outer")).output("y"),
        "outer (function pkg.G)/middle (function pkg.F)/inner",
        "Nonsense");
  }

  @Test
  void callsThatDoNotFitAreRefused() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "b", node("Neg", "a", "b"));
    refused(model.nodes(call("F", "x x", "y z")).output("y"), "inputs = 2", "outputs = 2");
    LocalFunctions twice = new LocalFunctions(13);
    twice.function("F", "a", "b", node("Neg", "a", "b"));
    twice.function("F", "a", "b", node("Abs", "a", "b"));
    refused(twice.nodes(call("F", "x", "y")).output("y"), "twice");
    LocalFunctions open = new LocalFunctions(13);
    open.function("F", "a", "c", node("Neg", "x", "b"));
    refused(open.nodes(call("F", "x", "y")).output("y"), "pkg.F", "output = c");
  }

  @Test
  void aFunctionDoesNotSeeTheGraph() {
    LocalFunctions model = new LocalFunctions(13);
    model.function("F", "a", "b", node("Add", "a x", "b"));
    refused(model.nodes(call("F", "x", "y").setName("one")).output("y"), "one/x", "makes it");
  }

  @Test
  void recurrentLayersOfFunctionsAreLayers() {
    LocalFunctions model = new LocalFunctions(14);
    NodeProto.Builder cell =
        node("RNN", "s w r", "all -", reference("hidden_size", "size", AttributeType.INT));
    model
        .function(
            "Layer",
            "a w r",
            "b",
            node("Constant", "", "one", Attribute.integers("value_ints", 1)),
            node("Unsqueeze", "a one", "s"),
            cell,
            node("Squeeze", "all one", "b"))
        .addAttribute("size");
    model
        .nodes(
            node("Constant", "", "w", Attribute.tensor("value", Tensor.of(new float[6], 1, 2, 3))),
            node("Constant", "", "r", Attribute.tensor("value", Tensor.of(new float[4], 1, 2, 2))),
            call("Layer", "x w r", "y", Attribute.integer("size", 2)))
        .output("y");
    assertThat(agreed(model)).hasSize(4);
  }

  @Test
  void typesOfBodiesMayBeMissing() {
    LocalFunctions model = new LocalFunctions(13);
    model.function(
        "F",
        "a",
        "b",
        node("Shape", "a", "s"),
        node("Size", "s", "n"),
        node("Cast", "n", "c", Attribute.integer("to", 9)),
        node(
            "If",
            "c",
            "b",
            body("then_branch", "a2", node("Identity", "a", "a2")),
            body("else_branch", "a3", node("Neg", "a", "a3"))));
    assertThat(run(model.nodes(call("F", "x", "y")).output("y")).get("y").floats())
        .containsExactly(X.floats());
  }
}
