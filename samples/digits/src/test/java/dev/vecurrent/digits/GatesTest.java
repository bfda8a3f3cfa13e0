package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.NetworkBuilder;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatesTest {

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

  private LayerParameters layer(int gates) {
    int rows = gates * UNITS;
    return new LayerParameters(
        WeightLayout.PYTORCH,
        floats(rows * INPUTS),
        floats(rows * UNITS),
        floats(rows),
        floats(rows));
  }

  @Test
  void gatesLeadToTheEnginesStates() {
    Graph graph =
        NetworkBuilder.input(INPUTS).recurrent(Lstm.of(Direction.FORWARD, UNITS), layer(4)).build();
    List<Gates> steps = gates(graph, STEPS, 1);
    assertThat(steps).hasSize(STEPS);
    assertThat(Gates.difference(steps)).isBetween(0.0, 1e-6);
    assertThat(steps.getLast().h()).hasSize(UNITS).doesNotContain(0);
  }

  /** Beside a backward layer in one node, the forward one is followed. */
  @Test
  void theForwardDirectionIsFollowed() {
    LayerParameters layer = layer(4);
    Graph graph =
        NetworkBuilder.input(INPUTS)
            .recurrent(Lstm.of(Direction.BIDIRECTIONAL, UNITS), layer, layer(4))
            .build();
    assertThat(Gates.difference(gates(graph, STEPS, 1))).isBetween(0.0, 1e-6);
  }

  private List<Gates> gates(Graph graph, int steps, int batch) {
    Tensor x = Tensor.of(floats(steps * batch * INPUTS), steps, batch, INPUTS);
    return Gates.of(graph, x, CompileOptions.defaults());
  }

  @Test
  void whatHasNoGatesOrManySequencesIsRefused() {
    Graph gru =
        NetworkBuilder.input(INPUTS)
            .recurrent(Gru.of(Direction.FORWARD, UNITS, true), layer(3))
            .build();
    assertThatThrownBy(() -> gates(gru, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an LSTM with biases and Y");
    Graph lstm =
        NetworkBuilder.input(INPUTS).recurrent(Lstm.of(Direction.FORWARD, UNITS), layer(4)).build();
    assertThatThrownBy(() -> gates(lstm, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected an LSTM of one sequence, found ");
  }
}
