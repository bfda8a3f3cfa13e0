package dev.vecurrent.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.testing.Policies;
import org.junit.jupiter.api.Test;

/** Calls go the way that took less time for its work. */
class SplitTrialTest {

  private final SplitTrial trial = new SplitTrial(SplitPolicy.DEFAULT);

  /** Calls of which so many were split, where a call takes so long split and alone. */
  private int split(int calls, int batch, long splitNanos, long aloneNanos) {
    int split = 0;
    for (int call = 0; call < calls; call++) {
      boolean splits = trial.splits(batch);
      split += splits ? 1 : 0;
      // Work and time grow together: only their ratio counts.
      int size = 1 + call % 3;
      trial.ended((splits ? splitNanos : aloneNanos) * size, 1e6 * size);
    }
    return split;
  }

  @Test
  void firstCallsAreSplit() {
    assertThat(split(4, 1, 100, 100)).isEqualTo(4);
  }

  @Test
  void splitsThatPayAreKept() {
    assertThat(split(10_000, 1, 60, 100)).isBetween(9_900, 9_999);
  }

  @Test
  void splitsThatCostAreGivenUpButTriedAgain() {
    assertThat(split(10_000, 1, 130, 100)).isBetween(10, 100);
  }

  @Test
  void changesAreNoticed() {
    assertThat(split(5_000, 1, 60, 100)).isGreaterThan(4_900);
    split(2_000, 1, 200, 100);
    assertThat(split(5_000, 1, 200, 100)).isLessThan(100);
    split(2_000, 1, 60, 100);
    assertThat(split(5_000, 1, 60, 100)).isGreaterThan(4_900);
  }

  @Test
  void anotherBatchStartsAgain() {
    split(1_000, 1, 200, 100);
    assertThat(split(4, 2, 200, 100)).isEqualTo(4);
  }

  @Test
  void policiesThatDoNotMeasureAlwaysSplit() {
    SplitTrial always = new SplitTrial(Policies.ROWS);
    for (int call = 0; call < 100; call++) {
      assertThat(always.splits(1)).isTrue();
      always.ended(always.splits(1) ? 200 : 100, 1);
    }
  }
}
