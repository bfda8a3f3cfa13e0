package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.cell.ToyPlan;
import dev.vecurrent.internal.kernel.FloatMath;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.parallel.WorkerPool;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Policies;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A plan is all that layers need of a new cell: time, directions, lengths, threads and carried
 * states come with them.
 */
@Timeout(120)
class ToyCellTest {

  private static final WorkerPool POOL = new WorkerPool(3);

  private final long seed = Seeds.of(ToyCellTest.class);
  private final Random random = new Random(seed);

  @AfterAll
  static void close() {
    POOL.close();
  }

  @Test
  void runsAsItsEquationsSay() {
    for (int round = 0; round < 60; round++) {
      Direction direction = Direction.values()[random.nextInt(3)];
      int steps = 1 + random.nextInt(6);
      int batch = 1 + random.nextInt(9);
      int inputs = 1 + random.nextInt(20);
      int units = 1 + random.nextInt(70);
      int directions = direction.count();
      Tensor x = floats(steps, batch, inputs);
      Tensor w = floats(directions, 2 * units, inputs);
      Tensor r = floats(directions, 2 * units, units);
      Tensor b = floats(directions, 4 * units);
      int[] lengths = new int[batch];
      for (int n = 0; n < batch; n++) {
        lengths[n] = random.nextInt(steps + 1);
      }
      float[] expected = reference(direction, x, w, r, b, lengths);
      String what = "seed %d, round %d, %s, %s, H=%d".formatted(seed, round, direction, x, units);
      for (Kernels kernels : List.of(TestKernels.best(), Kernels.scalar())) {
        RecurrentLayer layer =
            RecurrentLayer.compile(
                new ToyPlan(direction),
                LayerForm.of(Layout.TIME_MAJOR),
                w,
                r,
                b,
                null,
                Packing.unlimited(kernels));
        for (Team team : teams()) {
          RecurrentSession session = layer.newSession(team, Bounds.none());
          Tensor y = Tensor.growable(ElementType.FLOAT32);
          Tensor lens = Tensor.of(lengths, batch);
          session.run(x, null, null, null, null, lens, null, null, y, null, null);
          assertThat(y.floats()).as(what).startsWith(expected);
        }
      }
    }
  }

  @Test
  void carriesItsState() {
    Tensor w = floats(1, 14, 5);
    Tensor r = floats(1, 14, 7);
    RecurrentLayer layer =
        RecurrentLayer.compile(
            new ToyPlan(Direction.FORWARD),
            LayerForm.of(Layout.TIME_MAJOR),
            w,
            r,
            null,
            null,
            Packing.unlimited(TestKernels.best()));
    Tensor x = floats(8, 2, 5);
    Tensor whole = Tensor.growable(ElementType.FLOAT32);
    layer.newSession().run(x, null, null, null, null, null, null, null, whole, null, null);
    RecurrentSession session = CarryingSession.of(layer, 2);
    for (int t = 0; t < 8; t++) {
      Tensor one = Tensor.of(Arrays.copyOfRange(x.floats(), t * 10, t * 10 + 10), 1, 2, 5);
      Tensor y = Tensor.growable(ElementType.FLOAT32);
      session.run(one, null, null, null, null, null, null, null, y, null, null);
      for (int i = 0; i < 14; i++) {
        assertThat(y.floats()[i]).isEqualTo(whole.floats()[t * 14 + i]);
      }
    }
  }

  private static List<Team> teams() {
    List<Team> teams = new ArrayList<>(List.of(Team.ALONE));
    for (SplitPolicy policy : Policies.ofLayers()) {
      teams.add(new Team(POOL, policy));
    }
    return teams;
  }

  private Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() - 0.5f;
    }
    return tensor;
  }

  /** Y {@code [T, D, N, H]}. */
  private static float[] reference(
      Direction direction, Tensor x, Tensor w, Tensor r, Tensor b, int[] lengths) {
    int batch = x.dim(1);
    int units = r.dim(2);
    int directions = direction.count();
    float[] y = new float[x.dim(0) * directions * batch * units];
    for (int d = 0; d < directions; d++) {
      boolean reverse = d == 1 || direction == Direction.REVERSE;
      for (int n = 0; n < batch; n++) {
        float[] h = new float[units];
        for (int s = 0; s < lengths[n]; s++) {
          int t = reverse ? lengths[n] - 1 - s : s;
          step(x, (t * batch + n) * x.dim(2), w, r, b, d, h);
          System.arraycopy(h, 0, y, ((t * directions + d) * batch + n) * units, units);
        }
      }
    }
    return y;
  }

  private static void step(Tensor x, int xAt, Tensor w, Tensor r, Tensor b, int d, float[] h) {
    int units = h.length;
    float[] f = new float[units];
    float[] reset = new float[units];
    for (int j = 0; j < units; j++) {
      float input = sum(b, d * 4 * units + j, x.floats(), xAt, w, d * 2 * units + j);
      float state = sum(b, d * 4 * units + 2 * units + j, h, 0, r, d * 2 * units + j);
      f[j] = FloatMath.sigmoid(input + state);
      reset[j] = f[j] * h[j];
    }
    for (int j = 0; j < units; j++) {
      int row = d * 2 * units + units + j;
      float input = sum(b, d * 4 * units + units + j, x.floats(), xAt, w, row);
      float state = sum(b, d * 4 * units + 3 * units + j, reset, 0, r, row);
      float n = FloatMath.tanh(input + state);
      h[j] = Math.fma(f[j], n, (1 - f[j]) * h[j]);
    }
  }

  /** A bias and the product of a vector with a row of weights, in the order of the kernels. */
  private static float sum(Tensor b, int biasAt, float[] a, int at, Tensor weights, int row) {
    int depth = weights.dim(2);
    float sum = b.floats()[biasAt];
    for (int k = 0; k < depth; k++) {
      sum = Math.fma(a[at + k], weights.floats()[row * depth + k], sum);
    }
    return sum;
  }
}
