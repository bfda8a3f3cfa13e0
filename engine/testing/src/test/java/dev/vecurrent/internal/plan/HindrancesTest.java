package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.H;
import static dev.vecurrent.internal.plan.Drawing.I;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.plan.axes.TimeAxes;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.Hindrance;
import dev.vecurrent.internal.run.OutputAxes;
import dev.vecurrent.internal.run.TimeFacts;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which nodes stand in the way of sequences in pieces, in words. */
class HindrancesTest {

  private static final Lstm LSTM = Lstm.of(Direction.FORWARD, H);

  /** A layer with Y {@code [T, N, H]} in {@code a}. */
  private static Drawing withLayer() {
    return new Drawing()
        .constant("one", 1)
        .layer(LSTM, "x", I, "", "d")
        .op("Squeeze", List.of("d", "one"), "a");
  }

  private static void assertOnly(Compiled compiled, String words) {
    assertThat(compiled.hindrances()).hasToString("[" + words + "]");
    compiled.requireStreamable();
  }

  @Test
  void theMeanOverTime() {
    Drawing drawing = withLayer().constant("zero", 0).op("ReduceMean", List.of("a", "zero"), "y");
    Compiled compiled = drawing.compile("y");

    assertOnly(compiled, "node 'y' (ReduceMean) takes the mean over time, axis 0");
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(OutputAxes.NONE, 1));
  }

  @Test
  void theMeanOverUnitsIsNone() {
    Drawing drawing = withLayer().constant("two", 2).op("ReduceMean", List.of("a", "two"), "y");
    assertThat(drawing.compile("y").hindrances()).isEmpty();
  }

  @Test
  void aSoftmaxOverTimeKeepsItsAxes() {
    Compiled compiled = withLayer().along("Softmax", 0, List.of("a"), "y").compile("y");

    assertOnly(compiled, "node 'y' (Softmax) weighs time steps by each other, axis 0");
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(0, 1));
  }

  /** Nodes that see more than one step, and what is said of them. */
  static Stream<Arguments> mixers() {
    Map<String, AttributeValue> first = Map.of("axis", new AttributeValue.OfInt(0));
    Map<String, AttributeValue> none = Map.of();
    return Stream.of(
        Arguments.of("CumSum", List.of("a", "zero"), none, "adds up time steps, axis 0"),
        Arguments.of("TopK", List.of("a", "one"), first, "sorts time steps, axis 0"),
        Arguments.of("ReduceMax", List.of("a"), none, "takes the maximum over time, axis 0"),
        Arguments.of("Concat", List.of("a", "a"), first, "puts more steps before or after, axis 0"),
        Arguments.of("Pad", List.of("a", "pads"), none, "puts more steps before or after, axis 0"),
        Arguments.of(
            "Slice",
            List.of("a", "zero", "one", "zero"),
            none,
            "takes only some of the time steps, axis 0"),
        Arguments.of(
            "Slice",
            List.of("a", "last", "least", "zero", "last"),
            none,
            "reads the time steps backwards, axis 0"),
        Arguments.of(
            "ReverseSequence",
            List.of("a", "lengths"),
            none,
            "reads the time steps backwards, axis 0"),
        Arguments.of(
            "Gather", List.of("a", "some"), first, "takes only some of the time steps, axis 0"),
        Arguments.of("Tile", List.of("a", "twice"), none, "repeats the sequence, axis 0"),
        Arguments.of(
            "LayerNormalization", List.of("a", "scale"), first, "normalises over time, axis 0"),
        Arguments.of(
            "Gemm", List.of("rows", "tall"), none, "multiplies all time steps at once, axis 1"));
  }

  @ParameterizedTest
  @MethodSource("mixers")
  void nodesThatSeeSeveralSteps(
      String operator, List<String> in, Map<String, AttributeValue> attributes, String reason) {
    Drawing drawing =
        withLayer()
            .input("lengths", ElementType.INT64, Dimension.symbol("n"))
            .constant("zero", 0)
            .constant("last", -1)
            .constant("some", 2, 0)
            .constant("least", Long.MIN_VALUE + 1)
            .constant("pads", 1, 0, 0, 0, 0, 0)
            .constant("twice", 2, 1, 1)
            .transpose("a", "turned", 2, 1, 0)
            .along("Flatten", 1, List.of("turned"), "rows");
    drawing.constants.put("scale", Drawing.filled(1));
    drawing.constants.put("tall", Drawing.filled(6, H));
    Compiled compiled = drawing.op(operator, in, "y", attributes).compile("y");

    assertThat(compiled.hindrances().getFirst())
        .isEqualTo(new Hindrance("y", operator, Hindrance.Kind.MIXES, reason));
  }

  /** {@code x} as {@code [N, C, T]} through a convolution, then a layer. */
  private static Drawing convolved(int kernel, long pad) {
    Drawing drawing = new Drawing().transpose("x", "t", 1, 2, 0);
    drawing.constants.put("k", Drawing.filled(I, I, kernel));
    AttributeValue pads = new AttributeValue.OfInts(List.of(pad, pad));
    return drawing
        .op("Conv", List.of("t", "k"), "c", Map.of("pads", pads))
        .op("Relu", List.of("c"), "r")
        .transpose("r", "back", 2, 0, 1)
        .layer(LSTM, "back", I, "", "y");
  }

  @Test
  void aConvolutionOverTimeLeavesTheInputWithoutRole() {
    Compiled compiled = convolved(3, 1).compile("y");

    assertOnly(compiled, "node 'c, r' (Conv) mixes neighbouring time steps (Conv, kernel 3)");
    assertThat(compiled.roleOf("x")).isEqualTo(InputRole.UNKNOWN);
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(0, 2));
  }

  @Test
  void aConvolutionOfSingleStepsIsNone() {
    Compiled compiled = convolved(1, 0).compile("y");

    assertThat(compiled.hindrances()).isEmpty();
    assertThat(compiled.roleOf("x")).isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 0, 1));
  }

  @Test
  void aSingleStepThatIsPaddedIsMixed() {
    assertThat(convolved(1, 1).compile("y").hindrances()).hasSize(1);
  }

  @Test
  void aConstantForEachStep() {
    Drawing drawing = new Drawing();
    drawing.constants.put("positions", Drawing.filled(5, 1, I));
    drawing.op("Add", List.of("x", "positions"), "p").layer(LSTM, "p", I, "", "y");
    Compiled compiled = drawing.compile("y");

    assertOnly(compiled, "node 'p' (Add) has values of its own for each time step, axis 0");
    assertThat(compiled.roleOf("x")).isEqualTo(InputRole.UNKNOWN);
  }

  @Test
  void theFirstStepIsNotTheLast() {
    Compiled compiled =
        withLayer().constant("zero", 0).along("Gather", 0, List.of("a", "zero"), "y").compile("y");

    assertOnly(compiled, "node 'y' (Gather) takes only some of the time steps, axis 0");
  }

  @Test
  void attentionMultipliesAllSteps() {
    Drawing drawing =
        withLayer()
            .transpose("a", "queries", 1, 0, 2)
            .transpose("a", "keys", 1, 2, 0)
            .op("MatMul", List.of("queries", "keys"), "scores")
            .op("Softmax", List.of("scores"), "weights")
            .op("MatMul", List.of("weights", "queries"), "y");
    Compiled compiled = drawing.compile("y");

    assertThat(compiled.hindrances())
        .extracting(Hindrance::operator)
        .containsExactly("Softmax", "MatMul");
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(1, 0));
  }

  @Test
  void whatIsNotFollowed() {
    Compiled compiled =
        new Drawing().op("Trilu", List.of("x"), "t").layer(LSTM, "t", I, "", "y").compile("y");

    assertOnly(compiled, "node 't' (Trilu) does something with time steps that is not followed");
    assertThat(compiled.hindrances().getFirst().kind()).isEqualTo(Hindrance.Kind.LOSES);
  }

  @Test
  void layersThatReadBackwardsRefuseStreams() {
    Compiled compiled =
        new Drawing().layer(Lstm.of(Direction.BIDIRECTIONAL, H), "x", I, "", "y").compile("y");

    assertThat(compiled.hindrances()).extracting(Hindrance::refuses).containsExactly(true);
    assertThatThrownBy(compiled::requireStreamable)
        .hasMessage(
            "node 'y' (LSTM) is BIDIRECTIONAL and needs the whole sequence:"
                + " such a model cannot be streamed");
  }

  /** An If with a layer in both branches, whose initial states have these names. */
  private static Compiled branches(String h, String c) {
    Drawing drawing =
        new Drawing()
            .input("if", ElementType.BOOL)
            .input(
                "h", ElementType.FLOAT32, Dimension.of(1), Dimension.symbol("b"), Dimension.of(H))
            .input(
                "c", ElementType.FLOAT32, Dimension.of(1), Dimension.symbol("b"), Dimension.of(H));
    drawing.constants.put("w", Drawing.filled(1, 4 * H, I));
    drawing.constants.put("r", Drawing.filled(1, 4 * H, H));
    Node layer =
        new RecurrentNode("inner", LSTM, List.of("x", "w", "r", "", "", h, c), List.of("out"));
    Body body = new Body(List.of(), List.of("out"), Map.of(), List.of(layer));
    drawing.nodes.add(
        new ControlNode(
            "choice",
            "If",
            22,
            List.of("if"),
            List.of("y"),
            Map.of(),
            Map.of("then_branch", body, "else_branch", body)));
    return drawing.compile("y");
  }

  @Test
  void aLayerInABodyRefusesStreamsUnlessItsStatesAreGiven() {
    for (Compiled open : List.of(branches("", ""), branches("h", ""))) {
      assertThatThrownBy(open::requireStreamable)
          .hasMessageContaining("'choice' (If) has recurrent layers inside, whose states");
    }
    branches("h", "c").requireStreamable();
  }

  @Test
  void stepsThatTheCallerCarriesOverTellTimeAndMixNothing() {
    Drawing drawing =
        new Drawing()
            .input(
                "past",
                ElementType.FLOAT32,
                Dimension.symbol("n"),
                Dimension.of(I),
                Dimension.of(2))
            .transpose("x", "t", 1, 2, 0)
            .along("Concat", 2, List.of("past", "t"), "all")
            .constant("two", -2)
            .constant("most", Long.MAX_VALUE)
            .constant("axis", 2);
    drawing.constants.put("k", Drawing.filled(I, I, 3));
    drawing
        .op("Conv", List.of("all", "k"), "y")
        .op("Slice", List.of("all", "two", "most", "axis"), "next");
    TimeFacts carried = time(drawing, Set.of("past"));

    assertThat(carried.hindrances()).isEmpty();
    assertThat(carried.roles())
        .containsExactly(Map.entry("x", new InputRole(InputRole.Kind.SEQUENCES, 0, 1)));
    assertThat(carried.outputs())
        .containsExactly(new OutputAxes(2, 0), new OutputAxes(OutputAxes.NONE, 0));
    assertThat(time(drawing, Set.of()).roles()).isEmpty();
  }

  /** What is known of time where the caller carries over some inputs. */
  private static TimeFacts time(Drawing drawing, Set<String> states) {
    Compilation compilation =
        new Compilation(
            drawing.graph("y", "next"),
            Kernels.scalar(),
            1 << 20,
            new Bounds(new Watch(), Budget.ofCompile(Long.MAX_VALUE)),
            new ArrayList<>());
    Pass.run(Pass.Stage.READ, compilation);
    Pass.run(Pass.Stage.REWRITE, compilation);
    return TimeAxes.find(compilation.draft(), states);
  }
}
