package dev.vecurrent.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.Compiler;
import dev.vecurrent.internal.plan.Drawing;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which inputs are made up, and when a loop ends, by a clock of the test. */
class WarmUpLoopTest {

  private static final long MS = 1_000_000;

  private static Compiled layer(Dimension steps, Dimension batch, ValueInfo... others) {
    int h = 3;
    int i = 2;
    List<ValueInfo> inputs = new ArrayList<>();
    inputs.add(ValueInfo.of("x", ElementType.FLOAT32, steps, batch, Dimension.of(i)));
    inputs.addAll(List.of(others));
    List<Node> nodes = new ArrayList<>();
    String lengths = "";
    for (ValueInfo other : others) {
      if (other.type() == ElementType.INT64) {
        nodes.add(new OperatorNode("same", "Identity", 22, List.of("n"), List.of("m"), Map.of()));
        nodes.add(
            new OperatorNode(
                "cast",
                "Cast",
                22,
                List.of("m"),
                List.of("lengths"),
                Map.of("to", new AttributeValue.OfInt(6))));
        lengths = "lengths";
      }
    }
    String initial = others.length > 1 ? "h0" : "";
    nodes.add(
        new RecurrentNode(
            "lstm",
            Lstm.of(Direction.FORWARD, h),
            List.of("x", "w", "r", "", lengths, initial),
            List.of("y")));
    return Compiler.compile(
        new Graph(
            "layer",
            inputs,
            List.of(new ValueInfo("y", ElementType.FLOAT32, Optional.empty())),
            Map.of("w", Drawing.filled(1, 4 * h, i), "r", Drawing.filled(1, 4 * h, h)),
            nodes),
        true,
        1 << 20,
        1 << 20);
  }

  private static Compiled operator(String operator, ValueInfo... inputs) {
    List<String> names = Arrays.stream(inputs).map(ValueInfo::name).toList();
    return Compiler.compile(
        new Graph(
            "operator",
            List.of(inputs),
            List.of(new ValueInfo("y", inputs[0].type(), Optional.empty())),
            Map.of(),
            List.of(new OperatorNode("o", operator, 22, names, List.of("y"), Map.of()))),
        true,
        1 << 20,
        1 << 13);
  }

  private static List<Tensor[]> all(Compiled compiled) {
    MadeUpInputs made = MadeUpInputs.of(compiled);
    return IntStream.range(0, made.count()).mapToObj(made::get).toList();
  }

  private static List<String> shapes(Compiled compiled) {
    return all(compiled).stream().map(Arrays::toString).toList();
  }

  /** A clock that goes on by a step at each look. */
  private static LongSupplier clock(long step) {
    long[] now = {1L << 62};
    return () -> now[0] += step;
  }

  @Test
  void stepsAndSequencesAreOneAndSeveral() {
    assertThat(shapes(layer(Dimension.symbol("t"), Dimension.symbol("n"))))
        .containsExactly(
            "[FLOAT32[1, 1, 2]]", "[FLOAT32[1, 8, 2]]", "[FLOAT32[8, 1, 2]]", "[FLOAT32[8, 8, 2]]");
  }

  @Test
  void declaredSizesAreKept() {
    assertThat(shapes(layer(Dimension.of(5), Dimension.of(3))))
        .containsExactly("[FLOAT32[5, 3, 2]]");
    assertThat(shapes(layer(Dimension.of(5), Dimension.symbol(""))))
        .containsExactly("[FLOAT32[5, 1, 2]]", "[FLOAT32[5, 8, 2]]");
  }

  @Test
  void lengthsAndInitialStatesFollowTheBatchAndLengthsAreWhole() {
    Dimension any = Dimension.symbol("");
    ValueInfo lengths = ValueInfo.of("n", ElementType.INT64, any);
    ValueInfo initial =
        ValueInfo.of("h0", ElementType.FLOAT32, Dimension.of(1), any, Dimension.of(3));
    Compiled compiled = layer(any, any, lengths, initial);
    List<Tensor[]> all = all(compiled);
    assertThat(all).hasSize(4);
    for (Tensor[] one : all) {
      assertThat(one[1].size()).isEqualTo(one[0].dim(1));
      assertThat(one[2].dim(1)).isEqualTo(one[0].dim(1));
      assertThat(one[1].longs()).containsOnly(one[0].dim(0));
    }
    WarmUpLoop.Outcome outcome = onMadeUpInputs(compiled, 1000, clock(10), () -> true);
    assertThat(outcome.refused()).isEmpty();
    assertThat(outcome.ran()).hasSize(4);
  }

  @Test
  void floatsAreNoise() {
    float[] x = MadeUpInputs.of(layer(Dimension.of(40), Dimension.of(25))).get(0)[0].floats();
    assertThat(x).doesNotHaveDuplicates();
    float lowest = 0;
    float highest = 0;
    for (float value : x) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    assertThat(lowest).isBetween(-1f, -0.9f);
    assertThat(highest).isBetween(0.9f, 1f);
  }

  @Test
  void moreThanTwoFreeSizesAreNotAllCombined() {
    ValueInfo x =
        ValueInfo.of(
            "x",
            ElementType.FLOAT64,
            Dimension.symbol("a"),
            Dimension.symbol("b"),
            Dimension.symbol("c"));
    assertThat(shapes(operator("Neg", x)))
        .containsExactly(
            "[FLOAT64[1, 1, 1]]",
            "[FLOAT64[8, 1, 1]]",
            "[FLOAT64[1, 8, 1]]",
            "[FLOAT64[8, 8, 1]]",
            "[FLOAT64[8, 8, 8]]");
  }

  @Test
  void aModelWithoutInputsIsRunAsWell() {
    Graph graph =
        new Graph(
            "constant",
            List.of(),
            List.of(new ValueInfo("y", ElementType.FLOAT32, Optional.empty())),
            Map.of("c", Drawing.filled(2)),
            List.of(new OperatorNode("n", "Neg", 22, List.of("c"), List.of("y"), Map.of())));
    WarmUpLoop.Outcome outcome =
        onMadeUpInputs(Compiler.compile(graph, true, 1 << 20, 1 << 20), 100, clock(1), () -> true);
    assertThat(outcome.ran()).containsExactly("[]");
    assertThat(outcome.calls()).isPositive();
  }

  @Test
  void refusedInputsAreSaidAndTheOthersRun() {
    // 8 rows and the 3 of c do not broadcast.
    ValueInfo a = ValueInfo.of("a", ElementType.FLOAT32, Dimension.symbol(""), Dimension.of(5));
    ValueInfo b = ValueInfo.of("b", ElementType.FLOAT32, Dimension.symbol(""), Dimension.of(1));
    ValueInfo c = ValueInfo.of("c", ElementType.FLOAT32, Dimension.of(3), Dimension.of(5));
    Compiled compiled =
        Compiler.compile(
            new Graph(
                "sum",
                List.of(a, b, c),
                List.of(new ValueInfo("z", ElementType.FLOAT32, Optional.empty())),
                Map.of(),
                List.of(
                    new OperatorNode("p", "Add", 22, List.of("a", "b"), List.of("y"), Map.of()),
                    new OperatorNode("q", "Add", 22, List.of("y", "c"), List.of("z"), Map.of()))),
            true,
            1 << 20,
            1 << 20);
    WarmUpLoop.Outcome outcome = onMadeUpInputs(compiled, 1000, clock(1), () -> true);
    assertThat(outcome.ran()).containsExactly("[FLOAT32[1, 5], FLOAT32[1, 1], FLOAT32[3, 5]]");
    assertThat(outcome.refused()).hasSize(3).allMatch(text -> text.contains("node 'q' (Add)"));
    assertThat(outcome.calls()).isGreaterThan(1);
  }

  @Test
  void inputsThatCannotBeMadeUpAreSaid() {
    ValueInfo anyRank = new ValueInfo("x", ElementType.FLOAT32, Optional.empty());
    WarmUpLoop.Outcome outcome = onMadeUpInputs(operator("Neg", anyRank), 1, clock(1), () -> true);
    assertThat(outcome.calls()).isZero();
    assertThat(outcome.nanosPerCall()).isZero();
    assertThat(outcome.settled()).isFalse();
    assertThat(outcome.refused()).singleElement().asString().contains("input x").contains("rank");
    ValueInfo large = ValueInfo.of("x", ElementType.FLOAT32, Dimension.of(1 << 30));
    assertThat(onMadeUpInputs(operator("Neg", large), 100, clock(1), () -> true).refused())
        .singleElement()
        .asString()
        .contains("more than 8192 bytes");
  }

  @Test
  void evenCallsSettle() {
    WarmUpLoop.Outcome outcome =
        onMadeUpInputs(layer(Dimension.of(2), Dimension.of(1)), 60_000 * MS, clock(MS), () -> true);
    assertThat(outcome.settled()).isTrue();
    assertThat(outcome.nanosPerCall()).isEqualTo(MS);
    assertThat(outcome.nanos()).isBetween(1000 * MS, 3000 * MS);
  }

  @Test
  void evenCallsOfCodeThatIsNotReadyGoOn() {
    int[] looks = {0};
    WarmUpLoop.Outcome outcome =
        onMadeUpInputs(
            layer(Dimension.of(2), Dimension.of(1)),
            60_000 * MS,
            clock(MS),
            () -> ++looks[0] > 1000);
    assertThat(outcome.settled()).isTrue();
    assertThat(outcome.calls()).isGreaterThan(1000);
  }

  @Test
  void theLimitEndsALoopWithinARound() {
    Compiled compiled = layer(Dimension.symbol("t"), Dimension.symbol("n"));
    for (int limit = 1; limit < 40; limit++) {
      WarmUpLoop.Outcome outcome = onMadeUpInputs(compiled, limit * MS, clock(MS), () -> true);
      assertThat(outcome.settled()).isFalse();
      assertThat(outcome.calls()).isLessThanOrEqualTo(limit);
    }
    assertThat(onMadeUpInputs(compiled, 40 * MS, clock(MS), () -> true).ran()).hasSize(4);
  }

  @Test
  void givenInputsAreRunInTheGivenSessionOrRefused() {
    Compiled compiled = layer(Dimension.symbol("t"), Dimension.symbol("n"));
    GraphRun run = new GraphRun(compiled, Team.ALONE);
    Tensor[] inputs = {Drawing.filled(4, 3, 2)};
    WarmUpLoop.Outcome outcome =
        WarmUpLoop.onInputs(compiled, run, inputs, 100, clock(1), () -> true);
    assertThat(outcome.ran()).containsExactly("[FLOAT32[4, 3, 2]]");
    Tensor[] wrong = {Drawing.filled(4, 3, 3)};
    assertThatThrownBy(() -> WarmUpLoop.onInputs(compiled, run, wrong, 100, clock(1), () -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input x");
  }

  private static WarmUpLoop.Outcome onMadeUpInputs(
      Compiled compiled, long limit, LongSupplier clock, BooleanSupplier ready) {
    return WarmUpLoop.onMadeUpInputs(
        compiled, new GraphRun(compiled, Team.ALONE), limit, clock, ready);
  }
}
