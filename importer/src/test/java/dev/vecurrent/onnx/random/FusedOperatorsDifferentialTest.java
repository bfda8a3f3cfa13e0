package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What takes the place of operators that ONNX Runtime fused computes what they do. */
class FusedOperatorsDifferentialTest {

  private static final int ROUNDS = 200;

  /** Absolute and relative. */
  private static final double TOLERANCE = 5e-5;

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

  private static void check(String operator, Consumer<OneNode> draw, long seed) {
    int compared = 0;
    String refused = "";
    for (int round = 0; compared < ROUNDS && round < 2 * ROUNDS; round++) {
      OneNode node = new OneNode(new Random(seed * 31 + operator.hashCode() + round), operator);
      draw.accept(node);
      Map<String, Tensor> expected;
      try {
        expected = OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      } catch (OrtException e) {
        refused = e.getMessage() + " " + node;
        continue;
      }
      OneNode.Form form = OneNode.Form.values()[round % OneNode.Form.values().length];
      compare(node, form, expected, "round " + round + ", " + form + ": " + node);
      compared++;
    }
    assertThat(compared).as("%s compared; refused: %s", operator, refused).isEqualTo(ROUNDS);
  }

  private static void compare(
      OneNode node, OneNode.Form form, Map<String, Tensor> expected, String what) {
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
          assertThat(Check.difference(found.get(name), tensor, TOLERANCE)).as(what).isEmpty());
    }
  }
}
