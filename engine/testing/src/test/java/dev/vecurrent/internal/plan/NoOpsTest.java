package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.operators;
import static dev.vecurrent.internal.plan.Drawing.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoOpsTest {

  @Test
  void transposeThatKeepsTheOrderIsDropped() {
    Drawing drawing =
        new Drawing()
            .op("Neg", List.of("x"), "n")
            .transpose("n", "t", 0, 1, 2)
            .op("Relu", List.of("t"), "y");
    assertThat(operators(drawing.compile("y"))).containsExactly("Chain of Neg, Relu");
  }

  @Test
  void transposeThatMovesAnAxisStays() {
    Drawing drawing = new Drawing().op("Neg", List.of("x"), "n").transpose("n", "y", 0, 2, 1);
    assertThat(operators(drawing.compile("y"))).containsExactly("Neg", "Transpose");
  }

  @Test
  void readersOfSeveralNoOpsInARowReadTheFirstInput() {
    Drawing drawing =
        new Drawing()
            .op("Neg", List.of("x"), "n")
            .op("Identity", List.of("n"), "i")
            .op("Dropout", List.of("i"), "d")
            .op("Add", List.of("d", "i"), "y");
    Compiled compiled = drawing.compile("y");
    assertThat(operators(compiled)).containsExactly("Neg", "Add");
    assertThat(run(compiled, 2, 3)[0])
        .isEqualTo(
            run(
                new Drawing()
                    .op("Neg", List.of("x"), "n")
                    .op("Add", List.of("n", "n"), "y")
                    .compile("y"),
                2,
                3)[0]);
  }

  @Test
  void anOutputThatIsAnInputIsStillMade() {
    Drawing drawing = new Drawing().op("Identity", List.of("x"), "y");
    Compiled compiled = drawing.compile("y", "x");
    float[][] answers = run(compiled, 2, 3);
    assertThat(answers[0]).isEqualTo(answers[1]).hasSize(2 * 3 * Drawing.I);
  }
}
