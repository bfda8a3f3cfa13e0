package dev.vecurrent.lecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.NetworkBuilder;
import dev.vecurrent.digits.Gates;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellMemoryTest {

  private static final int INPUTS = 3;
  private static final int UNITS = 7;
  private static final int STEPS = 9;

  private final Random random = new Random(3);

  private float[] floats(int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  private GateTrace trace() {
    int rows = 4 * UNITS;
    LayerParameters layer =
        new LayerParameters(
            WeightLayout.PYTORCH,
            floats(rows * INPUTS),
            floats(rows * UNITS),
            floats(rows),
            floats(rows));
    Graph graph =
        NetworkBuilder.input(INPUTS).recurrent(Lstm.of(Direction.FORWARD, UNITS), layer).build();
    Tensor x = Tensor.of(floats(STEPS * INPUTS), STEPS, 1, INPUTS);
    return GateTrace.of("a text", Gates.of(graph, x, CompileOptions.defaults()));
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
