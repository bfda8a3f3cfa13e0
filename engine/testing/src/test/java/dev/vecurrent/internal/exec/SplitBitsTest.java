package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.parallel.LayerSplit;
import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.parallel.WorkerPool;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.CaseOutputs;
import dev.vecurrent.testing.CaseParts;
import dev.vecurrent.testing.CaseRegion;
import dev.vecurrent.testing.CaseSizes;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.Policies;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.SampleCells;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.Tensors;
import dev.vecurrent.testing.TestKernels;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The number of threads and how a call is split between them change no bit. */
@Tag("bits")
@Timeout(300)
class SplitBitsTest {

  private static final LayerEngine BEST = new LayerEngine(TestKernels.best(), true);

  /** Pools of 1 to 5 threads, whatever the number of processors. */
  private static final List<WorkerPool> POOLS =
      IntStream.rangeClosed(1, 5).mapToObj(WorkerPool::new).toList();

  private final long seed = Seeds.of(SplitBitsTest.class);
  private final RandomGenerator random = new SplittableRandom(seed);

  @AfterAll
  static void close() {
    POOLS.forEach(WorkerPool::close);
  }

  private static List<Team> teams() {
    List<Team> teams = new ArrayList<>();
    for (SplitPolicy policy : Policies.ofLayers()) {
      POOLS.forEach(pool -> teams.add(new Team(pool, policy)));
    }
    return teams;
  }

  private Team anyTeam() {
    List<Team> teams = teams();
    return teams.get(random.nextInt(teams.size()));
  }

  @Test
  void randomCases() {
    Seeds.cases(seed, 600)
        .mapToObj(caseSeed -> RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING))
        .forEach(one -> {
          Team team = anyTeam();
          CaseOutputs split = LayerEngine.run(BEST.compile(one).newSession(team), one);
          assertThat(split.sameBits(BEST.run(one))).as("%s, %s", team, one).isTrue();
        });
  }

  @Test
  void everyBatchOnOneSession() {
    int hidden = 4 * TestKernels.best().lanes() + 9;
    for (Direction direction : Direction.values()) {
      for (Cell cell : SampleCells.of(direction, hidden)) {
        RecurrentCase one = draw(cell, new CaseSizes(6, 17, 11, hidden));
        RecurrentLayer layer = BEST.compile(one);
        CaseOutputs all = LayerEngine.run(layer.newSession(), one);
        for (Team team : teams()) {
          RecurrentSession session = layer.newSession(team);
          for (int batch = 1 + random.nextInt(3); batch <= 17; batch += 1 + random.nextInt(6)) {
            int[] sequences = random.ints(batch, 0, 17).toArray();
            CaseOutputs some = CaseOutputs.forCase(one);
            LayerEngine.run(session, CaseParts.sequences(one.inputs(), sequences), some);
            assertThat(some.sameBits(all.sequences(sequences)))
                .as("batch of %d, %s, %s", batch, team, one)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void largeLayers() {
    int hidden = 520;
    for (Direction direction : List.of(Direction.FORWARD, Direction.BIDIRECTIONAL)) {
      for (Cell cell : SampleCells.of(direction, hidden).subList(0, 6)) {
        RecurrentCase one = draw(cell, new CaseSizes(3, 1 + random.nextInt(3), 30, hidden));
        CaseOutputs alone = BEST.run(one);
        for (WorkerPool pool : POOLS) {
          Team team = new Team(pool, Policies.UNITS);
          CaseOutputs split = LayerEngine.run(BEST.compile(one).newSession(team), one);
          assertThat(split.sameBits(alone)).as("%s, %s", team, one).isTrue();
        }
      }
    }
  }

  @Test
  void scalarKernelsAndWeightsGivenWithTheRun() {
    for (boolean constant : new boolean[] {false, true}) {
      LayerEngine engine = new LayerEngine(Kernels.scalar(), constant);
      for (Cell cell : SampleCells.of(Direction.BIDIRECTIONAL, 50)) {
        RecurrentCase one = draw(cell, new CaseSizes(4, 5, 8, 50));
        for (SplitPolicy policy : Policies.ofLayers()) {
          Team team = new Team(POOLS.get(3), policy);
          CaseOutputs split = LayerEngine.run(engine.compile(one).newSession(team), one);
          assertThat(split.sameBits(BEST.run(one))).as("%s, %s", team, one).isTrue();
        }
      }
    }
  }

  @Test
  void chunksOfAStream() {
    int steps = 9;
    int hidden = 2 * TestKernels.best().lanes() + 3;
    for (Cell cell : SampleCells.of(Direction.FORWARD, hidden)) {
      RecurrentCase one = draw(cell, new CaseSizes(steps, 4, 6, hidden));
      RecurrentInputs inputs = CaseParts.withoutLengths(one.inputs());
      RecurrentLayer layer = BEST.compile(one);
      CaseOutputs whole = CaseOutputs.forCase(one);
      LayerEngine.run(layer.newSession(), inputs, whole);
      for (Team team : teams()) {
        RecurrentSession session =
            CarryingSession.of(layer, layer.newSession(team), one.type(), one.sizes().batch());
        CaseOutputs chunk = CaseOutputs.forCase(one);
        for (int from = 0, to; from < steps; from = to) {
          to = random.nextInt(from + 1, steps + 1);
          LayerEngine.run(session, CaseParts.steps(inputs, from, to), chunk);
          Tensor expected = Tensors.take(whole.y(), 0, IntStream.range(from, to).toArray());
          assertThat(Bits.same(chunk.y(), expected))
              .as("steps %d to %d, %s, %s", from, to, team, one)
              .isTrue();
        }
        assertThat(Bits.same(chunk.yH(), whole.yH()) && Bits.same(chunk.yC(), whole.yC()))
            .as("final states, %s, %s", team, one)
            .isTrue();
      }
    }
  }

  @Test
  void theseCallsAreSplit() {
    int hidden = 4 * TestKernels.best().lanes() + 9;
    Cell cell = SampleCells.of(Direction.FORWARD, hidden).getFirst();
    RecurrentCase one = draw(cell, new CaseSizes(6, 17, 11, hidden));
    FloatLayer layer = (FloatLayer) BEST.compile(one);
    LayerSplit split = new LayerSplit();
    layer.split(Policies.ROWS, 5, 11, hidden, 17, 50, split);
    assertThat(split.describe()).isEqualTo("5 ranges of rows");
    layer.split(Policies.UNITS, 3, 11, hidden, 17, 50, split);
    assertThat(split.describe()).isEqualTo("3 ranges of units");
    layer.split(Policies.MIXED, 4, 11, hidden, 7, 30, split);
    assertThat(split.describe()).isEqualTo("2 ranges of rows by 2 ranges of units");
    layer.split(Policies.DIRECTIONS, 5, 11, hidden, 17, 50, split);
    assertThat(split.parts()).isEqualTo(1);
  }

  private RecurrentCase draw(Cell cell, CaseSizes sizes) {
    return RecurrentCases.draw(random.nextLong(), cell, ElementType.FLOAT32, sizes);
  }
}
