package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.H;
import static dev.vecurrent.internal.plan.Drawing.I;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.ElementType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What layers tell about inputs, and what they do not. */
class InputRolesTest {

  private static final Lstm CELL = Lstm.of(Direction.FORWARD, H);

  @Test
  void aLayerThatReadsTheInputTellsItsOrder() {
    Drawing drawing = new Drawing().layer(CELL, "x", I, "", "y");
    assertThat(drawing.compile("y").roleOf("x"))
        .isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 0, 1));
  }

  @Test
  void operatorsOnEachStepByItselfAreSeenThrough() {
    Drawing drawing = new Drawing();
    drawing.constants.put("dense", Drawing.filled(I, 4));
    drawing.constants.put("bias", Drawing.filled(4));
    drawing
        .op("MatMul", List.of("x", "dense"), "m")
        .op("Add", List.of("bias", "m"), "d")
        .op("Relu", List.of("d"), "r")
        .op("Mul", List.of("r", "d"), "gated")
        .transpose("gated", "t", 1, 0, 2)
        .op("Tanh", List.of("t"), "tt")
        .layer(CELL, "tt", 4, "", "y");
    assertThat(drawing.compile("y").roleOf("x"))
        .isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 1, 0));
  }

  @Test
  void chainsAreSeenThrough() {
    Drawing drawing =
        new Drawing()
            .op("Abs", List.of("x"), "a")
            .op("Softsign", List.of("a"), "s")
            .layer(CELL, "s", I, "", "y");
    assertThat(drawing.compile("y").roleOf("x"))
        .isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 0, 1));
  }

  @Test
  void operatorsThatMixStepsTellNothing() {
    Drawing drawing =
        new Drawing()
            .constant("shape", 4, -1, I)
            .op("Reshape", List.of("x", "shape"), "r")
            .layer(CELL, "r", I, "", "y");
    assertThat(drawing.compile("y").roleOf("x")).isEqualTo(InputRole.UNKNOWN);
  }

  @Test
  void layersThatContradictEachOtherTellNothing() {
    Drawing drawing =
        new Drawing()
            .layer(CELL, "x", I, "", "a")
            .transpose("x", "t", 1, 0, 2)
            .layer(CELL, "t", I, "", "b");
    assertThat(drawing.compile("a", "b").roleOf("x")).isEqualTo(InputRole.UNKNOWN);
  }

  /**
   * A layer whose lengths and state are inputs, each as it is or behind what keeps its elements.
   */
  private static Drawing withLengthsAndState(String lengths, String state) {
    Drawing drawing =
        new Drawing()
            .input("n", ElementType.INT64, Dimension.symbol("b"))
            .input(
                "h", ElementType.FLOAT32, Dimension.of(1), Dimension.symbol("b"), Dimension.of(H));
    drawing.constants.put("w", Drawing.filled(1, 4 * H, I));
    drawing.constants.put("r", Drawing.filled(1, 4 * H, H));
    AttributeValue int32 = new AttributeValue.OfInt(6);
    drawing.nodes.add(
        new OperatorNode("c", "Cast", 22, List.of("n"), List.of("cast"), Map.of("to", int32)));
    drawing.op("Tanh", List.of("h"), "other");
    List<String> in = List.of("x", "w", "r", "", lengths, state);
    drawing.nodes.add(new RecurrentNode("lstm", CELL, in, List.of("y")));
    return drawing;
  }

  @Test
  void lengthsAndStatesHaveTheBatchWhereTheLayerReadsIt() {
    Compiled compiled = withLengthsAndState("cast", "h").compile("y");

    assertThat(compiled.roleOf("x")).isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 0, 1));
    assertThat(compiled.roleOf("n")).isEqualTo(new InputRole(InputRole.Kind.LENGTHS, -1, 0));
    assertThat(compiled.roleOf("h")).isEqualTo(new InputRole(InputRole.Kind.STATE, -1, 1));
  }

  @Test
  void whatIsComputedFromAnInputIsNoStateOfTheCaller() {
    Compiled compiled = withLengthsAndState("cast", "other").compile("y");

    assertThat(compiled.roleOf("h")).isEqualTo(InputRole.UNKNOWN);
  }

  @Test
  void inputsThatMeetElementByElementHaveOneRole() {
    Drawing drawing =
        new Drawing()
            .input(
                "z",
                ElementType.FLOAT32,
                Dimension.symbol("a"),
                Dimension.symbol("b"),
                Dimension.of(I));
    Compiled compiled =
        drawing.op("Max", List.of("x", "z"), "m").layer(CELL, "m", I, "", "y").compile("y");

    InputRole sequences = new InputRole(InputRole.Kind.SEQUENCES, 0, 1);
    assertThat(compiled.roleOf("x")).isEqualTo(sequences);
    assertThat(compiled.roleOf("z")).isEqualTo(sequences);
  }

  @Test
  void anInputOfOneStepIsNoSequence() {
    Drawing drawing =
        new Drawing()
            .input(
                "z", ElementType.FLOAT32, Dimension.of(1), Dimension.symbol("b"), Dimension.of(I));
    Compiled compiled =
        drawing.op("Add", List.of("x", "z"), "m").layer(CELL, "m", I, "", "y").compile("y");

    assertThat(compiled.roleOf("x")).isEqualTo(InputRole.UNKNOWN);
  }

  @Test
  void softmaxOverFeaturesIsSeenThrough() {
    Drawing drawing = new Drawing().op("Softmax", List.of("x"), "s").layer(CELL, "s", I, "", "y");
    assertThat(drawing.compile("y").roleOf("x").isSequences()).isTrue();
  }
}
