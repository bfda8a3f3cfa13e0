package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A steady run of an element-wise operator allocates nothing, whatever broadcasts. */
class ElementwiseAllocationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abs",
        "Cos",
        "Elu",
        "Erf",
        "Exp",
        "Gelu",
        "Hardmax",
        "IsNaN",
        "Log",
        "LogSoftmax",
        "Mish",
        "Round",
        "Softmax",
        "Softplus",
        "Swish"
      })
  void ofOneInput(String name) {
    assertSteady(name, floats(27, 3)); // rows shorter than most vectors
    assertSteady(name, floats(3, 700));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Add", "Div", "Less", "Max", "Mean", "PRelu", "Pow", "Sum"})
  void ofTwoInputs(String name) {
    assertSteady(name, floats(3, 4, 50), floats(4, 1));
    assertSteady(name, floats(3, 4, 50), floats(50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Where"})
  void ofThreeInputs(String name) {
    assertSteady(name, Tensor.zeros(ElementType.BOOL, 4, 1), floats(50), floats(3, 4, 50));
  }

  private static Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    Random random = new Random(7);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() + 0.5f;
    }
    return tensor;
  }

  private static void assertSteady(String name, Tensor... inputs) {
    List<String> names = IntStream.range(0, inputs.length).mapToObj(i -> "i" + i).toList();
    List<Finding> findings = new ArrayList<>();
    OperatorNode node =
        new OperatorNode("n", name, 24, names, List.of("y"), Map.<String, AttributeValue>of());
    Operator operator = Objects.requireNonNull(Operators.create(node, findings));
    SteadyRun.assertAllocatesNothing(name, operator, inputs);
  }
}
