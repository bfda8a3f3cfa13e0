package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan says for each step which twin it runs on, and what its weights are in the file. */
class PlanKernelsTest {

  private static Node node(String operator, Map<String, AttributeValue> attributes, String... in) {
    return new OperatorNode(operator, operator, 13, List.of(in), List.of(operator), attributes);
  }

  /** Of an input of one type, through a layer, a product, a function and a transposition. */
  private static Graph graph(ElementType type) {
    int hidden = 4;
    ValueInfo x =
        ValueInfo.of("x", type, Dimension.symbol("t"), Dimension.symbol("n"), Dimension.of(3));
    Map<String, Tensor> constants =
        Map.of(
            "w", Tensor.zeros(type, 1, 4 * hidden, 3),
            "r", Tensor.zeros(type, 1, 4 * hidden, hidden),
            "b", Tensor.zeros(type, hidden, 20));
    List<Node> nodes =
        List.of(
            new RecurrentNode(
                "Lstm", Lstm.of(Direction.FORWARD, hidden), List.of("x", "w", "r"), List.of("h")),
            node("MatMul", Map.of(), "h", "b"),
            node("Softmax", Map.of(), "MatMul"),
            node(
                "Transpose",
                Map.of("perm", new AttributeValue.OfInts(List.of(1L, 3L, 0L, 2L))),
                "Softmax"));
    return new Graph("g", List.of(x), List.of(ValueInfo.untyped("Transpose")), constants, nodes);
  }

  private static Plan plan(ElementType type, boolean vector) {
    return Model.compile(graph(type), CompileOptions.defaults().withVector(vector)).plan();
  }

  private static String details(Plan plan, String operator) {
    return plan.steps().stream()
        .filter(step -> step.operator().equals(operator))
        .map(step -> String.join("\n", step.details()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyStepSaysWhichTwinRunsIt() {
    Plan scalar = plan(ElementType.FLOAT32, false);
    for (String operator : List.of("LSTM", "MatMul", "Softmax")) {
      assertThat(details(scalar, operator)).contains("scalar");
    }
    assertThat(details(scalar, "Transpose")).contains("plain loops");
    Plan vector = plan(ElementType.FLOAT32, true);
    for (String operator : List.of("LSTM", "MatMul", "Softmax")) {
      assertThat(details(vector, operator)).contains("vector, ");
    }
    assertThat(vector.steps()).allSatisfy(step -> assertThat(step.details()).isNotEmpty());
  }

  /** Widened weights have not forgotten what they were. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void weightsOf16BitsAreKnownAsSuch(ElementType type) {
    Plan plan = plan(type, true);
    assertThat(details(plan, "LSTM")).contains("from " + type);
    assertThat(details(plan, "MatMul")).contains("from " + type);
    assertThat(details(plan(ElementType.FLOAT32, true), "LSTM")).doesNotContain("from ");
  }
}
