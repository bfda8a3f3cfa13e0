package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantised models as tools write them, in this library and in ONNX Runtime. */
class QuantizedModelTest {

  private final Random random = new Random(Seeds.of(QuantizedModelTest.class));
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("quantised");

  private void node(String operator, String inputs, String output, AttributeProto... attributes) {
    node("", operator, inputs, output, attributes);
  }

  private void node(
      String domain, String operator, String inputs, String outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setDomain(domain)
            .setOpType(operator)
            .setName(outputs)
            .addAllInput(List.of(inputs.split(" ")))
            .addAllOutput(List.of(outputs.split(" ")))
            .addAllAttribute(List.of(attributes)));
  }

  private void constant(String name, Tensor tensor) {
    graph.addInitializer(Wire.tensor(name, tensor));
  }

  private void scalar(String name, float value) {
    constant(name, Tensor.of(new float[] {value}));
  }

  private void zero(String name, int value) {
    constant(name, Tensor.of(ElementType.UINT8, new byte[] {(byte) value}));
  }

  private Tensor bytes(int reach, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.INT8, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.bytes()[i] = (byte) (random.nextInt(2 * reach + 1) - reach);
    }
    return tensor;
  }

  private Tensor floats(int... shape) {
    return Domain.ANY.draw(random, ElementType.FLOAT32, shape);
  }

  private Tensor positive(double most, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) (most * (0.2 + 0.8 * random.nextDouble()));
    }
    return tensor;
  }

  /** QuantizeLinear and DequantizeLinear of an activation. */
  private void pair(String of, String to, float scale, int zero) {
    scalar(to + "_scale", scale);
    zero(to + "_zero", zero);
    node("QuantizeLinear", of + " " + to + "_scale " + to + "_zero", to + "_q");
    node("DequantizeLinear", to + "_q " + to + "_scale " + to + "_zero", to);
  }

  /** A weight with a scale for each place along an axis. */
  private Tensor weight(String name, int axis, Tensor quanta, double most) {
    int count = quanta.dim(axis);
    Tensor scale = positive(most, count);
    constant(name + "_q", quanta);
    constant(name + "_scale", scale);
    constant(name + "_zero", Tensor.zeros(ElementType.INT8, count));
    String inputs = name + "_q " + name + "_scale " + name + "_zero";
    node("DequantizeLinear", inputs, name, Attribute.integer("axis", axis));
    return scale;
  }

  private byte[] model(int opset, String input, List<String> dims, String... outputs) {
    graph.addInput(Wire.declaration(input, ElementType.FLOAT32, dims));
    for (String output : outputs) {
      graph.addOutput(Wire.declaration(output, ElementType.FLOAT32));
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static Model compiled(byte[] file) {
    return Model.compile(OnnxImporter.read(file, "quantised", ImportLimits.defaults()));
  }

  private static void agree(byte[] file, Map<String, Tensor> inputs, double tolerance)
      throws OrtException {
    Map<String, Tensor> found = compiled(file).newSession().run(inputs);
    OnnxRuntime.run(file, inputs)
        .forEach((name, expected) -> {
          Optional<String> wrong = Check.difference(found.get(name), expected, tolerance);
          assertThat(wrong).as(name).isEmpty();
        });
  }

  /** A small image network between pairs, as static quantisation and QAT exports write it. */
  private byte[] pairs() {
    pair("x", "a", 1 / 32f, 128);
    Tensor scale = weight("w", 0, bytes(60, 4, 3, 3, 3), 0.01);
    Tensor bias = Tensor.zeros(ElementType.INT32, 4);
    Tensor biasScale = Tensor.zeros(ElementType.FLOAT32, 4);
    for (int i = 0; i < 4; i++) {
      bias.ints()[i] = random.nextInt(2_000) - 1_000;
      biasScale.floats()[i] = scale.floats()[i] / 32;
    }
    constant("b_q", bias);
    constant("b_scale", biasScale);
    constant("b_zero", Tensor.zeros(ElementType.INT32, 4));
    node("DequantizeLinear", "b_q b_scale b_zero", "b", Attribute.integer("axis", 0));
    node("Conv", "a w b", "conv", Attribute.integers("pads", 1, 1, 1, 1));
    pair("conv", "c", 1 / 32f, 100);
    node("Sigmoid", "c", "sigmoid");
    pair("sigmoid", "s", 1 / 256f, 0);
    node("Mul", "c s", "mul");
    pair("mul", "m", 1 / 32f, 100);
    node("LeakyRelu", "m", "leaky");
    pair("leaky", "l", 1 / 32f, 100);
    node("Add", "l c", "add");
    pair("add", "d", 1 / 16f, 100);
    node("Concat", "d l", "concat", Attribute.integer("axis", 1));
    pair("concat", "e", 1 / 16f, 100);
    node(
        "AveragePool",
        "e",
        "average",
        Attribute.integers("kernel_shape", 2, 2),
        Attribute.integers("strides", 2, 2));
    pair("average", "f", 1 / 16f, 100);
    node("GlobalAveragePool", "f", "pool");
    pair("pool", "g", 1 / 32f, 90);
    node("Flatten", "g", "flat");
    pair("flat", "h", 1 / 32f, 90);
    weight("v", 0, bytes(60, 5, 8), 0.01);
    node("Gemm", "h v", "gemm", Attribute.integer("transB", 1));
    pair("gemm", "i", 1 / 64f, 120);
    node("Softmax", "i", "soft", Attribute.integer("axis", -1));
    pair("soft", "y", 1 / 256f, 0);
    return model(17, "x", List.of("n", "3", "8", "6"), "y");
  }

  @Test
  void pairsOfQuantizeAndDequantizeKeepTheirRounding() throws OrtException {
    byte[] file = pairs();
    // A sum of floats in another order may round to the quantum beside: 1 / 256 in the output.
    agree(file, Map.of("x", floats(2, 3, 8, 6)), 1.01 / 256);
    String plan = compiled(file).plan().toString();
    assertThat(plan)
        .contains("operator=QuantizeLinear, name=a_q")
        .contains("w: FLOAT32[4, 3, 3, 3]");
  }

  @Test
  void whatOnnxRuntimeSavedRunsHere(@TempDir Path folder) throws OrtException, IOException {
    Path saved = folder.resolve("saved.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(saved.toString());
      OrtEnvironment.getEnvironment().createSession(pairs(), options).close();
    }
    byte[] file = Files.readAllBytes(saved);
    TreeSet<String> operators = new TreeSet<>();
    ModelProto.parseFrom(file)
        .getGraph()
        .getNodeList()
        .forEach(node -> operators.add(node.getOpType()));
    assertThat(operators)
        .contains("QGemm", "QLinearAdd", "QLinearConv", "QLinearConcat", "QLinearSigmoid");
    agree(file, Map.of("x", floats(2, 3, 8, 6)), 1.01 / 256);
  }

  @Test
  void recurrentLayersOfDequantizedWeightsArePacked() throws OrtException {
    weight("w", 1, bytes(127, 1, 12, 4), 0.01);
    weight("r", 1, bytes(127, 1, 12, 3), 0.01);
    constant("b_q", bytes(127, 1, 24));
    scalar("b_scale", 0.01f);
    node("DequantizeLinear", "b_q b_scale", "b");
    node("LSTM", "x w r b", "y", Attribute.integer("hidden_size", 3));
    byte[] file = model(17, "x", List.of("5", "2", "4"), "y");
    agree(file, Map.of("x", floats(5, 2, 4)), 1e-5);
    assertThat(compiled(file).plan().toString())
        .contains("weights packed")
        .contains("folded={DequantizeLinear=3}");
  }

  @Test
  void largeProductsOfConstantsAreNotComputedWhenCompiled() {
    constant("a", bytes(60, 1024, 1024));
    constant("b", bytes(60, 1024, 1024));
    node("MatMulInteger", "a b", "sums");
    node("Cast", "sums", "numbers", Attribute.integer("to", 1));
    node("Add", "numbers x", "y");
    byte[] file = model(17, "x", List.of("1"), "y");
    assertThat(compiled(file).plan().toString()).contains("operator=MatMulInteger");
  }

  @Test
  void dynamicQuantisationRuns() throws OrtException {
    node("DynamicQuantizeLinear", "x", "q q_scale q_zero");
    constant("w", bytes(60, 6, 5));
    constant("w_zero", Tensor.of(ElementType.INT8, new byte[] {3}));
    scalar("w_scale", 0.02f);
    constant("b", floats(5));
    node("MatMulInteger", "q w q_zero w_zero", "sums");
    node("Cast", "sums", "floats", Attribute.integer("to", 1));
    node("Mul", "q_scale w_scale", "scale");
    node("Mul", "floats scale", "product");
    node("Add", "product b", "y");
    agree(model(17, "x", List.of("n", "6"), "y"), Map.of("x", floats(4, 6)), 1e-5);
  }

  @Test
  void notANumberBecomesTheLeastQuantum() {
    scalar("scale", 0.5f);
    zero("zero", 7);
    node("QuantizeLinear", "x scale zero", "q");
    node("DequantizeLinear", "q scale zero", "y");
    Tensor x = Tensor.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 0.25f}, 4);
    Tensor y =
        compiled(model(13, "x", List.of("4"), "y")).newSession().run(Map.of("x", x)).get("y");
    assertThat(y.floats()).containsExactly(-3.5f, 124f, -3.5f, 0f);
  }

  @Test
  void aLstmThatWasQuantisedDynamicallyIsRefusedWithAdvice() {
    constant("w", bytes(60, 1, 4, 12));
    node("com.microsoft", "DynamicQuantizeLSTM", "x w w", "y", Attribute.integer("hidden_size", 3));
    byte[] file = model(17, "x", List.of("5", "2", "4"), "y");
    assertThatThrownBy(() -> compiled(file)).hasMessageContaining("give the model from before");
  }

  @Test
  void scalesThatFitNoAxisAreRefused() {
    constant("w_q", bytes(60, 4, 6));
    constant("w_scale", positive(1, 5));
    node("DequantizeLinear", "w_q w_scale", "w", Attribute.integer("axis", 0));
    node("MatMul", "x w", "y");
    byte[] file = model(17, "x", List.of("2", "4"), "y");
    assertThatThrownBy(() -> compiled(file))
        .hasMessageContaining("scales have shape [5], the input shape [4, 6]")
        .hasMessageContaining("one for each place along axis 0");
  }

  @Test
  void blocksThatDoNotFitAreRefused() {
    constant("w_q", bytes(60, 4, 6));
    constant("w_scale", positive(1, 4, 2));
    AttributeProto block = Attribute.integer("block_size", 2);
    node("DequantizeLinear", "w_q w_scale", "w", Attribute.integer("axis", 1), block);
    node("MatMul", "x w", "y");
    byte[] file = model(21, "x", List.of("2", "4"), "y");
    assertThatThrownBy(() -> compiled(file)).hasMessageContaining("each block of 2 along axis 1");
  }

  @Test
  void layoutsOfAnOptimiserAreRefusedWithAdvice() {
    pair("x", "a", 0.1f, 0);
    node(
        "com.microsoft",
        "QLinearGlobalAveragePool",
        "a_q a_scale a_zero a_scale a_zero",
        "q",
        Attribute.integer("channels_last", 1));
    node("DequantizeLinear", "q a_scale a_zero", "y");
    byte[] file = model(17, "x", List.of("1", "4", "4", "3"), "y");
    assertThatThrownBy(() -> compiled(file)).hasMessageContaining("give the file from before it");
  }

  private static Tensor halves(Tensor floats) {
    Tensor halves = Tensor.zeros(ElementType.FLOAT16, floats.shape());
    for (int i = 0; i < floats.size(); i++) {
      halves.shorts()[i] = Float.floatToFloat16(floats.floats()[i]);
    }
    return halves;
  }

  /** FLOAT32 is what 16-bit floats are computed in, so a tie may fall to the other side. */
  @Test
  void scalesOfHalfPrecision() throws OrtException {
    for (int round = 0; round < 200; round++) {
      OneNode quantize = new OneNode(random, "QuantizeLinear");
      quantize.opset(19, 21);
      quantize.data(halves(floats(3, 4)));
      quantize.parameter(halves(positive(0.1, round % 2 == 0 ? 4 : 1)));
      quantize.integer("axis", -1);
      quantize.output(ElementType.UINT8);
      agree(quantize, 1);
      OneNode dequantize = new OneNode(random, "DequantizeLinear");
      dequantize.opset(19, 21);
      dequantize.data(bytes(127, 3, 4));
      dequantize.parameter(halves(positive(0.1, round % 2 == 0 ? 4 : 1)));
      dequantize.integer("axis", 1);
      dequantize.output(ElementType.FLOAT16);
      agree(dequantize, 1e-3);
    }
  }

  private static void agree(OneNode node, double tolerance) throws OrtException {
    OneNode.Form form = OneNode.Form.PARAMETERS_KNOWN;
    Tensor expected = OnnxRuntime.run(node.model(form), node.given(form)).get("o0");
    Tensor found = compiled(node.model(form)).newSession().run(node.given(form)).get("o0");
    for (int i = 0; i < expected.size(); i++) {
      double a = number(found, i);
      double b = number(expected, i);
      assertThat(Math.abs(a - b)).as(node.toString()).isLessThanOrEqualTo(tolerance);
    }
  }

  private static double number(Tensor tensor, int i) {
    return tensor.type() == ElementType.UINT8
        ? tensor.bytes()[i] & 0xff
        : Float.float16ToFloat(tensor.shorts()[i]);
  }
}
