package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.Policies;
import dev.vecurrent.testing.SampleCells;
import dev.vecurrent.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers change nothing but the time that a call takes. */
@Timeout(300)
class WorkersTest {

  private static final int I = 5;
  private static final Dimension STEPS = Dimension.symbol("steps");
  private static final Dimension BATCH = Dimension.symbol("batch");
  private static final ElementType F32 = ElementType.FLOAT32;
  private static final List<SplitPolicy> POLICIES =
      List.of(Policies.WAVES, Policies.ROWS, Policies.UNITS, Policies.MIXED, SplitPolicy.DEFAULT);

  private final SplittableRandom random = new SplittableRandom(Seeds.of(WorkersTest.class));

  private Tensor tensor(double limit, int... shape) {
    Tensor tensor = Tensor.zeros(F32, shape);
    for (int at = 0; at < tensor.size(); at++) {
      tensor.floats()[at] = (float) random.nextDouble(-limit, limit);
    }
    return tensor;
  }

  /** How layers of a stack meet. */
  private enum Ties {
    /** Each layer has an input with lengths of its own. */
    LENGTHS,
    /** Each layer starts from the state in which the one below ends. */
    STATES,
    NONE
  }

  /** Stacked forward layers; outputs are Y of the last one and Y_h of all. */
  private Model stack(List<Cell> cells, Ties ties) {
    Map<String, Tensor> constants = new HashMap<>();
    constants.put("one", Tensor.of(new long[] {1}, 1));
    List<Node> nodes = new ArrayList<>();
    List<ValueInfo> inputs = new ArrayList<>();
    List<ValueInfo> outputs = new ArrayList<>();
    inputs.add(ValueInfo.of("x0", F32, STEPS, BATCH, Dimension.of(I)));
    int width = I;
    for (int l = 0; l < cells.size(); l++) {
      Cell cell = cells.get(l);
      int hidden = cell.hiddenSize();
      int rows = cell.gates() * hidden;
      double limit = 1 / Math.sqrt(hidden);
      constants.put("w" + l, tensor(limit, 1, rows, width));
      constants.put("r" + l, tensor(limit, 1, rows, hidden));
      constants.put("b" + l, tensor(limit, 1, 2 * rows));
      boolean lengths = ties == Ties.LENGTHS && l != 1;
      if (lengths) {
        inputs.add(ValueInfo.of("n" + l, ElementType.INT32, BATCH));
      }
      String state = ties == Ties.STATES && l > 0 ? "h" + (l - 1) : "";
      nodes.add(
          new RecurrentNode(
              "layer" + l,
              cell,
              List.of("x" + l, "w" + l, "r" + l, "b" + l, lengths ? "n" + l : "", state),
              List.of("y" + l, "h" + l)));
      nodes.add(
          new OperatorNode(
              "s" + l, "Squeeze", 22, List.of("y" + l, "one"), List.of("x" + (l + 1)), Map.of()));
      outputs.add(new ValueInfo("h" + l, F32, Optional.empty()));
      width = hidden;
    }
    outputs.addFirst(new ValueInfo("x" + cells.size(), F32, Optional.empty()));
    return Model.compile(new Graph("stack", inputs, outputs, constants, nodes));
  }

  /** Cells of one size, each of another kind. */
  private static List<Cell> cells(int layers, int first, int hidden) {
    List<Cell> all = SampleCells.of(Direction.FORWARD, hidden);
    List<Cell> cells = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      cells.add(all.get((first + l) % all.size()));
    }
    return cells;
  }

  private Map<String, Tensor> inputs(Model model, int steps, int batch) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (ValueInfo input : model.inputs()) {
      inputs.put(
          input.name(),
          input.type() == F32
              ? tensor(1, steps, batch, I)
              : Tensor.of(random.ints(batch, 0, steps + 1).toArray(), batch));
    }
    return inputs;
  }

  private static void assertSame(
      Map<String, Tensor> found, Map<String, Tensor> expected, String what) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, tensor) ->
        assertThat(Bits.same(found.get(name), tensor)).as("%s, %s", name, what).isTrue());
  }

  @Test
  void stacksHaveTheSameBits() {
    for (int layers = 1; layers <= 4; layers++) {
      for (Ties ties : Ties.values()) {
        for (int first = 0; first < 9; first += 2) {
          int hidden = random.nextInt(3, 90);
          Model model = stack(cells(layers, first, hidden), ties);
          for (int threads = 1; threads <= 5; threads++) {
            for (SplitPolicy policy : POLICIES) {
              try (Workers workers = new Workers(threads, policy)) {
                Session split = model.newSession(workers);
                Session alone = model.newSession();
                for (int run = 0; run < 2; run++) {
                  int steps = random.nextInt(0, 14);
                  int batch = random.nextInt(1, 18);
                  Map<String, Tensor> inputs = inputs(model, steps, batch);
                  assertSame(
                      split.run(inputs),
                      alone.run(inputs),
                      "%d layers of %d from %d, %s, T=%d N=%d, %d threads, %s"
                          .formatted(layers, hidden, first, ties, steps, batch, threads, policy));
                }
              }
            }
          }
        }
      }
    }
  }

  @Test
  void streamsHaveTheSameBitsHoweverTheyAreCut() {
    int steps = 23;
    int batch = 3;
    int hidden = 70;
    for (int first = 0; first < 9; first++) {
      Model model = stack(cells(3, first, hidden), Ties.NONE);
      float[] x = tensor(1, steps, batch, I).floats();
      float[] expected = new float[steps * batch * hidden];
      model.newStream(batch).run(x, steps, expected);
      for (SplitPolicy policy : POLICIES) {
        try (Workers workers = new Workers(2 + first % 3, policy)) {
          Stream stream = model.newStream(batch, workers);
          float[] y = new float[expected.length];
          for (int from = 0, to; from < steps; from = to) {
            to = random.nextInt(from + 1, steps + 1);
            float[] chunk = slice(x, from * batch * I, to * batch * I);
            float[] part = new float[(to - from) * batch * hidden];
            // Refused for a Y that is too short: the states are as they were.
            int count = to - from;
            assertThatIllegalArgumentException()
                .isThrownBy(() -> stream.run(chunk, count, new float[part.length - 1]));
            stream.run(chunk, count, part);
            System.arraycopy(part, 0, y, from * batch * hidden, part.length);
          }
          assertThat(y).as("from %d, %s", first, policy).isEqualTo(expected);
        }
      }
    }
  }

  private static float[] slice(float[] from, int start, int end) {
    float[] to = new float[end - start];
    System.arraycopy(from, start, to, 0, to.length);
    return to;
  }

  @Test
  void sessionsShareWorkers() throws Exception {
    Model model = stack(cells(2, 0, 40), Ties.NONE);
    try (Workers workers = new Workers(3, Policies.WAVES);
        ExecutorService callers = Executors.newFixedThreadPool(2)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int caller = 0; caller < 2; caller++) {
        Map<String, Tensor> inputs = inputs(model, 9, 2);
        Map<String, Tensor> expected = model.newSession().run(inputs);
        Session session = model.newSession(workers);
        calls.add(
            callers.submit(() -> {
              for (int call = 0; call < 2_000; call++) {
                assertSame(session.run(inputs), expected, "call " + call);
              }
            }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void closingDuringCallsAndUseAfterwards() throws Exception {
    Model model = stack(cells(3, 0, 40), Ties.NONE);
    Map<String, Tensor> inputs = inputs(model, 9, 4);
    Map<String, Tensor> expected = model.newSession().run(inputs);
    for (SplitPolicy policy : POLICIES) {
      Workers workers = new Workers(3, policy);
      Session session = model.newSession(workers);
      try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
        Future<?> calls =
            caller.submit(() -> {
              for (int call = 0; call < 300; call++) {
                assertSame(session.run(inputs), expected, "call " + call);
              }
            });
        workers.close();
        workers.close();
        calls.get();
      }
      assertThat(workers.threads()).isEqualTo(3);
      assertSame(session.run(inputs), expected, "after close");
      assertSame(model.newSession(workers).run(inputs), expected, "session made after close");
    }
  }

  @Test
  void anInterruptEndsACallAndBreaksNothing() {
    Model model = stack(cells(2, 0, 40), Ties.NONE);
    Map<String, Tensor> inputs = inputs(model, 9, 4);
    Map<String, Tensor> expected = model.newSession().run(inputs);
    for (SplitPolicy policy : POLICIES) {
      try (Workers workers = new Workers(3, policy)) {
        Session session = model.newSession(workers);
        for (int call = 0; call < 100; call++) {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> session.run(inputs))
              .isInstanceOf(CallEndedException.class)
              .hasMessageContaining("interrupted");
          assertThat(Thread.interrupted()).isTrue();
          assertSame(session.run(inputs), expected, policy.toString());
        }
      }
    }
  }

  /** Neither the caller nor workers, once the JIT compiler has seen the kernels. */
  @Test
  void steadyCallsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Model model = stack(cells(3, 0, 40), Ties.NONE);
    Tensor[] inputs = {tensor(1, 9, 4, I)};
    for (SplitPolicy policy : POLICIES) {
      try (Workers workers = new Workers(2, policy)) {
        long[] helpers =
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vecurrent-"))
                .mapToLong(Thread::threadId)
                .toArray();
        Session session = model.newSession(workers);
        Tensor[] outputs = new Tensor[model.outputs().size()];
        Arrays.setAll(outputs, i -> Tensor.growable(F32));
        int steady = 0;
        for (int round = 0; round < 2_000 && steady < 10; round++) {
          long helpersBefore = Arrays.stream(threads.getThreadAllocatedBytes(helpers)).sum();
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int call = 0; call < 50; call++) {
            session.run(inputs, outputs);
          }
          long own = threads.getCurrentThreadAllocatedBytes() - before;
          long theirs = Arrays.stream(threads.getThreadAllocatedBytes(helpers)).sum();
          steady = own == 0 && theirs == helpersBefore ? steady + 1 : 0;
        }
        assertThat(steady).as("%s", policy).isEqualTo(10);
      }
    }
  }

  @Test
  void numbersOfThreads() {
    try (Workers one = Workers.of(1);
        Workers all = Workers.ofAvailable()) {
      assertThat(one.threads()).isEqualTo(1);
      assertThat(all.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workers.of(0).close())
        .withMessageContaining("threads");
  }

  @Test
  void thePlanSaysWhatIsSplit() {
    Lstm lstm = Lstm.of(Direction.FORWARD, 256);
    assertThat(stack(List.of(lstm, lstm), Ties.NONE).plan().describe())
        .contains(
            "with 2 workers, T=100: N=1 wavefront over 2 layers, N=8 2 ranges of units,"
                + " N=32 2 ranges of rows");
    assertThat(stack(List.of(lstm, lstm), Ties.STATES).plan().describe())
        .contains("N=1 one thread then 2 ranges of units");
    assertThat(stack(cells(1, 0, 8), Ties.NONE).plan().describe())
        .contains("with 2 workers, T=100: N=1 one thread, N=8 one thread, N=32 one thread");
  }
}
