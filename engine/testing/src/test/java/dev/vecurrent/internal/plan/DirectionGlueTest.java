package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tf2onnx puts around directions goes into the layer, bit by bit. */
class DirectionGlueTest {

  private static final int T = 4;
  private static final int N = 3;
  private static final int I = 5;
  private static final int H = 6;

  private final Random random = new Random(Seeds.of(DirectionGlueTest.class));
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Tensor x = draw(T, N, I);

  @BeforeEach
  void constants() {
    integers("zero", 0);
    integers("one", 1);
    integers("two", 2);
    integers("last", -1);
    integers("before", Long.MIN_VALUE);
    constants.put("first", Tensor.of(new long[] {0}));
    constants.put("second", Tensor.of(new long[] {1}));
  }

  private void integers(String name, long... values) {
    constants.put(name, Tensor.of(values, values.length));
  }

  private Tensor draw(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  private void op(String operator, String output, Map<String, Integer> attributes, String... in) {
    Map<String, AttributeValue> values = new HashMap<>();
    attributes.forEach((name, value) -> values.put(name, new AttributeValue.OfInt(value)));
    nodes.add(new OperatorNode(output, operator, 13, List.of(in), List.of(output), values));
  }

  private void lstm(Direction direction, String in, String y) {
    constants.computeIfAbsent("w", _ -> draw(direction.count(), 4 * H, I));
    constants.computeIfAbsent("r", _ -> draw(direction.count(), 4 * H, H));
    nodes.add(
        new RecurrentNode(y, Lstm.of(direction, H), List.of(in, "w", "r"), List.of(y, y + "h")));
  }

  private Compiled compile(String... outputs) {
    Dimension any = Dimension.symbol("");
    ValueInfo in =
        ValueInfo.of(
            "x",
            ElementType.FLOAT32,
            Dimension.symbol("T"),
            Dimension.symbol("N"),
            Dimension.of(I));
    List<ValueInfo> out = new ArrayList<>();
    for (String output : outputs) {
      Dimension[] dims = new Dimension[output.equals("y4") ? 4 : 3];
      Arrays.fill(dims, any);
      out.add(ValueInfo.of(output, ElementType.FLOAT32, dims));
    }
    Graph graph = new Graph("test", List.of(in), out, constants, nodes);
    return Compiler.compile(graph, true, 1 << 20, 1 << 20);
  }

  private Tensor[] run(Compiled compiled, int outputs) {
    Tensor[] made = new Tensor[outputs];
    Arrays.setAll(made, _ -> Tensor.growable(ElementType.FLOAT32));
    new GraphRun(compiled, Team.ALONE).run(new Tensor[] {x}, made);
    return made;
  }

  private static List<String> operators(Compiled compiled) {
    return compiled.steps().stream().map(Step::operator).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Slice", "Gather"})
  void directionsThatAreCutOutAndPutSideBySide(String cut) {
    lstm(Direction.BIDIRECTIONAL, "x", "y4");
    Tensor apart = run(compile("y4"), 1)[0];
    if (cut.equals("Slice")) {
      op("Slice", "f4", Map.of(), "y4", "zero", "one", "one");
      op("Squeeze", "f", Map.of(), "f4", "one");
      op("Slice", "b4", Map.of(), "y4", "one", "two", "one");
      op("Squeeze", "b", Map.of(), "b4", "one");
    } else {
      op("Gather", "f", Map.of("axis", 1), "y4", "first");
      op("Gather", "b", Map.of("axis", 1), "y4", "second");
    }
    op("Concat", "y", Map.of("axis", -1), "f", "b");

    Compiled compiled = compile("y");

    assertThat(operators(compiled)).containsExactly("LSTM");
    Tensor y = run(compiled, 1)[0];
    assertThat(y.shape()).containsExactly(T, N, 2 * H);
    for (int t = 0; t < T; t++) {
      for (int n = 0; n < N; n++) {
        for (int d = 0; d < 2; d++) {
          for (int h = 0; h < H; h++) {
            assertThat(y.floats()[((t * N + n) * 2 + d) * H + h])
                .isEqualTo(apart.floats()[((t * 2 + d) * N + n) * H + h]);
          }
        }
      }
    }
  }

  /** The other order is not what a layer makes. */
  @Test
  void directionsInTheOtherOrderStayApart() {
    lstm(Direction.BIDIRECTIONAL, "x", "y4");
    op("Gather", "f", Map.of("axis", 1), "y4", "first");
    op("Gather", "b", Map.of("axis", 1), "y4", "second");
    op("Concat", "y", Map.of("axis", -1), "b", "f");

    assertThat(operators(compile("y"))).contains("Concat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReverseSequence", "Slice"})
  void aLayerBetweenTwoReversalsReadsBackwards(String form) {
    lstm(Direction.REVERSE, "x", "expected4");
    op("Squeeze", "expected", Map.of(), "expected4", "one");
    op("Shape", "shape", Map.of(), "x");
    op("Slice", "steps", Map.of(), "shape", "zero", "one");
    op("Slice", "batch", Map.of(), "shape", "one", "two");
    op("Expand", "lengths", Map.of(), "steps", "batch");
    turn(form, "x", "turned");
    lstm(Direction.FORWARD, "turned", "forward4");
    op("Squeeze", "forward", Map.of(), "forward4", "one");
    turn(form, "forward", "y");

    Compiled compiled = compile("expected", "y", "expected4h", "forward4h");

    assertThat(operators(compiled)).containsExactly("LSTM", "LSTM");
    Tensor[] made = run(compiled, 4);
    assertThat(made[1].floats()).isEqualTo(made[0].floats());
    assertThat(made[3].floats()).isEqualTo(made[2].floats());
  }

  @Test
  void aForwardAndABackwardLayerSideBySide() {
    lstm(Direction.FORWARD, "x", "f4");
    op("Squeeze", "f", Map.of(), "f4", "one");
    constants.put("w2", draw(1, 4 * H, I));
    nodes.add(
        new RecurrentNode(
            "b", Lstm.of(Direction.REVERSE, H), List.of("x", "w2", "r"), List.of("b4")));
    op("Squeeze", "b", Map.of(), "b4", "one");
    Tensor[] apart = run(compile("f", "b"), 2);
    op("Concat", "y", Map.of("axis", 2), "f", "b");

    Compiled compiled = compile("y");

    assertThat(compiled.steps()).hasSize(1);
    assertThat(compiled.steps().getFirst().details().getFirst()).contains("bidirectional");
    Tensor y = run(compiled, 1)[0];
    assertThat(y.shape()).containsExactly(T, N, 2 * H);
    for (int row = 0; row < T * N; row++) {
      for (int h = 0; h < 2 * H; h++) {
        assertThat(y.floats()[row * 2 * H + h]).isEqualTo(apart[h / H].floats()[row * H + h % H]);
      }
    }
  }

  /** Steps behind the end of a sequence are turned around by nobody. */
  @Test
  void reversalsOfPartsStay() {
    integers("lengths", 2, 4, 3);
    turn("ReverseSequence", "x", "turned");
    lstm(Direction.FORWARD, "turned", "forward4");
    op("Squeeze", "forward", Map.of(), "forward4", "one");
    turn("ReverseSequence", "forward", "y");

    assertThat(operators(compile("y"))).contains("ReverseSequence");
  }

  private void turn(String form, String in, String out) {
    if (form.equals("Slice")) {
      op("Slice", out, Map.of(), in, "last", "before", "zero", "last");
    } else {
      op("ReverseSequence", out, Map.of("time_axis", 0, "batch_axis", 1), in, "lengths");
    }
  }
}
