package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.StateDrawing.H;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.plan.state.DeclaredStates;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.tensor.ElementType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts, caches and what names tell; and what looks like a state and is none. */
class GraphStatesTest {

  private static final long END = Long.MAX_VALUE;

  private final StateDrawing graph = new StateDrawing();

  @Test
  void countsOfSteps() {
    graph
        .input("at", ElementType.INT64, 1)
        .constant("one", 1)
        .op("Add", "later", "one", "at")
        .op("Abs", "y", "x");

    assertThat(graph.states("y", "later")).containsExactly(new GraphState("at", "later", -1));
  }

  @Test
  void countsOfFramesOfEachSequence() {
    graph
        .input("seen", ElementType.INT64, -1)
        .node("Shape", Map.of("end", new AttributeValue.OfInt(1)), List.of("frames"), "x")
        .op("Add", "sum", "seen", "frames");

    assertThat(graph.states("sum")).extracting(GraphState::input).containsExactly("seen");
  }

  @Test
  void lengthsThatALayerChangesAreNoCounts() {
    graph
        .input("x_lens", ElementType.INT64, -1)
        .constant("more", 2)
        .op("Add", "out_lens", "x_lens", "more");

    assertThat(graph.states("out_lens")).isEmpty();
  }

  @Test
  void namesTellCountsFromLengths() {
    graph
        .input("processed_lens", ElementType.INT64, -1)
        .constant("more", 2)
        .op("Add", "new_processed_lens", "processed_lens", "more");

    assertThat(graph.states("new_processed_lens")).hasSize(1);
  }

  @Test
  void whatIsAddedMayNotComeFromTheCount() {
    graph.input("at", ElementType.INT64, 1).op("Neg", "less", "at").op("Add", "sum", "at", "less");

    assertThat(graph.states("sum")).isEmpty();
  }

  @Test
  void theSumOfTwoInputsIsNeither() {
    graph
        .input("at", ElementType.INT64, 1)
        .input("by", ElementType.INT64, 1)
        .op("Add", "sum", "at", "by");

    assertThat(graph.states("sum")).isEmpty();
  }

  /** A cache {@code [n, 4, H]} of steps, then new ones. */
  private StateDrawing cached(String first) {
    return graph
        .floats("kept", 0, 4, H)
        .floats("steps", 0, -1, H)
        .op("Abs", "newer", "steps")
        .along(1, "Concat", "all", first, "newer");
  }

  @Test
  void theEndOfACacheAndNewerSteps() {
    cached("kept").slice("all", "next", 1, -4, END);

    assertThat(graph.states("next")).containsExactly(new GraphState("kept", "next", 0));
  }

  @Test
  void anEndThatDependsOnTheCall() {
    graph.input("from", ElementType.INT64, 1).constant("end", END).constant("axis", 1);
    cached("kept").op("Slice", "next", "all", "from", "end", "axis");

    assertThat(graph.states("next")).containsExactly(new GraphState("kept", "next", 0));
  }

  @Test
  void theFrontOfACacheIsNoState() {
    cached("kept").slice("all", "next", 1, 0, 4);

    assertThat(graph.states("next")).isEmpty();
  }

  @Test
  void anotherAxisThanThatOfStepsIsNoEnd() {
    cached("kept").slice("all", "next", 2, 1, END);

    assertThat(graph.states("next")).isEmpty();
  }

  @Test
  void aCacheWithoutItsFirstSteps() {
    graph
        .floats("kept", 0, 4, H)
        .floats("step", 0, 1, H)
        .slice("kept", "rest", 1, 1, END)
        .along(1, "Concat", "next", "rest", "step");

    assertThat(graph.states("next")).containsExactly(new GraphState("kept", "next", 0));
  }

  @Test
  void whatGrows() {
    graph
        .floats("kept", 0, -1, H)
        .floats("steps", 0, -1, H)
        .op("Abs", "newer", "steps")
        .along(1, "Concat", "next", "kept", "newer");

    assertThat(graph.states("next")).containsExactly(new GraphState("kept", "next", 0));
  }

  @Test
  void twoInputsPutTogetherAreNoState() {
    graph
        .floats("kept", 0, -1, H)
        .floats("steps", 0, -1, H)
        .along(1, "Concat", "next", "kept", "steps");

    assertThat(graph.states("next")).isEmpty();
  }

  @Test
  void aSliceAlongAxesThatOnlyACallTellsIsNoState() {
    graph
        .input("v", ElementType.FLOAT32, 8)
        .input("from", ElementType.INT64, 1)
        .input("to", ElementType.INT64, 1)
        .input("along", ElementType.INT64, 1)
        .op("Slice", "part", "v", "from", "to", "along");

    assertThat(graph.states("part")).isEmpty();
  }

  @Test
  void aSliceOfEverythingTakesNoFirstSteps() {
    graph
        .floats("kept", 0, -1, H)
        .floats("steps", 0, -1, H)
        .slice("kept", "all", 1, 0, END)
        .along(1, "Concat", "next", "all", "steps");

    assertThat(graph.states("next")).isEmpty();
  }

  @Test
  void aShiftOverConstantsIsNoCache() {
    graph.floats("kept", 1, 4, H);
    graph.drawing.constants.put("padding", Drawing.filled(1, 2, H));
    graph.along(1, "Concat", "all", "kept", "padding").slice("all", "next", 1, 2, END);

    assertThat(graph.states("next")).isEmpty();
  }

  @Test
  void cachesOfTwoLayersInOne() {
    graph.floats("kept", 2, 4, H).floats("steps", 1, -1, H).op("Abs", "newer", "steps");
    graph.node(
        "Split", Map.of("axis", new AttributeValue.OfInt(0)), List.of("kept0", "kept1"), "kept");
    for (String layer : List.of("0", "1")) {
      graph
          .along(1, "Concat", "all" + layer, "kept" + layer, "newer")
          .slice("all" + layer, "next" + layer, 1, -4, END);
    }
    graph.along(0, "Concat", "next", "next0", "next1");

    assertThat(graph.states("next")).containsExactly(new GraphState("kept", "next", -1));
  }

  @Test
  void residualsAreNoStates() {
    graph.floats("a", 1, -1, H).floats("more", H).op("Tanh", "f", "a").op("Add", "b", "a", "f");

    assertThat(graph.states("b")).isEmpty();
  }

  @Test
  void whatIsOnlyMovedIsNoState() {
    graph
        .floats("a", 2, 1, H)
        .slice("a", "a0", 0, 0, 1)
        .slice("a", "a1", 0, 1, 2)
        .along(0, "Concat", "b", "a1", "a0");

    assertThat(graph.states("b")).isEmpty();
  }

  @Test
  void whatIsPaintedIntoAnInputIsNoState() {
    graph
        .floats("a", 1, 4, H)
        .input("where", ElementType.BOOL, 1, 4, H)
        .op("Tanh", "painted", "a")
        .op("Where", "b", "where", "painted", "a");

    assertThat(graph.states("b")).isEmpty();
  }

  /** A cell that no pattern knows, of which only names tell. */
  private StateDrawing unknownCell(String state, String next) {
    return graph
        .floats(state, 1, 0, H)
        .floats("features", H)
        .op("Mul", "product", state, "features")
        .op("Tanh", next, "product");
  }

  @ParameterizedTest
  @CsvSource({
    "h0, hn",
    "h_0, h_n",
    "state, stateN",
    "state, state_out",
    "cache_in_0, cache_out_0",
    "past_x, present_x",
    "h, hn",
    "h, h_out",
    "h, new_h",
    "prev.features, next.features",
    "stateIn, stateOut",
    "hidden_1, hidden_1_out"
  })
  void namesTell(String state, String next) {
    unknownCell(state, next);

    assertThat(graph.states(next)).containsExactly(new GraphState(state, next, -1));
  }

  @ParameterizedTest
  @CsvSource({
    "input, output",
    "input_1, output_1",
    "x_in, x_out",
    "image0, image1",
    "image, new_image",
    "h_0, c_n",
    "cache_in_0, cache_out_1",
    "h, g",
    "states, logits"
  })
  void namesThatTellNothing(String state, String next) {
    unknownCell(state, next);

    assertThat(graph.states(next)).isEmpty();
  }

  @Test
  void aNamedOutputMustDependOnTheInput() {
    graph.floats("h0", 1, -1, H).floats("z", 2, -1, H).slice("z", "hn", 0, 0, 1);

    assertThat(graph.states("hn")).isEmpty();
  }

  @Test
  void aNamedOutputMustHaveTheShape() {
    graph.floats("h0", 1, -1, H).constant("first", 0, 1).along(2, "Gather", "hn", "h0", "first");

    assertThat(graph.states("hn")).isEmpty();
  }

  @Test
  void twoNamedOutputsAreNone() {
    unknownCell("h", "h_out").op("Abs", "h_new", "product");

    assertThat(graph.states("h_out", "h_new")).isEmpty();
  }

  @Test
  void sequencesOfHiddenStatesAreNoState() {
    graph
        .drawing
        .input(
            "hidden_in",
            ElementType.FLOAT32,
            Dimension.symbol("batch"),
            Dimension.symbol("time"),
            Dimension.of(H))
        .op("Tanh", List.of("hidden_in"), "hidden_out");

    assertThat(graph.states("hidden_out")).isEmpty();
  }

  @Test
  void theSymbolOfOtherInputsTellsTheBatch() {
    unknownCell("h0", "hn").floats("other", 0, 7);

    assertThat(graph.states("hn")).containsExactly(new GraphState("h0", "hn", 1));
  }

  private Compiled declared() {
    return graph
        .floats("a", 1, -1, H)
        .floats("other", 0, 7)
        .input("n", ElementType.INT64, 1)
        .floats("p", 1, 0, H)
        .op("Tanh", "b", "a")
        .op("Tanh", "short", "other")
        .layer(Gru.of(Direction.FORWARD, H, false), "x", Drawing.I, List.of("p"), "y", "k")
        .compile("b", "short", "k");
  }

  @Test
  void declaredPairs() {
    Compiled compiled = declared();

    assertThat(DeclaredStates.of(compiled, "a", "b")).isEqualTo(new GraphState("a", "b", -1));
    assertThat(DeclaredStates.of(compiled, "p", "b")).isEqualTo(new GraphState("p", "b", 1));
    assertThat(DeclaredStates.of(compiled, "p", "k")).isEqualTo(new GraphState("p", "k", 1));
  }

  @Test
  void declaredPairsThatCannotBe() {
    Compiled compiled = declared();

    assertThatThrownBy(() -> DeclaredStates.of(compiled, "h", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a state names the input 'h', which the graph does not have; its inputs: x, a, other,"
                + " n, p");
    assertThatThrownBy(() -> DeclaredStates.of(compiled, "a", "h"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its outputs: b, short, k");
    assertThatThrownBy(() -> DeclaredStates.of(compiled, "n", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the output b: FLOAT32[1, ?, 3] cannot be the state that the input n: INT64[1] takes:"
                + " both must be of one type");
    assertThatThrownBy(() -> DeclaredStates.of(compiled, "a", "short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shapes must fit each other");
  }
}
