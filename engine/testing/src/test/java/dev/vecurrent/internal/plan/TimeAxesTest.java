package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.H;
import static dev.vecurrent.internal.plan.Drawing.I;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.OutputAxes;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.ElementType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Time and batch of inputs and outputs, through all that keeps them. */
class TimeAxesTest {

  private static final Lstm LSTM = Lstm.of(Direction.FORWARD, H);
  private static final Dimension BATCH = Dimension.symbol("n");
  private static final Dimension TIME = Dimension.symbol("t");

  /** Units of a dense layer. */
  private static final int O = 4;

  private static InputRole sequences(int time, int batch) {
    return new InputRole(InputRole.Kind.SEQUENCES, time, batch);
  }

  /** A layer whose only direction is squeezed away: {@code [T, N, H]}. */
  private static Drawing layer(Drawing drawing, String x, int features, String y) {
    return drawing
        .constant("one", 1)
        .layer(LSTM, x, features, "", y + ".d")
        .op("Squeeze", List.of(y + ".d", "one"), y);
  }

  private static Drawing dense(Drawing drawing, String x, int features, String y) {
    drawing.constants.put(y + ".w", Drawing.filled(features, O));
    drawing.constants.put(y + ".b", Drawing.filled(O));
    return drawing
        .op("MatMul", List.of(x, y + ".w"), y + ".m")
        .op("Add", List.of(y + ".m", y + ".b"), y);
  }

  @Test
  void tokensAreSequencesOfAnyType() {
    Drawing drawing = new Drawing().input("tokens", ElementType.INT64, BATCH, TIME);
    drawing.constants.put("table", Drawing.filled(10, I));
    drawing.op("Gather", List.of("table", "tokens"), "e").transpose("e", "t", 1, 0, 2);
    layer(drawing, "t", I, "a");
    layer(drawing, "a", H, "b").transpose("b", "bt", 1, 0, 2);
    dense(drawing, "bt", H, "d").op("Softmax", List.of("d"), "y");
    Compiled compiled = drawing.compile("y");

    assertThat(compiled.roleOf("tokens")).isEqualTo(sequences(1, 0));
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(1, 0));
    assertThat(compiled.hindrances()).isEmpty();
  }

  @Test
  void tokensBehindAnEmbeddingMayHaveAnyRank() {
    Drawing drawing = new Drawing().input("tokens", ElementType.INT64, TIME, BATCH, TIME);
    drawing.constants.put("table", Drawing.filled(10, I));
    drawing.op("Gather", List.of("table", "tokens"), "e");
    AttributeValue no = new AttributeValue.OfInt(0);
    drawing.constant("two", 2).op("ReduceSum", List.of("e", "two"), "s", Map.of("keepdims", no));
    Compiled compiled = layer(drawing, "s", I, "y").compile("y");

    assertThat(compiled.roleOf("tokens")).isEqualTo(sequences(0, 1));
    assertThat(compiled.hindrances()).isEmpty();
  }

  @Test
  void batchFirstIsSeenThroughTranspositions() {
    Drawing drawing = new Drawing().transpose("x", "t", 1, 0, 2);
    layer(drawing, "t", I, "a").op("Tanh", List.of("a"), "n").transpose("n", "y", 1, 0, 2);
    Compiled compiled = drawing.compile("y", "n");

    assertThat(compiled.roleOf("x")).isEqualTo(sequences(1, 0));
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(1, 0), new OutputAxes(0, 1));
  }

  /** The size of an axis, as an exporter takes it for a new shape. */
  private static Drawing size(Drawing drawing, String of, long axis, String out) {
    return drawing
        .constant(out + ".i", axis)
        .op("Shape", List.of(of), out + ".s")
        .op("Gather", List.of(out + ".s", out + ".i"), out);
  }

  @Test
  void stepsThatWereFlattenedComeBack() {
    Drawing drawing = new Drawing();
    layer(drawing, "x", I, "a").constant("flat", -1, H);
    drawing.op("Reshape", List.of("a", "flat"), "rows");
    drawing.constants.put("w", Drawing.filled(O, H));
    drawing.constants.put("b", Drawing.filled(O));
    drawing.op(
        "Gemm", List.of("rows", "w", "b"), "g", Map.of("transB", new AttributeValue.OfInt(1)));
    size(drawing, "a", 0, "steps");
    size(drawing, "a", 1, "batch");
    drawing
        .constant("features", O)
        .concat(List.of("steps", "batch", "features"), "shape")
        .op("Relu", List.of("g"), "r")
        .op("Reshape", List.of("r", "shape"), "back");
    layer(drawing, "back", O, "y");
    Compiled compiled = drawing.compile("y", "r");

    assertThat(compiled.roleOf("x")).isEqualTo(sequences(0, 1));
    assertThat(compiled.outputAxes().getFirst()).isEqualTo(new OutputAxes(0, 1));
    assertThat(compiled.outputAxes().getLast().time()).isZero();
    assertThat(compiled.hindrances()).isEmpty();
  }

  @Test
  void stepsOfImagesAreFollowedToTheInput() {
    Drawing drawing =
        new Drawing()
            .input("images", ElementType.FLOAT32, BATCH, TIME, Dimension.of(2), Dimension.of(5))
            .constant("shape", 0, 0, -1)
            .op("Reshape", List.of("images", "shape"), "rows")
            .transpose("rows", "t", 1, 0, 2)
            .layer(Gru.of(Direction.FORWARD, H, true), "t", 10, "", "y", "h");
    Compiled compiled = drawing.compile("y", "h");

    assertThat(compiled.roleOf("images")).isEqualTo(sequences(1, 0));
    assertThat(compiled.outputAxes())
        .containsExactly(new OutputAxes(0, 2), new OutputAxes(OutputAxes.NONE, 1));
  }

  @Test
  void aBatchOfOneComesBackFromASqueeze() {
    Drawing drawing =
        new Drawing()
            .input("one", ElementType.FLOAT32, Dimension.of(1), Dimension.of(7), Dimension.of(I))
            .constant("zero", 0)
            .constant("second", 1)
            .op("Squeeze", List.of("one", "zero"), "s");
    dense(drawing, "s", I, "d").op("Unsqueeze", List.of("d", "second"), "u");
    drawing.layer(LSTM, "u", O, "", "y");
    Compiled compiled = drawing.compile("y");

    assertThat(compiled.roleOf("one")).isEqualTo(sequences(1, 0));
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(0, 2));
  }

  @Test
  void theLastStepHasABatchAndNoTime() {
    Drawing drawing = new Drawing().constant("last", -1).constant("most", Long.MAX_VALUE);
    layer(drawing.constant("zero", 0), "x", I, "a");
    drawing
        .along("Gather", 0, List.of("a", "last"), "gathered")
        .op("Slice", List.of("a", "last", "most", "zero"), "sliced");
    Compiled compiled = drawing.compile("gathered", "sliced");

    assertThat(compiled.outputAxes()).containsOnly(new OutputAxes(OutputAxes.NONE, 1));
    assertThat(compiled.hindrances()).isEmpty();
  }

  @Test
  void sequencesInAnotherOrderAreStillTheBatch() {
    Drawing drawing =
        new Drawing().constant("swapped", 1, 0).along("Gather", 1, List.of("x", "swapped"), "g");
    Compiled compiled = layer(drawing, "g", I, "y").compile("y");

    assertThat(compiled.roleOf("x")).isEqualTo(sequences(0, 1));
    assertThat(compiled.hindrances()).isEmpty();
  }

  @Test
  void aStepMayBecomeSeveralPartsAndOneAgain() {
    Drawing drawing =
        new Drawing()
            .input("wide", ElementType.FLOAT32, TIME, BATCH, Dimension.of(6))
            .constant("heads", 0, -1, 3)
            .constant("whole", 0, -1, 6)
            .op("Reshape", List.of("wide", "heads"), "parts")
            .op("Softmax", List.of("parts"), "s")
            .op("Reshape", List.of("s", "whole"), "w");
    Compiled compiled = layer(drawing, "w", 6, "y").compile("y");

    assertThat(compiled.roleOf("wide")).isEqualTo(sequences(0, 1));
    assertThat(compiled.hindrances()).isEmpty();
  }

  @Test
  void whatIsNotFollowedIsUnknownInOutputsAndWhatEndsIsNot() {
    Drawing drawing = new Drawing();
    layer(drawing, "x", I, "a").op("Trilu", List.of("a"), "t");
    Compiled compiled = drawing.compile("t");

    assertThat(compiled.outputAxes())
        .containsExactly(new OutputAxes(OutputAxes.UNKNOWN, OutputAxes.UNKNOWN));
  }

  @Test
  void aLayerTellsTheTimeOfOutputsWhereThatOfTheInputWasLost() {
    Drawing drawing = new Drawing().op("Trilu", List.of("x"), "t");
    Compiled compiled = layer(drawing, "t", I, "y").compile("y");

    assertThat(compiled.roleOf("x")).isEqualTo(InputRole.UNKNOWN);
    assertThat(compiled.outputAxes()).containsExactly(new OutputAxes(0, 1));
  }

  @Test
  void layersAlongTwoAxesTellNothing() {
    Drawing drawing = new Drawing();
    layer(drawing, "x", I, "a").transpose("a", "t", 1, 0, 2);
    Compiled compiled = layer(drawing, "t", H, "b").op("Relu", List.of("b"), "y").compile("y");

    assertThat(compiled.roleOf("x")).isEqualTo(InputRole.UNKNOWN);
  }
}
