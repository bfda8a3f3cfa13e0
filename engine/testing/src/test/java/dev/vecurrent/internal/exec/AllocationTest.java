package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.internal.kernel.Kernels;
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
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A steady run allocates nothing. */
class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Vectors are objects until the JIT compiler has seen the kernels: rounds of runs to wait for
   * that.
   */
  private static final int MOST_ROUNDS = 2_000;

  private static final int RUNS_OF_A_ROUND = 50;
  private static final int STEADY_ROUNDS = 20;

  /** The JVM links code in the first ones, for which it allocates a little. */
  private static final int FRESH_SESSIONS = 8;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(AllocationTest.class));

  @Test
  void runsOfSequences() {
    for (Direction direction : new Direction[] {Direction.FORWARD, Direction.BIDIRECTIONAL}) {
      for (Cell cell : SampleCells.of(direction, 24)) {
        RecurrentCase one = draw(cell, ElementType.FLOAT32, new CaseSizes(5, 3, 9, 24));
        assertSteady(one, new LayerEngine(TestKernels.best(), true), false);
      }
    }
  }

  @Test
  void streamsOfSingleSteps() {
    for (Cell cell : SampleCells.of(Direction.FORWARD, 40)) {
      RecurrentCase one = draw(cell, ElementType.FLOAT32, new CaseSizes(1, 1, 12, 40));
      assertSteady(one, new LayerEngine(TestKernels.best(), true), true);
    }
  }

  @Test
  void doubles() {
    for (Cell cell : SampleCells.of(Direction.REVERSE, 10)) {
      RecurrentCase one = draw(cell, ElementType.FLOAT64, new CaseSizes(4, 2, 7, 10));
      assertSteady(one, new LayerEngine(TestKernels.best(), true), false);
    }
  }

  @Test
  void scalarKernels() {
    for (Cell cell : SampleCells.of(Direction.FORWARD, 10)) {
      RecurrentCase one = draw(cell, ElementType.FLOAT32, new CaseSizes(4, 2, 7, 10));
      assertSteady(one, new LayerEngine(Kernels.scalar(), true), false);
    }
  }

  @Test
  void weightsGivenWithTheRun() {
    for (Cell cell : SampleCells.of(Direction.BIDIRECTIONAL, 10)) {
      RecurrentCase one = draw(cell, ElementType.FLOAT32, new CaseSizes(3, 2, 7, 10));
      assertSteady(one, new LayerEngine(TestKernels.best(), false), false);
    }
  }

  /** Callers and workers, however calls are split between them. */
  @Test
  void splitCalls() {
    for (SplitPolicy policy :
        List.of(Policies.DIRECTIONS, Policies.ROWS, Policies.UNITS, Policies.MIXED)) {
      WorkerPool pool = new WorkerPool(policy == Policies.MIXED ? 4 : 2);
      Direction direction =
          policy == Policies.DIRECTIONS ? Direction.BIDIRECTIONAL : Direction.FORWARD;
      int hidden = 4 * TestKernels.best().lanes();
      for (Cell cell : SampleCells.of(direction, hidden).subList(0, 3)) {
        RecurrentCase one = draw(cell, ElementType.FLOAT32, new CaseSizes(4, 6, 9, hidden));
        LayerEngine engine = new LayerEngine(TestKernels.best(), true);
        RecurrentSession session = engine.compile(one).newSession(new Team(pool, policy));
        assertSteady(one, session, false);
      }
      pool.close();
    }
  }

  /**
   * From the second call on, whichever way calls run: trials run some in one thread, lengths move
   * the ranges of rows. Scalar kernels, which allocate nothing before they are compiled either.
   */
  @Test
  void waysOfSplittingAreReadyAtOnce() {
    double never = Double.POSITIVE_INFINITY;
    int many = Integer.MAX_VALUE;
    for (SplitPolicy policy :
        List.of(
            new SplitPolicy(0, never, 1, many, many, never, true),
            new SplitPolicy(0, 0, many, many, many, never, true))) {
      WorkerPool pool = new WorkerPool(3);
      Team team = new Team(pool, policy);
      for (Cell cell : SampleCells.of(Direction.FORWARD, 50)) {
        RecurrentCase one = draw(cell, ElementType.FLOAT32, new CaseSizes(9, 7, 9, 50));
        RecurrentLayer layer = new LayerEngine(Kernels.scalar(), true).compile(one);
        long least = Long.MAX_VALUE;
        for (int session = 0; session < FRESH_SESSIONS && least > 0; session++) {
          least = Math.min(least, bytesAfterFirstCall(layer.newSession(team), one));
        }
        assertThat(least).as("%s, %s", policy, one).isZero();
      }
      pool.close();
    }
  }

  private long bytesAfterFirstCall(RecurrentSession session, RecurrentCase one) {
    List<RecurrentInputs> calls = new ArrayList<>();
    for (int call = 0; call < 40; call++) {
      RecurrentInputs in = one.inputs();
      Tensor lengths = Tensor.of(random.ints(7, 0, 10).toArray(), 7);
      calls.add(
          new RecurrentInputs(
              in.x(), in.w(), in.r(), in.b(), lengths, in.initialH(), in.initialC(), in.p()));
    }
    CaseOutputs outputs = CaseOutputs.forCase(one);
    LayerEngine.run(session, calls.getFirst(), outputs);
    long[] workers = workers();
    long[] workersBefore = THREADS.getThreadAllocatedBytes(workers);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int call = 1; call < 40; call++) {
      LayerEngine.run(session, calls.get(call), outputs);
    }
    long own = THREADS.getCurrentThreadAllocatedBytes() - before;
    return own + since(workers, workersBefore);
  }

  private RecurrentCase draw(Cell cell, ElementType type, CaseSizes sizes) {
    return RecurrentCases.draw(random.nextLong(), cell, type, sizes);
  }

  private static void assertSteady(RecurrentCase one, LayerEngine engine, boolean carry) {
    RecurrentLayer layer = engine.compile(one);
    RecurrentInputs in = one.inputs();
    assertSteady(
        one,
        carry
            ? CarryingSession.of(layer, layer.newSession(), in.x().type(), one.sizes().batch())
            : layer.newSession(),
        carry);
  }

  private static void assertSteady(RecurrentCase one, RecurrentSession session, boolean carry) {
    long[] workers = workers();
    RecurrentInputs inputs = carry ? CaseParts.steps(one.inputs(), 0, 1) : one.inputs();
    CaseOutputs outputs = CaseOutputs.forCase(one);
    int steady = 0;
    long allocated = 0;
    for (int round = 0; round < MOST_ROUNDS && steady < STEADY_ROUNDS; round++) {
      allocated = round(session, inputs, outputs, workers);
      steady = allocated == 0 ? steady + 1 : 0;
    }
    assertThat(steady)
        .as("steady rounds, the last one allocated %d bytes; %s", allocated, one)
        .isEqualTo(STEADY_ROUNDS);
  }

  /** Threads of all pools there are. */
  private static long[] workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("vecurrent-"))
        .mapToLong(Thread::threadId)
        .toArray();
  }

  /** Bytes that a round of runs allocates, in this thread and in workers. */
  private static long round(
      RecurrentSession session, RecurrentInputs in, CaseOutputs outputs, long[] workers) {
    long[] workersBefore = THREADS.getThreadAllocatedBytes(workers);
    long own = THREADS.getCurrentThreadAllocatedBytes();
    for (int run = 0; run < RUNS_OF_A_ROUND; run++) {
      LayerEngine.run(session, in, outputs);
    }
    long ownAfter = THREADS.getCurrentThreadAllocatedBytes();
    return ownAfter - own + since(workers, workersBefore);
  }

  /** Bytes that threads allocated since they had allocated {@code before}; 0 for one that ended. */
  private static long since(long[] threads, long[] before) {
    long[] now = THREADS.getThreadAllocatedBytes(threads);
    long sum = 0;
    for (int i = 0; i < now.length; i++) {
      sum += now[i] < 0 ? 0 : now[i] - before[i];
    }
    return sum;
  }
}
