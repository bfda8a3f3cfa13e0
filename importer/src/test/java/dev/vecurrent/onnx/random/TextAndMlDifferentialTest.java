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
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Operators of {@code ai.onnx.ml} and of text against ONNX Runtime; and what only moves elements:
 * it must move text as it moves numbers.
 */
class TextAndMlDifferentialTest {

  private static final int ROUNDS = 200;

  /** Of floats; Scaler and Normalizer round as ONNX Runtime does, but for sums. */
  private static final double TOLERANCE = 1e-6;

  /** Operators that move elements of any type without looking at them. */
  private static final List<String> MOVING =
      List.of(
          "Gather",
          "GatherElements",
          "GatherND",
          "Scatter",
          "ScatterElements",
          "ScatterND",
          "OneHot",
          "ReverseSequence",
          "Slice",
          "Split",
          "Compress",
          "Concat",
          "DepthToSpace",
          "SpaceToDepth",
          "Tile",
          "Expand",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Flatten",
          "Transpose",
          "Where",
          "Shape",
          "Size",
          "ConstantOfShape",
          "Constant");

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    Map<String, Consumer<OneNode>> subjects = new TreeMap<>(MlSubjects.all());
    subjects.putAll(TextSubjects.all());
    subjects.putAll(TextSubjects.others());
    long seed = Seeds.of(TextAndMlDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    subjects.forEach((operator, draw) ->
        tests.add(DynamicTest.dynamicTest(operator, () -> check(operator, draw, seed))));
    return tests;
  }

  private static void check(String operator, Consumer<OneNode> draw, long seed) {
    int compared = 0;
    Map<String, Integer> refused = new HashMap<>();
    for (int round = 0; round < 5 * ROUNDS && compared < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      Map<String, Tensor> expected;
      try {
        draw.accept(node);
        expected = OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      } catch (Discarded impossible) {
        continue;
      } catch (OrtException e) {
        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
        continue;
      }
      for (OneNode.Form form : OneNode.Form.values()) {
        compare(node, form, expected, "round " + round + ", " + form + ": " + node);
      }
      compared++;
    }
    assertThat(compared).as("%s compared; refused: %s", operator, refused).isEqualTo(ROUNDS);
  }

  private static void compare(
      OneNode node, OneNode.Form form, Map<String, Tensor> expected, String what) {
    Session session = session(node, form);
    for (int call = 0; call < 2; call++) {
      Map<String, Tensor> found = session.run(node.given(form));
      expected.forEach((name, tensor) ->
          assertThat(Check.difference(found.get(name), tensor, TOLERANCE)).as(what).isEmpty());
    }
  }

  private static Session session(OneNode node, OneNode.Form form) {
    return Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
        .newSession();
  }

  @TestFactory
  List<DynamicTest> movesTextAsNumbers() {
    Map<String, Consumer<OneNode>> subjects = new TreeMap<>(IndexSubjects.all());
    subjects.putAll(ShapeSubjects.all());
    long seed = Seeds.of(TextAndMlDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    for (String operator : MOVING) {
      Consumer<OneNode> draw = subjects.get(operator);
      tests.add(DynamicTest.dynamicTest(operator, () -> moves(operator, draw, seed)));
    }
    return tests;
  }

  private static void moves(String operator, Consumer<OneNode> draw, long seed) {
    int compared = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long own = seed * 31 + operator.hashCode() + round;
      OneNode texts = new OneNode(Seeds.random(own), operator);
      texts.moves(ElementType.STRING);
      OneNode numbers = new OneNode(Seeds.random(own), operator);
      numbers.moves(ElementType.INT64);
      try {
        draw.accept(texts);
        draw.accept(numbers);
      } catch (Discarded impossible) {
        continue;
      }
      if (texts.toString().contains("reduction")) {
        continue; // text has no arithmetic
      }
      OneNode.Form form = OneNode.Form.values()[round % OneNode.Form.values().length];
      Map<String, Tensor> expected = session(numbers, form).run(numbers.given(form));
      Map<String, Tensor> found = session(texts, form).run(texts.given(form));
      expected.forEach((name, tensor) -> {
        Tensor text = found.get(name);
        Tensor same = text.type() == ElementType.STRING ? texts(tensor) : tensor;
        assertThat(Check.difference(text, same, 0)).as(texts.toString()).isEmpty();
      });
      compared++;
    }
    assertThat(compared).as(operator).isGreaterThan(ROUNDS / 4);
  }

  private static Tensor texts(Tensor numbers) {
    Tensor texts = Tensor.zeros(ElementType.STRING, numbers.shape());
    for (int i = 0; i < texts.size(); i++) {
      texts.strings()[i] = Long.toString(numbers.longs()[i]);
    }
    return texts;
  }
}
