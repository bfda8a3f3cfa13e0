package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.I;
import static dev.vecurrent.internal.plan.Drawing.operators;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Graphs on which passes that are not linear, or folding without a limit of work, take minutes. The
 * answers are asserted, never the time.
 */
class BoundedWorkTest {

  @Test
  void productsOfLargeConstantsAreLeftToTheRun() {
    Drawing drawing = new Drawing().constant("size", 1024, 1024);
    drawing.constants.put("one", Tensor.of(new float[] {1.5f}, 1, 1));
    drawing
        .op("Expand", List.of("one", "size"), "e")
        .op("MatMul", List.of("e", "e"), "m")
        .op("MatMul", List.of("m", "e"), "y");
    Compiled compiled = Compiler.compile(drawing.graph("y"), true, 64 << 20, 64 << 20);
    assertThat(operators(compiled)).containsExactly("MatMul", "MatMul");
    assertThat(compiled.folded()).containsOnlyKeys("Expand");
  }

  @Test
  void smallProductsOfConstantsAreFolded() {
    Drawing drawing = new Drawing();
    drawing.constants.put("a", Drawing.filled(I, I));
    drawing.op("MatMul", List.of("a", "a"), "b").op("MatMul", List.of("x", "b"), "y");
    Compiled compiled = drawing.compile("y");
    assertThat(operators(compiled)).containsExactly("MatMul");
    assertThat(compiled.folded()).containsEntry("MatMul", 1);
  }

  @Test
  void longChainsOfNoOpsCompileInLinearTime() {
    Drawing drawing = new Drawing();
    String value = "x";
    for (int i = 0; i < 50_000; i++) {
      drawing.op("Identity", List.of(value), "v" + i);
      value = "v" + i;
    }
    drawing.op("Relu", List.of(value), "y");
    Compiled compiled = drawing.compile("y");
    assertThat(operators(compiled)).containsExactly("Relu");
  }

  @Test
  void tallStacksCompileInLinearTime() {
    int layers = 8_000;
    Drawing drawing = new Drawing().constant("one", 1);
    String value = "x";
    for (int i = 0; i < layers; i++) {
      drawing.layer(Lstm.of(Direction.FORWARD, 1), value, i == 0 ? I : 1, "", "y" + i, "h" + i);
      drawing.op("Squeeze", List.of("y" + i, "one"), "s" + i).op("Relu", List.of("h" + i), "r" + i);
      value = "s" + i;
    }
    Compiled compiled = drawing.compile(value, "r0", "r7");
    assertThat(operators(compiled)).containsExactly("Stack of " + layers + " LSTM", "Relu", "Relu");
  }
}
