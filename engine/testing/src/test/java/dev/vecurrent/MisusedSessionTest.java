package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.limit.SessionInUseException;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.WeightLayout;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A session that is used wrongly says so, and never gives a wrong answer. */
class MisusedSessionTest {

  private static final int I = 6;
  private static final int H = 20;
  private static final int THREADS = 32;
  private static final int CALLS = 500;

  private static float[] floats(Random random, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  private static Model model() {
    Random random = Seeds.random(3);
    return Model.compile(
        NetworkBuilder.input(I)
            .recurrent(Lstm.of(Direction.BIDIRECTIONAL, H), parameters(random), parameters(random))
            .build());
  }

  private static LayerParameters parameters(Random random) {
    return new LayerParameters(
        WeightLayout.PYTORCH,
        floats(random, 4 * H * I),
        floats(random, 4 * H * H),
        floats(random, 4 * H),
        floats(random, 4 * H));
  }

  @Test
  void ofThirtyTwoThreadsInOneSessionEachIsRefusedOrRight() throws Exception {
    Model model = model();
    Session session = model.newSession();
    List<Callable<int[]>> callers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Tensor x = Tensor.of(floats(Seeds.random(100 + i), (3 + i) * I), 3 + i, 1, I);
      float[] expected = model.newSession().run(Map.of("x", x)).get("y").floats();
      callers.add(() -> {
        int[] counts = new int[3];
        for (int call = 0; call < CALLS; call++) {
          try {
            float[] found = session.run(Map.of("x", x)).get("y").floats();
            counts[Arrays.equals(found, expected) ? 0 : 1]++;
          } catch (SessionInUseException e) {
            counts[2]++;
          }
        }
        return counts;
      });
    }
    int[] sums = new int[3];
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<int[]> each : threads.invokeAll(callers)) {
        for (int i = 0; i < 3; i++) {
          sums[i] += each.get()[i];
        }
      }
    }
    assertThat(sums[1]).as("wrong answers of " + Arrays.toString(sums)).isZero();
    assertThat(sums[0]).isPositive();
    assertThat(sums[0] + sums[2]).isEqualTo(THREADS * CALLS);
  }

  @Test
  void everyEntryIsGuarded() throws Exception {
    Model model = model();
    Session session = model.newSession();
    Tensor large = Tensor.of(new float[200_000 * I], 200_000, 1, I);
    Tensor[] small = {Tensor.of(new float[I], 1, 1, I)};
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> running = other.submit(() -> session.run(Map.of("x", large)));
      int refused = 0;
      while (!running.isDone()) {
        try {
          session.seed(1);
          Thread.yield(); // the other call may not have begun
        } catch (SessionInUseException e) {
          refused++;
          assertThat(e).hasMessageContaining("open one for each");
        }
      }
      int sum = refused;
      try {
        running.get();
      } catch (ExecutionException e) {
        sum++; // it came in between
        assertThat(e).hasCauseInstanceOf(SessionInUseException.class);
      }
      assertThat(sum).isPositive();
    }
    session.run(small, new Tensor[1]);
  }

  @Test
  void outputsDoNotShareAnArray() {
    Random random = Seeds.random(4);
    Model model =
        Model.compile(
            NetworkBuilder.input(I)
                .recurrent(Lstm.of(Direction.FORWARD, H), parameters(random))
                .build(),
            CompileOptions.defaults());
    Session session = model.newSession();
    Tensor x = Tensor.of(new float[20 * H], 1, 1, I);
    assertThatThrownBy(() -> session.run(new Tensor[] {x}, new Tensor[] {x}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input x and output y share an array: each output needs one of its own");
    Tensor view = Tensor.of(x.floats(), 1, 1, H);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> session.run(new Tensor[] {x}, new Tensor[] {view}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("share an array");
    }
    session.run(new Tensor[] {x}, new Tensor[] {Tensor.of(new float[H], 1, 1, H)});
  }
}
