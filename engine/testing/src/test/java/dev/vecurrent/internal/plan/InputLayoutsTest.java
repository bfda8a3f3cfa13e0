package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.H;
import static dev.vecurrent.internal.plan.Drawing.I;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputLayoutsTest {

  private static final Lstm CELL = Lstm.of(Direction.FORWARD, H);

  @Test
  void aLayerThatReadsTheInputTellsItsOrder() {
    Drawing drawing = new Drawing().layer(CELL, "x", I, "", "y");
    assertThat(drawing.compile("y").layoutOf("x")).contains(Layout.TIME_MAJOR);
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
    assertThat(drawing.compile("y").layoutOf("x")).contains(Layout.BATCH_MAJOR);
  }

  @Test
  void chainsAreSeenThrough() {
    Drawing drawing =
        new Drawing()
            .op("Abs", List.of("x"), "a")
            .op("Softsign", List.of("a"), "s")
            .layer(CELL, "s", I, "", "y");
    assertThat(drawing.compile("y").layoutOf("x")).contains(Layout.TIME_MAJOR);
  }

  @Test
  void operatorsThatMixStepsTellNothing() {
    Drawing drawing =
        new Drawing()
            .constant("shape", 4, -1, I)
            .op("Reshape", List.of("x", "shape"), "r")
            .layer(CELL, "r", I, "", "y");
    assertThat(drawing.compile("y").layoutOf("x")).isEmpty();
  }

  @Test
  void layersThatContradictEachOtherTellNothing() {
    Drawing drawing =
        new Drawing()
            .layer(CELL, "x", I, "", "a")
            .transpose("x", "t", 1, 0, 2)
            .layer(CELL, "t", I, "", "b");
    assertThat(drawing.compile("a", "b").layoutOf("x")).isEmpty();
  }
}
