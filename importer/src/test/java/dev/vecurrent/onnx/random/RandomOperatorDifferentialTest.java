package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Random operators where chance has no say, and Unique, against ONNX Runtime: equal in every bit.
 * BatchNormalization in training, which ONNX Runtime does not build, against its equations.
 */
class RandomOperatorDifferentialTest {

  private static final int COMPARED = Integer.getInteger("vecurrent.random.nodes", 200);

  /** Of statistics, relative to 1 plus what is expected. */
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    long seed = Seeds.of(RandomOperatorDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    RandomSubjects.all()
        .forEach((operator, draw) ->
            tests.add(DynamicTest.dynamicTest(operator, () -> check(operator, draw, seed))));
    return tests;
  }

  /**
   * Seeds in a row begin with numbers that are near each other: the first choice would not vary.
   */
  private static Random random(long seed) {
    return new Random(Long.reverse(seed * 0x9E3779B97F4A7C15L));
  }

  private static void check(String operator, Consumer<OneNode> draw, long seed) {
    Map<String, Integer> refused = new HashMap<>();
    int compared = 0;
    for (int round = 0; round < 2 * COMPARED && compared < COMPARED; round++) {
      OneNode node = new OneNode(random(seed * 31 + operator.hashCode() + round), operator);
      draw.accept(node);
      Map<String, Tensor> expected;
      try {
        expected = OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      } catch (OrtException e) {
        // Types that ONNX allows and ONNX Runtime has no code for.
        assertThat(e.getMessage()).as(node.toString()).contains("NOT_IMPLEMENTED");
        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
        continue;
      }
      if (operator.equals("Bernoulli")) {
        expectProbabilities(node.given(OneNode.Form.GIVEN), expected);
      }
      for (OneNode.Form form : OneNode.Form.values()) {
        Session session = session(node.model(form));
        for (int call = 0; call < 2; call++) {
          Map<String, Tensor> found = session.run(node.given(form));
          String what = "round " + round + ", " + form + ": " + node;
          expected.forEach((name, tensor) -> {
            Optional<String> wrong = Check.difference(found.get(name), tensor, 0);
            assertThat(wrong).as("%s %s", what, name).isEmpty();
          });
        }
      }
      compared++;
    }
    assertThat(compared).as("%s; refused: %s", operator, refused).isEqualTo(COMPARED);
  }

  /**
   * ONNX Runtime has no code for Bernoulli and runs ONNX's function body, which draws 1 with the
   * probability of 0. The operator's text counts, so the input is the answer.
   */
  private static void expectProbabilities(Map<String, Tensor> given, Map<String, Tensor> expected) {
    Tensor p = given.values().iterator().next();
    Tensor out = expected.values().iterator().next();
    for (int i = 0; i < p.size(); i++) {
      boolean one = number(p, i) == 1;
      switch (out.type()) {
        case FLOAT32, FLOAT64 -> set(out, i, one ? 1 : 0);
        case INT64 -> out.longs()[i] = one ? 1 : 0;
        case INT32 -> out.ints()[i] = one ? 1 : 0;
        case BOOL -> out.booleans()[i] = one;
        default -> out.bytes()[i] = (byte) (one ? 1 : 0);
      }
    }
  }

  private static Session session(byte[] file) {
    return Model.compile(OnnxImporter.read(file, "node", ImportLimits.defaults())).newSession();
  }

  @Test
  void batchNormalizationInTraining() {
    long seed = Seeds.of(RandomOperatorDifferentialTest.class);
    for (int round = 0; round < COMPARED; round++) {
      OneNode node = new OneNode(random(seed + round), "BatchNormalization");
      int opset = node.opset(7, 9, 14, 15);
      ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT64);
      int[] shape = node.shape(1, 5, false);
      int channels = shape.length < 2 ? 1 : shape[1];
      Tensor x = node.data(type, shape);
      Tensor scale = node.data(type, channels);
      Tensor bias = node.data(type, channels);
      ElementType statistics =
          opset < 15 ? type : node.type(ElementType.FLOAT32, ElementType.FLOAT64);
      Tensor mean = node.data(statistics, channels);
      Tensor variance = node.data(Domain.POSITIVE.draw(node.random(), statistics, channels));
      double epsilon = 1e-5f;
      double momentum = 0.9f;
      if (node.oneIn(2)) {
        epsilon = 0.01f;
        momentum = 0.4f;
        node.attribute(Attribute.number("epsilon", epsilon));
        node.attribute(Attribute.number("momentum", momentum));
      }
      int outputs = opset < 14 ? node.between(2, 5) : node.between(1, 3);
      if (opset >= 14) {
        node.integer("training_mode", 1);
      }
      for (int i = 0; i < outputs; i++) {
        node.output(i == 0 ? type : statistics);
      }
      List<Tensor> expected =
          reference(List.of(x, scale, bias, mean, variance), channels, epsilon, momentum);
      for (OneNode.Form form : OneNode.Form.values()) {
        Map<String, Tensor> found = session(node.model(form)).run(node.given(form));
        for (int i = 0; i < outputs; i++) {
          Optional<String> wrong = Check.difference(found.get("o" + i), expected.get(i), TOLERANCE);
          assertThat(wrong).as("round %d, %s, output %d: %s", round, form, i, node).isEmpty();
        }
      }
    }
  }

  /** ONNX's equations in double: Y, running mean and variance, mean and variance. */
  private static List<Tensor> reference(
      List<Tensor> inputs, int channels, double epsilon, double momentum) {
    Tensor x = inputs.getFirst();
    ElementType statistics = inputs.get(3).type();
    int inner = 1;
    for (int axis = 2; axis < x.rank(); axis++) {
      inner *= x.dim(axis);
    }
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    int count = x.size() / channels;
    for (int i = 0; i < x.size(); i++) {
      sums[i / inner % channels] += number(x, i) / count;
    }
    for (int i = 0; i < x.size(); i++) {
      int c = i / inner % channels;
      squares[c] += Math.pow(number(x, i) - sums[c], 2) / count;
    }
    Tensor y = Tensor.zeros(x.type(), x.shape());
    for (int i = 0; i < x.size(); i++) {
      int c = i / inner % channels;
      double normal = (number(x, i) - sums[c]) / Math.sqrt(squares[c] + epsilon);
      set(y, i, normal * number(inputs.get(1), c) + number(inputs.get(2), c));
    }
    List<Tensor> made = new ArrayList<>(List.of(y));
    for (int output = 1; output < 5; output++) {
      double[] own = output % 2 == 1 ? sums : squares;
      Tensor given = inputs.get(output % 2 == 1 ? 3 : 4);
      Tensor tensor = Tensor.zeros(statistics, channels);
      for (int c = 0; c < channels; c++) {
        double running = number(given, c) * momentum + own[c] * (1 - momentum);
        set(tensor, c, output < 3 ? running : own[c]);
      }
      made.add(tensor);
    }
    return made;
  }

  private static double number(Tensor tensor, int i) {
    return tensor.type() == ElementType.FLOAT32 ? tensor.floats()[i] : tensor.doubles()[i];
  }

  private static void set(Tensor tensor, int i, double value) {
    if (tensor.type() == ElementType.FLOAT32) {
      tensor.floats()[i] = (float) value;
    } else {
      tensor.doubles()[i] = value;
    }
  }

  /** What sorting says of NaN, of zeros, and of what UTF-16 and code points order differently. */
  @Test
  void uniqueOrdersWhatIsHardToOrder() {
    OneNode node = new OneNode(new Random(1), "Unique");
    node.opset(11);
    float none = Float.NaN;
    node.data(Tensor.of(new float[] {none, 1, 0, none, -0f, -1, Float.POSITIVE_INFINITY}, 7));
    node.output(ElementType.FLOAT32);
    node.output(ElementType.INT64);
    node.output(ElementType.INT64);
    Map<String, Tensor> made =
        session(node.model(OneNode.Form.GIVEN)).run(node.given(OneNode.Form.GIVEN));
    assertThat(made.get("o0").floats()).startsWith(-1, 0, 1, Float.POSITIVE_INFINITY, Float.NaN);
    assertThat(made.get("o0").shape()).containsExactly(5);
    assertThat(made.get("o1").longs()).startsWith(5, 2, 1, 6, 0);
    assertThat(made.get("o2").longs()).startsWith(4, 2, 1, 4, 1, 0, 3);
  }

  /** The binding of ONNX Runtime encodes what is beyond 16 bits otherwise and cannot tell. */
  @Test
  void uniqueOrdersTextByCodePoints() {
    OneNode node = new OneNode(new Random(1), "Unique");
    node.opset(11);
    node.data(Tensor.of(new String[] {"\ud83d\ude00", "\uffee", "b", "a", "\uffee"}, 5));
    node.output(ElementType.STRING);
    node.output(ElementType.INT64);
    Map<String, Tensor> made =
        session(node.model(OneNode.Form.GIVEN)).run(node.given(OneNode.Form.GIVEN));
    assertThat(made.get("o0").strings()).startsWith("a", "b", "\uffee", "\ud83d\ude00");
    assertThat(made.get("o1").longs()).startsWith(3, 2, 1, 0);
  }
}
