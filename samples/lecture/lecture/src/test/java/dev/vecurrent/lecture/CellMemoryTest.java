package dev.vecurrent.lecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CellMemoryTest {

  private static final int UNITS = 7;
  private static final int STEPS = 9;

  private final Random random = new Random(3);

  private double[][] numbers(double least, double most) {
    double[][] numbers = new double[STEPS][];
    for (int t = 0; t < STEPS; t++) {
      numbers[t] = random.doubles(UNITS, least, most).toArray();
    }
    return numbers;
  }

  /** Gates as drawn, and the cell that follows from them. */
  private GateTrace trace() {
    double[][] input = numbers(0, 1);
    double[][] forget = numbers(0, 1);
    double[][] candidate = numbers(-1, 1);
    double[][] cell = new double[STEPS][UNITS];
    for (int t = 0; t < STEPS; t++) {
      for (int unit = 0; unit < UNITS; unit++) {
        double kept = t == 0 ? 0 : forget[t][unit] * cell[t - 1][unit];
        cell[t][unit] = kept + input[t][unit] * candidate[t][unit];
      }
    }
    return new GateTrace("a text", input, forget, input, candidate, cell, cell, 0);
  }

  @Test
  void theCellIsTheSumOfItsTerms() {
    GateTrace trace = trace();
    CellMemory memory = CellMemory.of(trace);
    for (int read = 0; read < STEPS; read++) {
      double[][] terms = CellMemory.terms(trace, read);
      for (int unit = 0; unit < UNITS; unit++) {
        double sum = 0;
        for (double[] term : terms) {
          sum += term[unit];
        }
        assertThat(sum).isCloseTo(trace.cell()[read][unit], within(1e-12));
      }
      assertThat(memory.before(read + 1, read)).isCloseTo(1, within(1e-12));
    }
    assertThat(memory.before(1, 0)).isEqualTo(1);
    assertThat(memory.before(1, 1)).isStrictlyBetween(0.0, 1.0);
    assertThat(memory.before(1, STEPS - 1)).isLessThan(memory.before(1, 1));
  }
}
