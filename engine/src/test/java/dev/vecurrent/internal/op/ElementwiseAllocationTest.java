package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.lang.management.ManagementFactory;
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

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Vectors are objects until the JIT compiler has seen the kernels: rounds to wait for that. */
  private static final int MOST_ROUNDS = 3_000;

  private static final int RUNS_OF_A_ROUND = 10;
  private static final int STEADY_ROUNDS = 20;

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
    Fact[] facts = new Fact[inputs.length];
    for (int i = 0; i < facts.length; i++) {
      facts[i] = Fact.of(inputs[i].type(), inputs[i].shape());
    }
    Tensor[] outputs = {Tensor.growable(operator.infer(facts)[0].type())};
    Workspace workspace = new Workspace();
    int steady = 0;
    for (int round = 0; round < MOST_ROUNDS && steady < STEADY_ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS_OF_A_ROUND; i++) {
        operator.run(inputs, outputs, workspace);
      }
      steady = THREADS.getCurrentThreadAllocatedBytes() == before ? steady + 1 : 0;
    }
    assertThat(steady).as("%s of %s allocates", name, List.of(inputs)).isEqualTo(STEADY_ROUNDS);
  }
}
