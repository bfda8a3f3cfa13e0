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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What takes the place of operators that ONNX Runtime fused computes what they do. */
class FusedOperatorsDifferentialTest {

  private static final int ROUNDS = 200;

  /** Absolute and relative. */
  private static final double TOLERANCE = 5e-5;

  /** ONNX Runtime takes variances as differences of sums. */
  private static final double TOLERANCE_OF_NORMS = 5e-4;

  /**
   * ONNX Runtime takes squared distances as {@code a² + b² - 2ab}: near 0 only the root of a
   * rounding is right.
   */
  private static final double TOLERANCE_OF_DISTANCES = 5e-3;

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    Map<String, Consumer<OneNode>> subjects = new TreeMap<>(FusedSubjects.all());
    subjects.putAll(AttentionSubjects.all());
    long seed = Seeds.of(FusedOperatorsDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    subjects.forEach((operator, draw) ->
        tests.add(DynamicTest.dynamicTest(operator, () -> check(operator, draw, seed))));
    return tests;
  }

  @Test
  void distancesOfNearRowsAreRight() {
    OneNode node = new OneNode(Seeds.random(1), "CDist");
    node.data(Tensor.of(new float[] {1000, 1000.001f}, 1, 2));
    node.data(Tensor.of(new float[] {1000.0009f, 1000}, 1, 2));
    node.attribute(Attribute.text("metric", "euclidean"));
    node.opset(17);
    node.domain("com.microsoft", 1);
    node.output(ElementType.FLOAT32);
    OneNode.Form form = OneNode.Form.GIVEN;
    float found =
        Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
            .newSession()
            .run(node.given(form))
            .values()
            .iterator()
            .next()
            .floats()[0];
    double expected = Math.hypot(1000 - 1000.0009f, 1000.001f - 1000);
    assertThat((double) found).isCloseTo(expected, Percentage.withPercentage(1e-4));
  }

  private static void check(String operator, Consumer<OneNode> draw, long seed) {
    int compared = 0;
    String refused = "";
    for (int round = 0; compared < ROUNDS && round < 2 * ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      draw.accept(node);
      Map<String, Tensor> expected;
      try {
        expected = OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      } catch (OrtException e) {
        refused = e.getMessage() + " " + node;
        continue;
      }
      OneNode.Form form = OneNode.Form.values()[round % OneNode.Form.values().length];
      compare(
          node, form, expected, tolerance(operator), "round " + round + ", " + form + ": " + node);
      compared++;
    }
    assertThat(compared).as("%s compared; refused: %s", operator, refused).isEqualTo(ROUNDS);
  }

  private static double tolerance(String operator) {
    if (operator.equals("CDist")) {
      return TOLERANCE_OF_DISTANCES;
    }
    return operator.endsWith("Normalization") ? TOLERANCE_OF_NORMS : TOLERANCE;
  }

  private static void compare(
      OneNode node,
      OneNode.Form form,
      Map<String, Tensor> expected,
      double tolerance,
      String what) {
    Map<String, Tensor> given = node.given(form);
    Session session;
    try {
      session =
          Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
              .newSession();
      session.run(given);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    for (int call = 0; call < 2; call++) {
      Map<String, Tensor> found = session.run(given);
      expected.forEach((name, tensor) ->
          assertThat(Check.difference(found.get(name), tensor, tolerance)).as(what).isEmpty());
    }
  }
}
