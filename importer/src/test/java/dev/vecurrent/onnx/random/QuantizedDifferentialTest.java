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
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Quantised operators against ONNX Runtime, in every form that it has code for. Those that are sums
 * of integers must have its bits, requantised or not; others may be off by one quantum.
 */
class QuantizedDifferentialTest {

  private static final int COMPARED = Integer.getInteger("vecurrent.quantized", 200);

  /** Of floats that are scaled sums. */
  private static final double TOLERANCE = 1e-5;

  /** Operators that have an operator of floats inside. */
  private static final Set<String> WITHIN_ONE =
      Set.of(
          "QLinearAdd",
          "QLinearMul",
          "QLinearSigmoid",
          "QLinearLeakyRelu",
          "QLinearSoftmax",
          "QLinearAveragePool",
          "QLinearGlobalAveragePool",
          "QLinearConcat",
          "QLinearWhere");

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    long seed = Seeds.of(QuantizedDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    QuantizedSubjects.all()
        .forEach((name, draw) ->
            tests.add(DynamicTest.dynamicTest(name, () -> check(name, draw, seed))));
    return tests;
  }

  private static void check(String name, Consumer<OneNode> draw, long seed) {
    String operator = name.substring(name.lastIndexOf('.') + 1);
    int compared = 0;
    int off = 0;
    Map<String, Integer> refused = new HashMap<>();
    for (int round = 0; compared < COMPARED; round++) {
      assertThat(round)
          .as("%s: %d compared; refused: %s", name, compared, refused)
          .isLessThan(10 * COMPARED);
      OneNode node = new OneNode(Seeds.random(seed * 31 + name.hashCode() + round), operator);
      Map<String, Tensor> expected;
      try {
        draw.accept(node);
        OneNode.Form form = OneNode.Form.PARAMETERS_KNOWN;
        expected = OnnxRuntime.run(node.model(form), node.given(form));
      } catch (Discarded impossible) {
        continue;
      } catch (OrtException e) {
        // Types that ONNX allows and ONNX Runtime has no code for.
        assertThat(e.getMessage()).as(node.toString()).contains("NOT_IMPLEMENTED");
        refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
        continue;
      }
      for (OneNode.Form form : OneNode.Form.values()) {
        off += compare(node, form, expected, WITHIN_ONE.contains(operator) ? 1 : 0, round);
      }
      compared++;
    }
    System.out.println(
        "QuantizedDifferentialTest: "
            + name
            + ": "
            + compared
            + " compared, quanta off by one: "
            + off
            + ", refused by ONNX Runtime: "
            + refused.size());
  }

  /** How many quanta are off by one. */
  private static int compare(
      OneNode node, OneNode.Form form, Map<String, Tensor> expected, int most, int round) {
    Map<String, Tensor> given = node.given(form);
    Session session =
        Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
            .newSession();
    int off = 0;
    for (int call = 0; call < 2; call++) {
      Map<String, Tensor> found = session.run(given);
      for (Map.Entry<String, Tensor> one : expected.entrySet()) {
        Tensor mine = found.get(one.getKey());
        String what = "round " + round + ", " + form + ": " + node;
        assertThat(mine).as(what).hasToString(one.getValue().toString());
        off += off(mine, one.getValue(), most, what);
      }
    }
    return off;
  }

  private static int off(Tensor found, Tensor expected, int most, String what) {
    int off = 0;
    for (int i = 0; i < expected.size(); i++) {
      if (expected.type() == ElementType.FLOAT32) {
        float a = found.floats()[i];
        float b = expected.floats()[i];
        assertThat((double) Math.abs(a - b))
            .as("element %d, found %s, expected %s; %s", i, a, b, what)
            .isLessThanOrEqualTo(TOLERANCE * (1 + Math.abs(b)));
      } else {
        int difference = Math.abs(quantum(found, i) - quantum(expected, i));
        assertThat(difference)
            .as(
                "element %d, found %d, expected %d; %s",
                i, quantum(found, i), quantum(expected, i), what)
            .isLessThanOrEqualTo(most);
        off += difference;
      }
    }
    return off;
  }

  private static int quantum(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case INT8 -> tensor.bytes()[i];
      case UINT8 -> tensor.bytes()[i] & 0xff;
      case INT16 -> tensor.shorts()[i];
      case UINT16 -> tensor.shorts()[i] & 0xffff;
      default -> tensor.ints()[i];
    };
  }
}
