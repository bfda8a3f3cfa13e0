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
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Fourier transforms, windows, normalisations, attention and sampling against ONNX Runtime: at
 * least 200 nodes of each operator, in every opset and form that ONNX Runtime has code for.
 */
class SignalDifferentialTest {

  private static final int ROUNDS = Integer.getInteger("vecurrent.signal.nodes", 300);

  /** What ONNX Runtime answers is to be had for so many of them. */
  private static final int LEAST = ROUNDS * 2 / 3;

  /** Of floats, relative to the largest of the output: errors of ONNX Runtime's own float sums. */
  private static final double TOLERANCE = 2e-5;

  private static final List<OneNode.Form> FORMS = List.of(OneNode.Form.values());

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    Map<String, Consumer<OneNode>> subjects = new TreeMap<>(SignalSubjects.all());
    subjects.putAll(NormSubjects.all());
    subjects.putAll(SamplingSubjects.all());
    long seed = Seeds.of(SignalDifferentialTest.class);
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
        assertThat(e.getMessage()).as(node.toString()).contains("NOT_IMPLEMENTED");
        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
        continue;
      }
      OneNode.Form form = FORMS.get(round % FORMS.size());
      compare(node, form, expected, "round " + round + ", " + form + ": " + node);
      compared++;
    }
    assertThat(compared)
        .as("%s compared; refused: %s", operator, refused)
        .isGreaterThanOrEqualTo(LEAST);
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
        if (node.toString().contains("MeanVarianceNormalization") && hasNaN(tensor)) {
          return; // its variance, a difference of squares, was below zero by rounding
        }
        double tolerance = tolerance(node) * Math.max(1, largest(tensor));
        Optional<String> wrong =
            Check.difference(Objects.requireNonNull(found.get(name)), tensor, tolerance);
        assertThat(wrong).as(what).isEmpty();
      });
    }
  }

  /**
   * Of lengths that are no power of two ONNX Runtime's DFT is 4e-5 of the largest value off float64
   * (89 elements, length 175), ours 4e-8.
   */
  private static double tolerance(OneNode node) {
    return node.toString().contains("DFT") ? 10 * TOLERANCE : TOLERANCE;
  }

  private static boolean hasNaN(Tensor tensor) {
    boolean found = false;
    for (int i = 0; i < tensor.size() && tensor.type() == ElementType.FLOAT32; i++) {
      found |= Float.isNaN(tensor.floats()[i]);
    }
    return found;
  }

  private static double largest(Tensor tensor) {
    double most = 0;
    for (int i = 0; i < tensor.size() && tensor.type().isFloatingPoint(); i++) {
      double value =
          switch (tensor.type()) {
            case FLOAT32 -> tensor.floats()[i];
            case FLOAT64 -> tensor.doubles()[i];
            default -> 0;
          };
      most = Double.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
    }
    return most;
  }
}
