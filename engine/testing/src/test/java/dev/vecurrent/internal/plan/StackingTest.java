package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.H;
import static dev.vecurrent.internal.plan.Drawing.I;
import static dev.vecurrent.internal.plan.Drawing.operators;
import static dev.vecurrent.internal.plan.Drawing.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackingTest {

  private static final Lstm CELL = Lstm.of(Direction.FORWARD, H);

  @Test
  void layersOfSeveralKindsAreNamedByAll() {
    Compiled compiled =
        new Drawing()
            .constant("one", 1)
            .layer(CELL, "x", I, "", "a")
            .op("Squeeze", List.of("a", "one"), "as")
            .layer(Gru.of(Direction.FORWARD, H, true), "as", H, "", "y")
            .compile("y");
    assertThat(operators(compiled)).containsExactly("Stack of 2 LSTM and GRU");
  }

  @Test
  void finalStatesThatOthersReadDoNotSplitAStack() {
    Drawing drawing =
        new Drawing()
            .constant("one", 1)
            .layer(CELL, "x", I, "", "a", "ah")
            .op("Relu", List.of("ah"), "early")
            .op("Squeeze", List.of("a", "one"), "as")
            .layer(CELL, "as", H, "", "b", "bh")
            .op("Squeeze", List.of("b", "one"), "bs")
            .layer(CELL, "bs", H, "", "y", "ch")
            .concat(List.of("early", "bh", "ch"), "states");
    Compiled stacked = drawing.compile("y", "states");
    assertThat(operators(stacked)).containsExactly("Stack of 3 LSTM", "Relu", "Concat");
    // Reading Y between the layers as well keeps them apart.
    Compiled apart = drawing.compile("y", "states", "as", "bs");
    assertThat(operators(apart)).doesNotContain("Stack of 3 LSTM");
    float[][] expected = run(apart, 4, 5);
    assertThat(run(stacked, 4, 5)[0]).isEqualTo(expected[0]);
    assertThat(run(stacked, 4, 5)[1]).isEqualTo(expected[1]);
  }

  @Test
  void stateOfTheLayerBelowStartsTheLayerAboveWithinAStack() {
    Drawing drawing =
        new Drawing()
            .constant("one", 1)
            .layer(CELL, "x", I, "", "a", "ah")
            .op("Squeeze", List.of("a", "one"), "as")
            .layer(CELL, "as", H, "ah", "y");
    Compiled stacked = drawing.compile("y");
    assertThat(operators(stacked)).containsExactly("Stack of 2 LSTM");
    assertThat(run(stacked, 4, 5)[0]).isEqualTo(run(drawing.compile("y", "as"), 4, 5)[0]);
  }

  @Test
  void twoStacksThatNeedEachOthersStatesAreNotBothBuilt() {
    Drawing drawing =
        new Drawing()
            .constant("one", 1)
            .layer(CELL, "x", I, "", "a", "ah")
            .layer(CELL, "x", I, "", "b", "bh")
            .op("Squeeze", List.of("a", "one"), "as")
            .op("Squeeze", List.of("b", "one"), "bs")
            .layer(CELL, "as", H, "bh", "c")
            .layer(CELL, "bs", H, "ah", "d")
            .op("Add", List.of("c", "d"), "y");
    Compiled compiled = drawing.compile("y");
    assertThat(operators(compiled)).containsExactly("LSTM", "Stack of 2 LSTM", "LSTM", "Add");
    assertThat(run(compiled, 4, 5)[0]).isEqualTo(run(drawing.compile("y", "as", "bs"), 4, 5)[0]);
  }

  @Test
  void batchMajorLayersOfLayout1AreStacked() {
    Lstm cell =
        new Lstm(
            CELL.direction(),
            CELL.hiddenSize(),
            CELL.activations(),
            CELL.clip(),
            CELL.inputForget(),
            Layout.BATCH_MAJOR);
    Drawing drawing =
        new Drawing()
            .constant("two", 2)
            .layer(cell, "x", I, "", "a")
            .op("Squeeze", List.of("a", "two"), "as")
            .layer(cell, "as", H, "", "b")
            .op("Squeeze", List.of("b", "two"), "y");
    Compiled stacked = drawing.compile("y");
    assertThat(operators(stacked)).containsExactly("Stack of 2 LSTM");
    assertThat(run(stacked, 5, 4)[0]).isEqualTo(run(drawing.compile("y", "a", "b"), 5, 4)[0]);
    assertThat(stacked.roleOf("x")).isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 1, 0));
  }
}
