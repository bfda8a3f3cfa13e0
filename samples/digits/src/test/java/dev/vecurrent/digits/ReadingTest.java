package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingTest {

  private static final int SIDE = Digits.SIDE;

  private static List<Reading.Row> rows(int digit) throws IOException {
    Reading reading = new Reading(DigitsDemo.bundledGraph(), CompileOptions.defaults());
    return reading.rows(Digits.heldBack().scaled(digit, 1));
  }

  @Test
  void theGatesLeadToTheStatesOfTheEngine() throws IOException {
    double[] before = new double[128];
    for (Reading.Row row : rows(0)) {
      for (int unit = 0; unit < 128; unit++) {
        double c = row.f()[unit] * before[unit] + row.i()[unit] * row.g()[unit];
        assertThat(row.c()[unit]).isCloseTo(c, within(1e-6));
        double h = row.o()[unit] * Math.tanh(row.c()[unit]);
        assertThat(row.h()[unit]).isCloseTo(h, within(1e-6));
        assertThat(row.i()[unit]).isStrictlyBetween(0.0, 1.0);
      }
      before = row.c();
    }
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
    assertThatThrownBy(() -> new Reading(withoutLayers, CompileOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one plain LSTM that reads forward");
    Map<String, Tensor> constants = new HashMap<>(graph.constants());
    constants.values().removeIf(tensor -> Arrays.equals(tensor.shape(), new int[] {1, 512, 128}));
    Graph withoutWeights = new Graph("", graph.inputs(), graph.outputs(), constants, graph.nodes());
    assertThatThrownBy(() -> new Reading(withoutWeights, CompileOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected constant float32 weights");
  }
}
