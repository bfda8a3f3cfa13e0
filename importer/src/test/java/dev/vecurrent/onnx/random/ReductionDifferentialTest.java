package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reductions against ONNX Runtime: of rank 0 to 4, of truth values, of nothing. Tensors of nothing
 * are reduced over all axes, and are no truth values: of others ONNX Runtime gives another shape
 * than ONNX says, or none. The mean of nothing is left to the engine.
 */
class ReductionDifferentialTest {

  private static final int ROUNDS = 150;
  private static final double TOLERANCE = 1e-4;

  private final Random random = new Random();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReduceSum",
        "ReduceMean",
        "ReduceMax",
        "ReduceMin",
        "ReduceProd",
        "ReduceL1",
        "ReduceL2",
        "ReduceSumSquare",
        "ReduceLogSum",
        "ReduceLogSumExp"
      })
  void agreesWithOnnxRuntime(String operator) {
    long seed = Seeds.of(ReductionDifferentialTest.class);
    boolean extreme = operator.equals("ReduceMax") || operator.equals("ReduceMin");
    for (int round = 0; round < ROUNDS; round++) {
      random.setSeed(seed * 31 + operator.hashCode() * 7L + round);
      boolean truth = extreme && random.nextInt(4) == 0;
      Tensor x = draw(operator, truth);
      int opset = truth ? 20 : random.nextBoolean() ? 18 : 20;
      SingleNode node = new SingleNode(operator, opset);
      node.add(Attribute.flag("keepdims", random.nextBoolean()));
      node.input(x, false);
      long[] axes =
          LongStream.range(0, x.rank())
              .filter(_ -> random.nextBoolean())
              .map(axis -> random.nextBoolean() ? axis : axis - x.rank())
              .toArray();
      if (x.size() > 0 && (axes.length > 0 || random.nextBoolean())) {
        node.input(Tensor.of(axes, axes.length), random.nextBoolean());
      }
      assertThat(Check.difference(node.run(x), node.expected(x), TOLERANCE))
          .as("seed %d, round %d: %s", seed, round, node)
          .isEmpty();
    }
  }

  private Tensor draw(String operator, boolean truth) {
    int[] shape = new int[random.nextInt(5)];
    boolean full = truth || operator.equals("ReduceMean");
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = !full && random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
    }
    boolean logarithm = operator.contains("Log");
    boolean reals = logarithm || random.nextInt(3) > 0;
    ElementType type = truth ? ElementType.BOOL : reals ? ElementType.FLOAT32 : ElementType.INT32;
    boolean positive = logarithm || type == ElementType.INT32;
    // A product of more would not fit an INT32.
    boolean product = operator.equals("ReduceProd");
    return (positive && !product ? Domain.POSITIVE : Domain.SMALL).draw(random, type, shape);
  }
}
