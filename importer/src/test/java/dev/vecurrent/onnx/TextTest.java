package dev.vecurrent.onnx;

import static dev.vecurrent.onnx.Bodies.BOOL;
import static dev.vecurrent.onnx.Bodies.INT64;
import static dev.vecurrent.onnx.Bodies.body;
import static dev.vecurrent.onnx.Bodies.compile;
import static dev.vecurrent.onnx.Bodies.value;
import static dev.vecurrent.onnx.Protos.integer;
import static dev.vecurrent.onnx.Protos.model;
import static dev.vecurrent.onnx.Protos.node;
import static dev.vecurrent.onnx.Protos.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text in models: through sequences and bodies, in tables, and what is refused. */
class TextTest {

  private static final int STRING = TensorProto.DataType.STRING_VALUE;
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  private static AttributeProto strings(String name, String... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
    for (String value : values) {
      attribute.addStrings(ByteString.copyFromUtf8(value));
    }
    return attribute.build();
  }

  private static Tensor texts(String... values) {
    return Tensor.of(values, values.length);
  }

  /** A model of one node that reads x and makes y. */
  private static ModelProto.Builder one(NodeProto.Builder node, int from, int to, int opset) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("x", from, 3))
            .addOutput(value("y", to))
            .addNode(node.addInput("x").addOutput("y"));
    return model(graph, opset)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(4));
  }

  private static NodeProto.Builder ml(String operator) {
    return NodeProto.newBuilder().setOpType(operator).setName(operator).setDomain("ai.onnx.ml");
  }

  private static Tensor run(ModelProto.Builder model, Tensor x) {
    return compile(model).newSession().run(Map.of("x", x)).get("y");
  }

  @Test
  void textGoesThroughSequencesAndBodies() {
    GraphProto.Builder then =
        GraphProto.newBuilder()
            .addOutput(value("kept", STRING))
            .addNode(node("StringConcat", List.of("first", "x"), List.of("kept")));
    GraphProto.Builder otherwise =
        GraphProto.newBuilder()
            .addOutput(value("left", STRING))
            .addNode(node("Identity", List.of("x"), List.of("left")));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("x", STRING, 3))
            .addInput(value("c", BOOL))
            .addOutput(value("y", STRING))
            .addInitializer(Protos.tensor("zero", INT64).addInt64Data(0))
            .addNode(node("SplitToSequence", List.of("x"), List.of("parts")))
            .addNode(node("SequenceAt", List.of("parts", "zero"), List.of("first")))
            .addNode(
                node("If", List.of("c"), List.of("y"))
                    .addAttribute(body("then_branch", then))
                    .addAttribute(body("else_branch", otherwise)));
    Session session = compile(model(graph, 20)).newSession();
    Tensor x = texts("a", "", "\u00fc");
    Tensor yes = Tensor.of(new boolean[] {true});
    Tensor no = Tensor.of(new boolean[] {false});
    assertThat(session.run(Map.of("x", x, "c", yes)).get("y").strings())
        .containsExactly("aa", "a", "a\u00fc");
    assertThat(session.run(Map.of("x", x, "c", no)).get("y").strings())
        .containsExactly("a", "", "\u00fc");
  }

  @Test
  void textThatDoublesForEverIsRefused() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.value("x", STRING, 1))
            .addOutput(value("v64", STRING));
    graph.addNode(node("Identity", List.of("x"), List.of("v0")));
    for (int i = 0; i < 64; i++) {
      String from = "v" + i;
      graph.addNode(node("StringConcat", List.of(from, from), List.of("v" + (i + 1))));
    }
    Session session = compile(model(graph, 20)).newSession();
    assertThatThrownBy(() -> session.run(Map.of("x", texts("0123456789"))))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("characters: ");
  }

  @Test
  void ofEqualKeysTheLastIsMeantSinceVersion4() {
    NodeProto.Builder encoder =
        ml("LabelEncoder")
            .addAttribute(strings("keys_strings", "a", "a", "b"))
            .addAttribute(strings("values_strings", "first", "last", "other"));
    assertThat(run(one(encoder, STRING, STRING, 17), texts("a", "b", "c")).strings())
        .containsExactly("last", "other", "_Unused");
  }

  @Test
  void whatIsNoCategoryIsRefusedWhereZerosAreNotAllowed() {
    NodeProto.Builder encoder =
        ml("OneHotEncoder")
            .addAttribute(strings("cats_strings", "a", "b"))
            .addAttribute(integer("zeros", 0));
    ModelProto.Builder model = one(encoder, STRING, FLOAT, 17);
    assertThat(run(model, texts("a", "b", "a")).floats()).containsExactly(1, 0, 0, 1, 1, 0);
    assertThatThrownBy(() -> run(model, texts("a", "b", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("element 2 of X is no category");
  }

  @Test
  void madeUpTextIsAKeyThatTheModelKnows() {
    NodeProto.Builder encoder =
        ml("OneHotEncoder")
            .addAttribute(strings("cats_strings", "a", "b"))
            .addAttribute(integer("zeros", 0));
    Model model = compile(one(encoder, STRING, FLOAT, 17));
    assertThat(model.warmUp(Duration.ofSeconds(1))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "TreeEnsembleClassifier, --outputs NAME",
    "SVMRegressor, --outputs NAME",
    "LinearClassifier, --outputs NAME",
    "ZipMap, zipmap=False"
  })
  void whatIsOutOfScopeSaysWhatToDo(String operator, String advice) {
    assertThatThrownBy(() -> compile(one(ml(operator), FLOAT, FLOAT, 17)))
        .hasMessageContaining("not supported")
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "100000, 100000",
    "12345678, 12345678",
    "123456789, 1.2345679e+08",
    "0.0001, 9.9999997e-05",
    "-0.25, -0.25",
    "1e-10, 1e-10",
    "0, 0",
    "-0, -0",
    "NaN, NaN",
    "Infinity, INF",
    "-Infinity, -INF",
    "3.4028235e38, 3.4028235e+38"
  })
  void floatsAreWrittenAsOnnxRuntimeWritesThem(float value, String text) {
    NodeProto.Builder cast =
        NodeProto.newBuilder().setOpType("Cast").addAttribute(integer("to", STRING));
    Tensor x = Tensor.of(new float[] {value, value, value}, 3);
    assertThat(run(one(cast, FLOAT, STRING, 17), x).strings()[0]).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "1x", "1f", "0x10", "1e", "--1", ".", "in f"})
  void whatIsNoNumberIsRefused(String text) {
    NodeProto.Builder cast =
        NodeProto.newBuilder().setOpType("Cast").addAttribute(integer("to", FLOAT));
    ModelProto.Builder model = one(cast, STRING, FLOAT, 17);
    assertThatThrownBy(() -> run(model, texts("1", "2", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a number, found '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "'(a*)*b', aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac, false",
    "'(a|a)*', aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, true",
    "'(a?){30}a{30}', aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, true",
    "'(?i)[^A]', b, true",
    "'(?i)[^A]', a, false",
    "'.', '\ud83d\ude00', true",
    "'[]a]+', ']a', true",
    "'a{,2}', 'a{,2}', true",
    "'\\p{Greek}+', '\u03b1\u03b2', true",
    "'^*a', a, true"
  })
  void patternsMatchInTimeInProportion(String pattern, String text, boolean matches) {
    NodeProto.Builder match =
        NodeProto.newBuilder().setOpType("RegexFullMatch").addAttribute(string("pattern", pattern));
    assertThat(run(one(match, STRING, BOOL, 20), texts(text, text, text)).booleans()[0])
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a)\\1",
        "(?=a)",
        "(?<!a)",
        "a**",
        "(",
        ")",
        "[",
        "[b-a]",
        "*",
        "a{1001}",
        "\\y",
        "((a{100}){100}){100}",
        "\\x{110000}",
        "(?P<>a)",
        "[[:no:]]",
        "\\pQ",
        "\\p{",
        "\\"
      })
  void otherPatternsAreRefused(String pattern) {
    NodeProto.Builder match =
        NodeProto.newBuilder().setOpType("RegexFullMatch").addAttribute(string("pattern", pattern));
    assertThatThrownBy(() -> compile(one(match, STRING, BOOL, 20))).hasMessageContaining("pattern");
  }

  @Test
  void textIsSplitAtWhitespaceOfEveryKind() {
    NodeProto.Builder split = NodeProto.newBuilder().setOpType("StringSplit");
    assertThat(run(one(split, STRING, STRING, 20), texts("a\tb", "\n", " c")).strings())
        .containsExactly("a", "b", "", "", "c", "");
  }

  @Test
  void noTextLivesOnBehindTheEnd() {
    Tensor tensor = Tensor.growable(dev.vecurrent.tensor.ElementType.STRING);
    tensor.resize(new int[] {3}, 1);
    tensor.strings()[2] = "secret";
    tensor.resize(new int[] {1}, 1);
    tensor.resize(new int[] {3}, 1);
    assertThat(tensor.strings()).containsExactly("", "", "");
  }
}
