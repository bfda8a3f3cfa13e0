package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.operators;
import static dev.vecurrent.internal.plan.Drawing.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainsTest {

  private static Drawing scalar(Drawing drawing, String name, float value, int... shape) {
    drawing.constants.put(name, Tensor.of(new float[] {value}, shape));
    return drawing;
  }

  /** Scale, shift, Softplus, {@code 1 - it}, Gelu. */
  private static Drawing chain() {
    Drawing drawing = scalar(scalar(new Drawing(), "two", 2), "one", 1, 1);
    return drawing
        .op("Mul", List.of("x", "two"), "a")
        .op("Add", List.of("one", "a"), "b")
        .op("Softplus", List.of("b"), "c")
        .op("Sub", List.of("one", "c"), "d")
        .op("Gelu", List.of("d"), "y");
  }

  @Test
  void isOneStepWithTheBitsOfItsNodes() {
    Compiled fused = chain().compile("y");
    assertThat(operators(fused)).containsExactly("Chain of Mul, Add, Softplus, Sub, Gelu");
    assertThat(fused.steps().getFirst().details()).singleElement().asString().contains("one pass");
    // A graph output between two nodes keeps them apart.
    Compiled apart = chain().compile("y", "a", "b", "c", "d");
    assertThat(operators(apart)).containsExactly("Mul", "Add", "Softplus", "Sub", "Gelu");
    for (int a : new int[] {0, 1, 3, 700}) {
      assertThat(run(fused, a, 3)[0]).isEqualTo(run(apart, a, 3)[0]);
    }
  }

  @Test
  void aValueThatIsReadTwiceEndsAChain() {
    Drawing drawing =
        new Drawing()
            .op("Neg", List.of("x"), "n")
            .op("Exp", List.of("n"), "e")
            .op("Tanh", List.of("e"), "t")
            .op("Abs", List.of("t"), "a")
            .op("Mul", List.of("e", "a"), "y");
    assertThat(operators(drawing.compile("y")))
        .containsExactly("Chain of Neg, Exp", "Chain of Tanh, Abs", "Mul");
  }

  @Test
  void aValueThatAStackOfLayersReadsEndsAChain() {
    Lstm cell = Lstm.of(Direction.FORWARD, Drawing.H);
    Drawing drawing =
        new Drawing()
            .constant("one", 1)
            .op("Neg", List.of("x"), "n")
            .op("Tanh", List.of("n"), "t")
            .layer(cell, "n", Drawing.I, "", "a")
            .op("Squeeze", List.of("a", "one"), "as")
            .layer(cell, "as", Drawing.H, "", "y");
    Compiled stacked = drawing.compile("t", "y");
    assertThat(operators(stacked)).containsExactlyInAnyOrder("Neg", "Tanh", "Stack of 2 LSTM");
    Compiled apart = drawing.compile("t", "y", "as");
    assertThat(run(stacked, 4, 5)[1]).isEqualTo(run(apart, 4, 5)[1]);
  }

  @Test
  void whatMayChangeTheShapeOrTheTypeIsNoLink() {
    Drawing wider = scalar(new Drawing(), "two", 2, 1, 1, 1, 1);
    wider.op("Neg", List.of("x"), "n").op("Mul", List.of("n", "two"), "y");
    assertThat(operators(wider.compile("y"))).containsExactly("Neg", "Mul");
    Drawing row = new Drawing();
    row.constants.put("row", Tensor.of(new float[] {1, 2}, 2));
    row.op("Neg", List.of("x"), "n").op("Mul", List.of("n", "row"), "y");
    assertThat(operators(row.compile("y"))).containsExactly("Neg", "Mul");
  }
}
