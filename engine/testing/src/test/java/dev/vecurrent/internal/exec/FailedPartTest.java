package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.parallel.WorkerPool;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.CaseOutputs;
import dev.vecurrent.testing.CaseParts;
import dev.vecurrent.testing.CaseSizes;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.Policies;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.SampleCells;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A part that fails ends those that wait for it; the caller gets its failure, carried states are as
 * they were, and the next call is right. Parts fail here because Y loses its storage after it was
 * checked.
 */
@Timeout(120)
class FailedPartTest {

  private static final int STEPS = 6;
  private static final int BATCH = 4;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(FailedPartTest.class));
  private final LayerEngine engine = new LayerEngine(TestKernels.best(), true);
  private final int hidden = 6 * TestKernels.best().lanes();
  private final WorkerPool pool = new WorkerPool(3);

  @AfterEach
  void close() {
    pool.close();
  }

  private RecurrentCase draw(Cell cell, int inputSize) {
    return RecurrentCases.draw(
        random.nextLong(),
        cell,
        ElementType.FLOAT32,
        new CaseSizes(STEPS, BATCH, inputSize, hidden));
  }

  private static void begin(RecurrentSession session, RecurrentInputs in, Tensor x, Tensor y) {
    session.begin(x, in.w(), in.r(), in.b(), in.p(), null, null, null, y, null, null);
  }

  @Test
  void partsOfALayer() {
    for (SplitPolicy policy : Policies.ofLayers()) {
      Direction direction =
          policy == Policies.DIRECTIONS ? Direction.BIDIRECTIONAL : Direction.FORWARD;
      for (Cell cell : SampleCells.of(direction, hidden)) {
        RecurrentCase one = draw(cell, 7);
        RecurrentInputs in = CaseParts.steps(one.inputs(), 1, STEPS);
        RecurrentLayer layer = engine.compile(one);
        RecurrentSession session =
            CarryingSession.of(
                layer, layer.newSession(new Team(pool, policy)), ElementType.FLOAT32, BATCH);
        RecurrentSession calm = CarryingSession.of(layer, BATCH);
        CaseOutputs outputs = CaseOutputs.forCase(one);
        LayerEngine.run(session, in, outputs);
        LayerEngine.run(calm, in, outputs);
        // The first range of units has room for the first row, the last one has not.
        Tensor y = Tensor.growable(ElementType.FLOAT32);
        begin(session, in, in.x(), y);
        y.viewOf(Tensor.zeros(ElementType.FLOAT32, hidden - 1), new int[] {hidden - 1}, 1);
        assertThatThrownBy(session::execute)
            .as("%s, %s", policy, one)
            .isInstanceOf(IndexOutOfBoundsException.class);
        CaseOutputs found = CaseOutputs.forCase(one);
        CaseOutputs expected = CaseOutputs.forCase(one);
        LayerEngine.run(session, in, found);
        LayerEngine.run(calm, in, expected);
        assertThat(found.sameBits(expected)).as("%s, %s", policy, one).isTrue();
      }
    }
  }

  @Test
  void layersOfAWavefront() {
    Team team = new Team(pool, Policies.WAVES);
    LayerForm form = new LayerForm(false, YOrder.T_N_DH, false);
    for (Cell cell : SampleCells.of(Direction.FORWARD, hidden)) {
      RecurrentCase low = draw(cell, 7);
      RecurrentCase high = draw(cell, hidden);
      for (int failing = 0; failing < 2; failing++) {
        RecurrentLayer[] layers = {engine.compile(low, form), engine.compile(high, form)};
        RecurrentSession[] split = {layers[0].newSession(team), layers[1].newSession(team)};
        Wavefront wavefront = Objects.requireNonNull(Wavefront.of(split, team));
        CarryingSession[] carrying = new CarryingSession[2];
        RecurrentSession[] calm = new RecurrentSession[2];
        for (int l = 0; l < 2; l++) {
          carrying[l] = CarryingSession.of(layers[l], split[l], ElementType.FLOAT32, BATCH);
          calm[l] = CarryingSession.of(layers[l], BATCH);
        }
        float[] ignored = together(wavefront, carrying, low, high, -1);
        assertThat(ignored).isEqualTo(oneByOne(calm, low, high));
        int bad = failing;
        assertThatThrownBy(() -> together(wavefront, carrying, low, high, bad))
            .as("layer %d of %s", bad, cell)
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(together(wavefront, carrying, low, high, -1))
            .as("after layer %d of %s", bad, cell)
            .isEqualTo(oneByOne(calm, low, high));
      }
    }
  }

  /** Y of the upper layer, of which one layer's Y loses its storage if it is to fail. */
  private float[] together(
      Wavefront wavefront,
      CarryingSession[] sessions,
      RecurrentCase low,
      RecurrentCase high,
      int failing) {
    Tensor between = Tensor.growable(ElementType.FLOAT32);
    Tensor y = Tensor.growable(ElementType.FLOAT32);
    begin(sessions[0], low.inputs(), low.inputs().x(), between);
    begin(sessions[1], high.inputs(), between, y);
    if (failing >= 0) {
      Tensor shorter = Tensor.zeros(ElementType.FLOAT32, 3 * BATCH * hidden);
      (failing == 0 ? between : y).viewOf(shorter, new int[] {3, BATCH, hidden}, 3);
    }
    assertThat(wavefront.run()).isTrue();
    for (CarryingSession session : sessions) {
      session.table().commit();
    }
    return y.floats();
  }

  private static float[] oneByOne(
      RecurrentSession[] sessions, RecurrentCase low, RecurrentCase high) {
    Tensor between = Tensor.growable(ElementType.FLOAT32);
    Tensor y = Tensor.growable(ElementType.FLOAT32);
    begin(sessions[0], low.inputs(), low.inputs().x(), between);
    sessions[0].execute();
    begin(sessions[1], high.inputs(), between, y);
    sessions[1].execute();
    return y.floats();
  }
}
