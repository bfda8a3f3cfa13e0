package dev.vecurrent.internal.plan;

import static dev.vecurrent.internal.plan.Drawing.I;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.OperatorStep;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Slots are used again, and no answer changes by it. */
class SlotPlanTest {

  private static final int GRAPHS = 300;

  @Test
  void aChainOfAnyLengthNeedsTwoSlotsBesideInputAndOutput() {
    Drawing drawing = new Drawing();
    String value = "x";
    for (int i = 0; i < 20; i++) {
      // Read twice, so that no two of them become one step.
      drawing.op(i % 2 == 0 ? "Add" : "Mul", List.of(value, value), "v" + i);
      value = "v" + i;
    }
    Compiled compiled = drawing.op("Relu", List.of(value), "y").compile("y");
    assertThat(compiled.values()).isEqualTo(21);
    assertThat(compiled.slots()).hasSize(4);
  }

  /**
   * An element-wise step writes over what it alone still reads, but not over inputs and outputs.
   */
  @Test
  void elementWiseStepsRunInPlace() {
    Drawing drawing =
        new Drawing()
            .op("Add", List.of("x", "x"), "a")
            .op("Tanh", List.of("a"), "b")
            .op("Add", List.of("b", "b"), "c")
            .op("Neg", List.of("c"), "d")
            .op("Add", List.of("d", "c"), "e")
            .op("Relu", List.of("e"), "y");
    Compiled reused = drawing.compile("y");
    assertThat(reused.slots()).as("x, a and b, c, d, e is y").hasSize(5);
    Compiled apart = drawing.compile("y", "a", "b", "c", "d", "e");
    assertThat(Drawing.run(reused, 3, 4)[0]).isEqualTo(Drawing.run(apart, 3, 4)[0]);
  }

  @Test
  void transpositionsOfAxesOfOneAreViews() {
    Drawing drawing =
        new Drawing()
            .constant("axis", 0)
            .op("Neg", List.of("x"), "a")
            .op("Unsqueeze", List.of("a", "axis"), "u")
            .transpose("u", "back", 1, 2, 0, 3)
            .transpose("u", "moved", 2, 0, 1, 3)
            .op("Tanh", List.of("back"), "b")
            .op("Reshape", List.of("moved", "flat"), "m")
            .op("Reshape", List.of("b", "flat"), "n")
            .constant("flat", -1)
            .op("Add", List.of("m", "n"), "y");
    Compiled compiled = drawing.compile("y");
    assertThat(
            compiled.steps().stream()
                .filter(step -> step.operator().equals("Transpose"))
                .map(step -> step instanceof OperatorStep one && one.bound().isView()))
        .containsExactly(true, false);
    Compiled apart = drawing.compile("y", "a", "u", "back", "moved", "b", "m", "n");
    assertThat(Drawing.run(compiled, 3, 4)[0]).isEqualTo(Drawing.run(apart, 3, 4)[0]);
  }

  @Test
  void whatAViewShowsLivesAsLongAsTheView() {
    Drawing drawing =
        new Drawing()
            .constant("flat", -1)
            .op("Neg", List.of("x"), "a")
            .op("Reshape", List.of("a", "flat"), "view")
            .op("Tanh", List.of("x"), "b")
            .op("Relu", List.of("b"), "c")
            .op("Reshape", List.of("c", "flat"), "d")
            .op("Add", List.of("view", "d"), "y");
    Compiled reused = drawing.compile("y");
    Compiled apart = drawing.compile("y", "a", "view", "b", "c", "d");
    assertThat(Drawing.run(reused, 3, 4)[0]).isEqualTo(Drawing.run(apart, 3, 4)[0]);
  }

  /** Where every value is an output of the graph, none shares a slot: that is the oracle. */
  @Test
  void randomGraphsAnswerAsWithASlotForEachValue() {
    SplittableRandom random = new SplittableRandom(Seeds.of(SlotPlanTest.class));
    int shared = 0;
    for (int graph = 0; graph < GRAPHS; graph++) {
      Drawing drawing = new Drawing().constant("shape", 0, 0, I).constant("flat", -1);
      List<String> values = new ArrayList<>(List.of("x"));
      int count = random.nextInt(3, 25);
      for (int i = 0; i < count; i++) {
        draw(drawing, random, values, "v" + i);
      }
      String last = values.getLast();
      String[] all = values.subList(1, values.size()).reversed().toArray(new String[0]);
      Compiled one = drawing.compile(last);
      Compiled every = drawing.compile(all);
      assertThat(Drawing.run(one, 3, 4)[0])
          .as("graph %d: %s", graph, drawing.nodes)
          .isEqualTo(Drawing.run(every, 3, 4)[0]);
      shared += one.slots().size() < one.values() ? 1 : 0;
    }
    assertThat(shared).isGreaterThan(GRAPHS / 10);
  }

  private static void draw(
      Drawing drawing, SplittableRandom random, List<String> values, String made) {
    String a = values.get(random.nextInt(Math.max(0, values.size() - 4), values.size()));
    String b = values.get(random.nextInt(values.size()));
    switch (random.nextInt(5)) {
      case 0 -> drawing.op("Neg", List.of(a), made);
      case 1 -> drawing.op("Tanh", List.of(a), made);
      case 2 -> {
        // A view and a view of it, which a pass cannot tell from what they show.
        drawing.op("Reshape", List.of(a, "flat"), made + ".flat");
        drawing.op("Reshape", List.of("x", "flat"), made + ".x");
        drawing.op("Sub", List.of(made + ".flat", made + ".x"), made + ".sum");
        drawing.op("Shape", List.of("x"), made + ".shape");
        drawing.op("Reshape", List.of(made + ".sum", made + ".shape"), made);
      }
      default -> drawing.op("Add", List.of(a, b), made);
    }
    values.add(made);
  }
}
