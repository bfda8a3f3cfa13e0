package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.Step;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The passes change what runs, never what comes out: plans are compared by operator, answers with a
 * plain graph's.
 */
class PassesTest {

  private static final int H = 3;
  private static final int I = 2;

  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private void op(String operator, List<String> inputs, String output, Object... attributes) {
    Map<String, AttributeValue> values = new HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      values.put(
          (String) attributes[i],
          switch (attributes[i + 1]) {
            case long[] ints -> new AttributeValue.OfInts(Arrays.stream(ints).boxed().toList());
            case Integer number -> new AttributeValue.OfInt(number);
            case Tensor tensor -> new AttributeValue.OfTensor(tensor);
            case Object other -> throw new IllegalArgumentException(other.toString());
          });
    }
    nodes.add(new OperatorNode(output, operator, 11, inputs, List.of(output), values));
  }

  private void lstm(String x, String y, int features, Direction direction, String initial) {
    int d = direction.count();
    constants.put(y + ".w", filled(d, 4 * H, features));
    constants.put(y + ".r", filled(d, 4 * H, H));
    List<String> inputs = List.of(x, y + ".w", y + ".r", "", "", initial);
    nodes.add(new RecurrentNode(y, Lstm.of(direction, H), inputs, List.of(y)));
  }

  private static Tensor filled(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (i % 11 - 5) * 0.07f;
    }
    return tensor;
  }

  private Compiled compile(String output, int rank) {
    Dimension any = Dimension.symbol("");
    ValueInfo x =
        ValueInfo.of(
            "x",
            ElementType.FLOAT32,
            Dimension.symbol("a"),
            Dimension.symbol("b"),
            Dimension.of(I));
    ValueInfo y =
        new ValueInfo(output, ElementType.FLOAT32, Optional.of(Collections.nCopies(rank, any)));
    return Compiler.compile(
        new Graph("test", List.of(x), List.of(y), constants, nodes), true, 1 << 20, 1 << 20);
  }

  private static List<String> operators(Compiled compiled) {
    return compiled.steps().stream().map(Step::operator).toList();
  }

  private static Tensor run(Compiled compiled) {
    Tensor x = filled(4, 5, I);
    Tensor y = Tensor.growable(ElementType.FLOAT32);
    new GraphRun(compiled, Team.ALONE).run(new Tensor[] {x}, new Tensor[] {y});
    return y;
  }

  @Test
  void batchFirstStackOfPyTorchIsOneStep() {
    op("Transpose", List.of("x"), "xt", "perm", new long[] {1, 0, 2});
    lstm("xt", "one", I, Direction.BIDIRECTIONAL, "");
    op("Transpose", List.of("one"), "t1", "perm", new long[] {0, 2, 1, 3});
    constants.put("shape", Tensor.of(new long[] {0, 0, -1}, 3));
    op("Reshape", List.of("t1", "shape"), "r1");
    lstm("r1", "two", 2 * H, Direction.FORWARD, "");
    op("Squeeze", List.of("two"), "s2", "axes", new long[] {1});
    op("Transpose", List.of("s2"), "y", "perm", new long[] {1, 0, 2});
    Compiled compiled = compile("y", 3);
    assertThat(operators(compiled)).containsExactly("Stack of 2 LSTM");
    assertThat(compiled.absorbed()).containsEntry("Transpose", 3).containsEntry("Reshape", 1);
    assertThat(run(compiled).shape()).containsExactly(4, 5, H);
  }

  @Test
  void absorbedGlueChangesNoBit() {
    op("Transpose", List.of("x"), "xt", "perm", new long[] {1, 0, 2});
    lstm("xt", "one", I, Direction.BIDIRECTIONAL, "");
    op("Transpose", List.of("one"), "t1", "perm", new long[] {0, 2, 1, 3});
    constants.put("shape", Tensor.of(new long[] {0, 0, -1}, 3));
    op("Reshape", List.of("t1", "shape"), "y");
    Tensor absorbed = run(compile("y", 3));
    nodes.add(1, new OperatorNode("k", "Neg", 11, List.of("xt"), List.of("k"), Map.of()));
    // A second reader of the layer's own output keeps the glue as operators.
    op("Neg", List.of("one"), "n1");
    op("Reshape", List.of("n1", "flat"), "n2");
    constants.put("flat", Tensor.of(new long[] {-1}, 1));
    op("Reshape", List.of("y", "flat"), "y2");
    op("Concat", List.of("y2", "n2"), "z", "axis", 0);
    Compiled plain = compile("z", 1);
    assertThat(operators(plain)).contains("Transpose", "LSTM", "Reshape");
    Tensor z = run(plain);
    assertThat(Arrays.copyOf(z.floats(), absorbed.size()))
        .isEqualTo(Arrays.copyOf(absorbed.floats(), absorbed.size()));
  }

  @Test
  void zeroInitialStateOfDynamicShapeIsDropped() {
    op("Shape", List.of("x"), "s");
    constants.put("one", Tensor.of(new long[] {1}));
    op("Gather", List.of("s", "one"), "n", "axis", 0);
    op("Unsqueeze", List.of("n"), "nu", "axes", new long[] {0});
    constants.put("d", Tensor.of(new long[] {1}, 1));
    constants.put("h", Tensor.of(new long[] {H}, 1));
    op("Concat", List.of("d", "nu", "h"), "shape", "axis", 0);
    op("ConstantOfShape", List.of("shape"), "zero", "value", Tensor.of(new float[1], 1));
    lstm("x", "y", I, Direction.FORWARD, "zero");
    assertThat(operators(compile("y", 4))).containsExactly("LSTM");
  }

  @Test
  void nonZeroInitialStateIsKept() {
    constants.put("init", filled(1, 5, H));
    lstm("x", "y", I, Direction.FORWARD, "init");
    Tensor started = run(compile("y", 4));
    nodes.clear();
    lstm("x", "y", I, Direction.FORWARD, "");
    Tensor fromZero = run(compile("y", 4));
    assertThat(started.floats()[0]).isNotEqualTo(fromZero.floats()[0]);
  }

  @Test
  void layerThatNeedsAnotherLayersFinalStateIsNotStacked() {
    constants.put("one.w", filled(1, 4 * H, I));
    constants.put("one.r", filled(1, 4 * H, H));
    nodes.add(
        new RecurrentNode(
            "one",
            Lstm.of(Direction.FORWARD, H),
            List.of("x", "one.w", "one.r"),
            List.of("one", "one.h")));
    op("Squeeze", List.of("one"), "s1", "axes", new long[] {1});
    op("Neg", List.of("one.h"), "h0");
    lstm("s1", "y", H, Direction.FORWARD, "h0");
    Compiled compiled = compile("y", 4);
    assertThat(operators(compiled)).containsExactly("LSTM", "Neg", "LSTM");
    assertThat(run(compiled).shape()).containsExactly(4, 1, 5, H);
  }

  @Test
  void constantSubGraphsAreFoldedWithinTheBudget() {
    constants.put("a", Tensor.of(new float[] {1, 2}, 2));
    op("Add", List.of("a", "a"), "b");
    op("Mul", List.of("x", "b"), "y");
    assertThat(operators(compile("y", 3))).containsExactly("Mul");
    Dimension any = Dimension.symbol("");
    Graph graph =
        new Graph(
            "budget",
            List.of(ValueInfo.of("x", ElementType.FLOAT32, any, any, Dimension.of(I))),
            List.of(ValueInfo.of("y", ElementType.FLOAT32, any, any, Dimension.of(I))),
            constants,
            nodes);
    assertThat(operators(Compiler.compile(graph, true, 7, 1 << 20))).containsExactly("Add", "Mul");
  }

  @Test
  void sliceThatReversesIsNoNoOp() {
    constants.put("c", Tensor.of(new float[] {1, 2, 3}, 3));
    constants.put("from", Tensor.of(new long[] {-1}, 1));
    constants.put("to", Tensor.of(new long[] {-5}, 1));
    constants.put("axis", Tensor.of(new long[] {2}, 1));
    constants.put("step", Tensor.of(new long[] {-1}, 1));
    op("Relu", List.of("x"), "r");
    op("Slice", List.of("r", "from", "to", "axis", "step"), "y");
    assertThat(operators(compile("y", 3))).containsExactly("Relu", "Slice");
  }

  @Test
  void fiftyThousandNodesAreCompiledWithoutHanging() {
    for (String operator : List.of("Identity", "Relu", "Transpose")) {
      nodes.clear();
      for (int i = 0; i < 50_000; i++) {
        op(operator, List.of(i == 0 ? "x" : "v" + i), i == 49_999 ? "y" : "v" + (i + 1));
      }
      Compiled compiled = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> compile("y", 3));
      int steps =
          switch (operator) {
            case "Identity" -> 1;
            case "Relu" -> 50_000 / 16; // the longest chain
            default -> 50_000;
          };
      assertThat(compiled.steps()).hasSize(steps);
    }
  }

  @Test
  void unreadNodesAreDropped() {
    op("Neg", List.of("x"), "unread");
    op("Relu", List.of("x"), "r");
    op("Identity", List.of("r"), "y");
    assertThat(operators(compile("y", 3))).containsExactly("Relu");
  }
}
