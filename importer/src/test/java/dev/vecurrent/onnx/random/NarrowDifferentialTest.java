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
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Integers in operators that mostly see floats, against ONNX Runtime: equality of bits in 200 nodes
 * of each operator. Operators of its optimiser that it has no CPU code for, against their text.
 */
class NarrowDifferentialTest {

  private static final int ROUNDS = 200;

  /** Nodes that are drawn at most: ONNX Runtime lacks some types. */
  private static final int MOST = 10 * ROUNDS;

  /** Of an exponential in float against one in double, absolute and relative. */
  private static final double TOLERANCE = 1e-6;

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    long seed = Seeds.of(NarrowDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    NarrowSubjects.all()
        .forEach((operator, draw) ->
            tests.add(DynamicTest.dynamicTest(operator, () -> check(operator, draw, seed))));
    return tests;
  }

  private static void check(String operator, Consumer<OneNode> draw, long seed) {
    int compared = 0;
    for (int round = 0; compared < ROUNDS && round < MOST; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      draw.accept(node);
      Map<String, Tensor> expected;
      try {
        expected = OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      } catch (OrtException refused) {
        assertThat(refused.getMessage())
            .as(node.toString())
            .containsAnyOf("NOT_IMPLEMENTED", "INVALID_GRAPH");
        continue;
      }
      OneNode.Form form = OneNode.Form.values()[round % OneNode.Form.values().length];
      compare(node, form, expected, 0, "round " + round + ", " + form + ": " + node);
      compared++;
    }
    assertThat(compared).as(operator).isEqualTo(ROUNDS);
  }

  private static void compare(
      OneNode node, OneNode.Form form, Map<String, Tensor> expected, double bound, String what) {
    Map<String, Tensor> given = node.given(form);
    Session session =
        Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
            .newSession();
    for (int call = 0; call < 2; call++) {
      Map<String, Tensor> found = session.run(given);
      expected.forEach((name, tensor) -> {
        Tensor mine = Objects.requireNonNull(found.get(name));
        assertThat(Check.difference(mine, tensor, bound)).as(what).isEmpty();
      });
    }
  }

  @Test
  void softmaxOfSumsWithABias() {
    long seed = Seeds.of(NarrowDifferentialTest.class);
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + round), "BiasSoftmax");
      node.opset(11, 13, 18);
      node.domain("com.microsoft", 1);
      int outer = node.between(1, 3);
      int middle = node.between(1, 3);
      int inner = node.between(1, 6);
      int axis = node.between(1, 2);
      Tensor x = node.data(ElementType.FLOAT32, outer, middle, inner);
      boolean innermost = node.oneIn(2);
      int[] bias = innermost ? new int[] {1, middle, inner} : new int[] {outer, 1, inner};
      Tensor b = node.data(ElementType.FLOAT32, bias);
      node.integer("axis", axis);
      node.integer("is_inner_broadcast", innermost ? 0 : 1);
      node.output(ElementType.FLOAT32);
      Tensor expected = Tensor.zeros(ElementType.FLOAT32, outer, middle, inner);
      int row = axis == 1 ? middle * inner : inner;
      double[] sums = new double[x.size()];
      for (int i = 0; i < sums.length; i++) {
        int at = innermost ? i % (middle * inner) : i / (middle * inner) * inner + i % inner;
        sums[i] = x.floats()[i] + b.floats()[at];
      }
      for (int first = 0; first < sums.length; first += row) {
        double sum = 0;
        for (int i = first; i < first + row; i++) {
          sum += Math.exp(sums[i]);
        }
        for (int i = first; i < first + row; i++) {
          expected.floats()[i] = (float) (Math.exp(sums[i]) / sum);
        }
      }
      checkFused(node, round, expected);
    }
  }

  @Test
  void sumsWithABiasAndASkip() {
    long seed = Seeds.of(NarrowDifferentialTest.class);
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 37 + round), "BiasAdd");
      node.opset(11, 13, 18);
      node.domain("com.microsoft", 1);
      int[] shape = {node.between(1, 3), node.between(1, 4), node.between(1, 5)};
      Tensor x = node.data(ElementType.FLOAT32, shape);
      Tensor b = node.data(ElementType.FLOAT32, shape[2]);
      Tensor skip = node.data(ElementType.FLOAT32, shape);
      node.output(ElementType.FLOAT32);
      Tensor expected = Tensor.zeros(ElementType.FLOAT32, shape);
      for (int i = 0; i < x.size(); i++) {
        expected.floats()[i] = x.floats()[i] + b.floats()[i % shape[2]] + skip.floats()[i];
      }
      checkFused(node, round, expected);
    }
  }

  private static void checkFused(OneNode node, int round, Tensor expected) {
    OneNode.Form form = OneNode.Form.values()[round % OneNode.Form.values().length];
    String what = "round " + round + ", " + form + ": " + node;
    compare(node, form, Map.of("o0", expected), TOLERANCE, what);
  }
}
