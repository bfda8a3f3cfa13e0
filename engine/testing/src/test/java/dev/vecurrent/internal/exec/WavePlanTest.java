package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.testing.Policies;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stacked layers are shared evenly between threads, in order. */
class WavePlanTest {

  private static int[] starts(int threads, double... flops) {
    WavePlan plan = new WavePlan(flops.length);
    for (int layer = 0; layer < flops.length; layer++) {
      plan.layer(layer, flops[layer]);
    }
    boolean waves = plan.plan(Policies.WAVES, threads, 1, 100, 0);
    assertThat(waves).isEqualTo(Math.min(threads, flops.length) > 1);
    return IntStream.rangeClosed(0, plan.groups()).map(plan::start).toArray();
  }

  @Test
  void layers() {
    assertThat(starts(2, 1, 1)).containsExactly(0, 1, 2);
    assertThat(starts(2, 1, 1, 1, 1)).containsExactly(0, 2, 4);
    assertThat(starts(4, 1, 1)).containsExactly(0, 1, 2);
    assertThat(starts(2, 3, 1, 1, 1)).containsExactly(0, 1, 4);
    assertThat(starts(2, 1, 1, 1, 3)).containsExactly(0, 3, 4);
    assertThat(starts(3, 1, 1, 100)).containsExactly(0, 1, 2, 3);
    assertThat(starts(1, 1, 1)).containsExactly(0, 2);
  }
}
