package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static final int SIDE = Digits.SIDE;

  private static List<Reading.Row> rows(int digit) throws IOException {
    return rows(DigitsDemo.bundledGraph(), digit);
  }

  private static List<Reading.Row> rows(Graph graph, int digit) throws IOException {
    return Reading.rows(graph, CompileOptions.defaults(), Digits.heldBack().scaled(digit, 1));
  }

  @Test
  void theGatesLeadToTheStatesOfTheEngine() throws IOException {
    List<Gates> steps = rows(0).stream().map(Reading.Row::gates).toList();
    assertThat(steps).hasSize(SIDE);
    assertThat(Gates.difference(steps)).isBetween(0.0, 1e-6);
    Tensor cell = lastCell(Digits.heldBack().scaled(0, 1));
    for (int unit = 0; unit < 128; unit++) {
      double c = cell.floats()[unit];
      assertThat(steps.getLast().c()[unit]).isCloseTo(c, within(1e-6 * Math.max(1, Math.abs(c))));
      assertThat(steps.getLast().i()[unit]).isStrictlyBetween(0.0, 1.0);
    }
  }

  private static RecurrentNode lstm(Graph graph) {
    return (RecurrentNode)
        graph.nodes().stream().filter(RecurrentNode.class::isInstance).findFirst().orElseThrow();
  }

  /** Y_c of the engine. */
  private static Tensor lastCell(float[] pixels) throws IOException {
    Graph graph = DigitsDemo.bundledGraph();
    Tensor[] cell = {Tensor.growable(ElementType.FLOAT32)};
    Model.compile(graph, CompileOptions.defaults().withOutputs(lstm(graph).output(2)))
        .newSession()
        .run(new Tensor[] {Tensor.of(pixels, 1, SIDE, SIDE)}, cell);
    return cell[0];
  }

  @Test
  void theLastBeliefIsThatOfTheWholeDigit() throws IOException {
    Digits digits = Digits.heldBack();
    float[] logits = new DigitsDemo(DigitsDemo.bundledModel(), digits).logits();
    for (int digit = 0; digit < 20; digit++) {
      List<Reading.Row> rows = rows(digit);
      assertThat(rows).hasSize(SIDE);
      double sum = 0;
      for (int k = 0; k < 10; k++) {
        sum += Math.exp(logits[digit * 10 + k]);
      }
      double[] belief = rows.getLast().belief();
      for (int k = 0; k < 10; k++) {
        assertThat(belief[k]).isCloseTo(Math.exp(logits[digit * 10 + k]) / sum, within(1e-12));
      }
    }
  }

  @Test
  void aDigitsBeliefComesWithItsRows() throws IOException {
    List<Reading.Row> rows = rows(0);
    assertThat(rows.get(4).belief()[7]).isLessThan(0.2); // blank so far
    assertThat(ReadingText.best(rows.get(14).belief())).isEqualTo(2); // the bar alone
    assertThat(rows.getLast().belief()[7]).isGreaterThan(0.99);
    assertThat(rows(1).getFirst().belief()).containsExactly(rows.getFirst().belief());
  }

  @Test
  void everyRowIsALineOfTheSameWidth() throws IOException {
    float[] pixels = Digits.heldBack().scaled(0, 1);
    List<String> lines = ReadingText.of(pixels, rows(0)).lines().toList();
    assertThat(lines).hasSize(1 + SIDE);
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.length() == 102);
    assertThat(lines.get(9)).contains("  9        ██████▓▓▓▓▓▓▓▓▓░        ");
    assertThat(lines.getLast()).endsWith("▁▁▁▁▁▁▁█▁▁  7 100.0 %");
  }

  @Test
  void otherModelsAreRefused() throws IOException {
    Graph graph = DigitsDemo.bundledGraph();
    Graph withoutLayers =
        new Graph("", graph.inputs(), graph.outputs(), graph.constants(), List.of());
    assertThatThrownBy(() -> rows(withoutLayers, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an LSTM with biases and Y");
    RecurrentNode lstm = lstm(graph);
    RecurrentNode backwards =
        new RecurrentNode("", Lstm.of(Direction.REVERSE, 128), lstm.inputs(), lstm.outputs());
    List<Node> nodes = graph.nodes().stream().map(n -> n.equals(lstm) ? backwards : n).toList();
    Graph readsBackwards = new Graph("", graph.inputs(), graph.outputs(), graph.constants(), nodes);
    assertThatThrownBy(() -> rows(readsBackwards, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not those of a plain LSTM");
  }
}
