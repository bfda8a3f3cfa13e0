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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Operators that move, pick, put and reduce elements against ONNX Runtime, in every form and opset:
 * with shapes known and not, with what says what they do constant and given.
 */
class OneNodeDifferentialTest {

  private static final int ROUNDS = Integer.getInteger("vecurrent.nodes", 60);

  /** Of floats; what only moves elements must have the same bits, which is within it. */
  private static final double TOLERANCE = 2e-5;

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    Map<String, Consumer<OneNode>> subjects = new TreeMap<>(IndexSubjects.all());
    subjects.putAll(ShapeSubjects.all());
    subjects.putAll(ReductionSubjects.all());
    long seed = Seeds.of(OneNodeDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    subjects.forEach((operator, draw) ->
        tests.add(DynamicTest.dynamicTest(operator, () -> check(operator, draw, seed))));
    return tests;
  }

  private static void check(String operator, Consumer<OneNode> draw, long seed) {
    int compared = 0;
    Map<String, Integer> refused = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      Map<String, Tensor> expected;
      try {
        draw.accept(node);
        expected = OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      } catch (Discarded impossible) {
        continue;
      } catch (OrtException e) {
        // Types that ONNX allows and ONNX Runtime has no code for.
        assertThat(e.getMessage()).as(node.toString()).contains("NOT_IMPLEMENTED");
        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
        continue;
      }
      for (OneNode.Form form : OneNode.Form.values()) {
        compare(node, form, expected, "round " + round + ", " + form + ": " + node);
      }
      compared++;
    }
    assertThat(compared)
        .as("%s compared; refused: %s", operator, refused)
        .isGreaterThan(ROUNDS / 4);
  }

  private static void compare(
      OneNode node, OneNode.Form form, Map<String, Tensor> expected, String what) {
    Map<String, Tensor> given = node.given(form);
    Session session =
        Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
            .newSession();
    for (int call = 0; call < 2; call++) {
      Map<String, Tensor> found = session.run(given);
      expected.forEach((name, tensor) -> {
        Optional<String> wrong = Check.difference(found.get(name), tensor, TOLERANCE);
        assertThat(wrong).as(what).isEmpty();
      });
    }
  }
}
