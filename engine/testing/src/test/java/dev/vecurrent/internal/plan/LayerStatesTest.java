package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.StateDrawing.H;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** States of recurrent layers are found by what starts from them, whatever they are called. */
class LayerStatesTest {

  private static final int I = Drawing.I;
  private static final Lstm LSTM = Lstm.of(Direction.FORWARD, H);
  private static final Gru GRU = Gru.of(Direction.FORWARD, H, false);
  private static final List<String> H_AND_C = List.of("p", "q");

  private final StateDrawing graph = new StateDrawing();

  private StateDrawing withStates() {
    return graph.floats("p", 1, -1, H).floats("q", 1, -1, H);
  }

  private static OperatorNode op(String operator, String out, String... in) {
    return new OperatorNode(out, operator, 17, List.of(in), List.of(out), Map.of());
  }

  @Test
  void hiddenAndCellStatesOfOneShapeInAnyOrder() {
    withStates().layer(LSTM, "x", I, H_AND_C, "y", "k", "m");

    assertThat(graph.states("m", "y", "k"))
        .containsExactly(new GraphState("q", "m", 1), new GraphState("p", "k", 1));
  }

  @Test
  void cellsOfOneState() {
    List<Cell> cells = List.of(GRU, Rnn.of(Direction.FORWARD, H, Activation.TANH));
    for (Cell cell : cells) {
      StateDrawing one = new StateDrawing().floats("p", 1, -1, H);
      one.layer(cell, "x", I, List.of("p"), "y", "k");

      assertThat(one.states("k", "y")).containsExactly(new GraphState("p", "k", 1));
    }
  }

  @Test
  void batchMajorStates() {
    Gru cell =
        new Gru(
            Direction.FORWARD,
            H,
            List.of(Activation.SIGMOID, Activation.TANH),
            Float.POSITIVE_INFINITY,
            false,
            Layout.BATCH_MAJOR);
    graph.floats("p", -1, 1, H).layer(cell, "x", I, List.of("p"), "y", "k");

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 0));
  }

  @Test
  void statesThatAreTransposedOnBothSides() {
    graph.floats("p", -1, 1, H);
    graph.drawing.transpose("p", "pt", 1, 0, 2);
    graph.layer(GRU, "x", I, List.of("pt"), "y", "kt");
    graph.drawing.transpose("kt", "k", 1, 0, 2);

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 0));
  }

  @Test
  void axesThatChangePlacesFitNoNextCall() {
    graph.floats("p", -1, -1, H);
    graph.drawing.transpose("p", "pt", 1, 0, 2);
    graph.layer(GRU, "x", I, List.of("pt"), "y", "k").op("Identity", "kk", "k");

    assertThat(graph.states("kk")).isEmpty();
  }

  @Test
  void statesOfTwoLayersInOne() {
    graph
        .floats("p", 2, -1, H)
        .slice("p", "p0", 0, 0, 1)
        .slice("p", "p1", 0, 1, 2)
        .layer(GRU, "x", I, List.of("p0"), "y0", "k0")
        .op("Squeeze", "x1", "y0", "one")
        .constant("one", 1)
        .layer(GRU, "x1", H, List.of("p1"), "y1", "k1")
        .along(0, "Concat", "k", "k0", "k1");

    assertThat(graph.states("k", "y1")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void statesOfTwoInputsPutTogetherAreNeither() {
    withStates().layer(LSTM, "x", I, H_AND_C, "y", "k", "m").along(1, "Concat", "km", "k", "m");

    assertThat(graph.states("km")).isEmpty();
  }

  @Test
  void hiddenAndCellStateInOne() {
    graph
        .floats("p", 2, -1, H)
        .constant("i0", 0)
        .constant("i1", 1)
        .along(0, "Gather", "h", "p", "i0")
        .along(0, "Gather", "c", "p", "i1")
        .layer(LSTM, "x", I, List.of("h", "c"), "y", "k", "m")
        .along(0, "Concat", "km", "k", "m");

    assertThat(graph.states("km")).containsExactly(new GraphState("p", "km", 1));
  }

  @Test
  void theLastStep() {
    graph
        .floats("p", 1, -1, H)
        .layer(GRU, "x", I, List.of("p"), "y", "")
        .constant("last", -1)
        .along(0, "Gather", "l", "y", "last")
        .constant("zero", 0)
        .op("Squeeze", "k", "l", "zero");

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void theFirstStepIsNoState() {
    graph
        .floats("p", 1, -1, H)
        .layer(GRU, "x", I, List.of("p"), "y", "")
        .slice("y", "l", 0, 0, 1)
        .constant("zero", 0)
        .op("Squeeze", "k", "l", "zero");

    assertThat(graph.states("k")).isEmpty();
  }

  /** The last step of a layer with lengths, or without. */
  private List<GraphState> lastStep(String lengths) {
    return new StateDrawing()
        .floats("p", 1, -1, H)
        .input("lengths", ElementType.INT32, -1)
        .layer(GRU, "x", I, lengths, List.of("p"), "y", "")
        .slice("y", "l", 0, -1, Long.MAX_VALUE)
        .constant("zero", 0)
        .op("Squeeze", "k", "l", "zero")
        .states("k");
  }

  @Test
  void theLastStepOfShorterSequencesIsNoState() {
    assertThat(lastStep("")).containsExactly(new GraphState("p", "k", 1));
    assertThat(lastStep("lengths")).isEmpty();
  }

  @Test
  void theOnlyStep() {
    graph
        .floats("p", 1, -1, H)
        .floats("step", 1, -1, I)
        .layer(GRU, "step", I, List.of("p"), "y", "")
        .constant("one", 1)
        .op("Squeeze", "k", "y", "one");

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void aCellThatGoesOnWhereItEnded() {
    graph
        .floats("p", 1, -1, H)
        .layer(GRU, "x", I, List.of("p"), "y", "first")
        .layer(GRU, "x", I, List.of("first"), "z", "k");
    RecurrentNode first = (RecurrentNode) graph.drawing.nodes.getFirst();
    RecurrentNode second = (RecurrentNode) graph.drawing.nodes.removeLast();
    List<String> inputs = new ArrayList<>(second.inputs());
    inputs.set(RecurrentNode.W, first.input(RecurrentNode.W));
    inputs.set(RecurrentNode.R, first.input(RecurrentNode.R));
    graph.drawing.nodes.add(new RecurrentNode("second", GRU, inputs, second.outputs()));

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void aStateThatSomeSequencesStartAnew() {
    withStates()
        .floats("going", 1, -1, 1)
        .input("fresh", ElementType.BOOL, 1, -1, 1)
        .op("Mul", "started", "going", "p")
        .op("Where", "cleared", "fresh", "none", "q");
    graph.drawing.constants.put("none", Drawing.filled(1));
    graph.layer(LSTM, "x", I, List.of("started", "cleared"), "y", "k", "m");

    assertThat(graph.states("k", "m"))
        .containsExactly(new GraphState("p", "k", 1), new GraphState("q", "m", 1));
  }

  @Test
  void aStateThatIsKeptWhereSequencesEnded() {
    graph
        .floats("p", 1, -1, H)
        .input("ended", ElementType.BOOL, 1, -1, 1)
        .layer(GRU, "x", I, List.of("p"), "y", "new")
        .op("Where", "k", "ended", "p", "new");

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void theDecoderOfAnotherCellEndsInNoStateOfTheEncoder() {
    graph
        .floats("p", 1, -1, H)
        .layer(GRU, "x", I, List.of("p"), "y", "code")
        .layer(GRU, "x", I, List.of("code"), "z", "k");

    assertThat(graph.states("k")).isEmpty();
    assertThat(graph.states("code")).hasSize(1);
  }

  @Test
  void whatALayerStartsFromAfterADenseLayerIsNoState() {
    graph.floats("p", 1, -1, H);
    graph.drawing.constants.put("dense", Drawing.filled(H, H));
    graph.op("MatMul", "d", "p", "dense").layer(GRU, "x", I, List.of("d"), "y", "k");

    assertThat(graph.states("k")).isEmpty();
  }

  @Test
  void anAnswerThatIsTheStateStandsBeforeIt() {
    graph
        .floats("p", 1, -1, H)
        .layer(GRU, "x", I, List.of("p"), "y", "new")
        .op("Identity", "answer", "new")
        .op("Identity", "k", "new");

    assertThat(graph.states("answer", "k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void ofTwoStatesAfterAnInputNoneIsIts() {
    graph
        .floats("p", 1, -1, H)
        .layer(GRU, "x", I, List.of("p"), "y", "k")
        .layer(Gru.of(Direction.FORWARD, H, true), "x", I, List.of("p"), "z", "m");

    assertThat(graph.states("k", "m")).isEmpty();
  }

  @Test
  void ofTwoStatesAfterAnInputItsNameTells() {
    graph
        .floats("h0", 1, -1, H)
        .layer(GRU, "x", I, List.of("h0"), "y", "hn")
        .layer(Gru.of(Direction.FORWARD, H, true), "x", I, List.of("h0"), "z", "m");

    assertThat(graph.states("hn", "m")).containsExactly(new GraphState("h0", "hn", 1));
  }

  private void branches(Node then, Node otherwise) {
    Map<String, Body> bodies =
        Map.of(
            "then_branch", new Body(List.of(), then.outputs(), Map.of(), List.of(then)),
            "else_branch", new Body(List.of(), otherwise.outputs(), Map.of(), List.of(otherwise)));
    graph.drawing.nodes.add(
        new ControlNode("if", "If", 17, List.of("which"), List.of("k"), Map.of(), bodies));
  }

  @Test
  void bothBranchesOfAnIf() {
    graph
        .floats("p", 1, -1, H)
        .input("which", ElementType.BOOL)
        .layer(GRU, "x", I, List.of("p"), "y", "new");
    branches(op("Identity", "t", "new"), op("Identity", "e", "p"));

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void aBranchThatMakesSomethingElseMakesNoState() {
    graph
        .floats("p", 1, -1, H)
        .input("which", ElementType.BOOL)
        .layer(GRU, "x", I, List.of("p"), "y", "new");
    branches(op("Identity", "t", "new"), op("Tanh", "e", "p"));

    assertThat(graph.states("k")).isEmpty();
  }

  @Test
  void layersInsideBranches() {
    graph.floats("p", 1, -1, H).input("which", ElementType.BOOL);
    graph.layer(GRU, "x", I, List.of("p"), "y", "new");
    Node layer = graph.drawing.nodes.removeLast();
    List<String> made = List.of("new");
    Body branch = new Body(List.of(), made, Map.of(), List.of(layer));
    graph.drawing.nodes.add(
        new ControlNode(
            "if",
            "If",
            17,
            List.of("which"),
            List.of("k"),
            Map.of(),
            Map.of("then_branch", branch, "else_branch", branch)));

    assertThat(graph.states("k")).containsExactly(new GraphState("p", "k", 1));
  }

  @Test
  void writtenCells() {
    CellWriter writer = new CellWriter(new Random(7), "xt", "p");
    CellWriter.Written written = writer.lstm(CellWriter.Sums.PYTORCH, "Sigmoid", "q");
    graph.floats("xt", -1, writer.features);
    graph.floats("p", -1, writer.units).floats("q", -1, writer.units);
    graph.drawing.constants.putAll(writer.constants);
    graph.drawing.nodes.addAll(writer.nodes);
    String k = written.outputs().getFirst();
    String m = written.outputs().getLast();

    assertThat(graph.states(m, k))
        .containsExactly(new GraphState("q", m, 0), new GraphState("p", k, 0));
  }

  /** A cell that no pattern knows. */
  @Test
  void whatAScanCarries() {
    List<Node> steps = new ArrayList<>();
    steps.add(op("Add", "sum", "before", "step"));
    steps.add(op("Tanh", "after", "sum"));
    steps.add(op("Identity", "each", "after"));
    Body body = new Body(List.of("before", "step"), List.of("after", "each"), Map.of(), steps);
    graph.floats("p", -1, I);
    graph.drawing.nodes.add(
        new ControlNode(
            "scan",
            "Scan",
            17,
            Arrays.asList("p", "x"),
            Arrays.asList("k", "y"),
            Map.of("num_scan_inputs", new AttributeValue.OfInt(1)),
            Map.of("body", body)));

    assertThat(graph.states("k", "y")).containsExactly(new GraphState("p", "k", 0));
  }

  /** A Loop from a value: through steps of a sequence, or so often on the same. */
  private static List<GraphState> loop(boolean overSteps) {
    StateDrawing around = new StateDrawing().floats("p", -1, I).input("turns", ElementType.INT64);
    List<Node> steps = new ArrayList<>();
    steps.add(op("Identity", "goes", "going"));
    steps.add(overSteps ? op("Gather", "step", "x", "i") : op("Abs", "step", "before"));
    steps.add(op("Sub", "sum", "before", "step"));
    steps.add(op("Tanh", "after", "sum"));
    Body body =
        new Body(List.of("i", "going", "before"), List.of("goes", "after"), Map.of(), steps);
    around.drawing.nodes.add(
        new ControlNode(
            "loop",
            "Loop",
            17,
            List.of("turns", "", "p"),
            List.of("k"),
            Map.of(),
            Map.of("body", body)));
    return around.states("k");
  }

  @Test
  void whatALoopOverStepsCarries() {
    assertThat(loop(true)).containsExactly(new GraphState("p", "k", 0));
    assertThat(loop(false)).isEmpty();
  }
}
