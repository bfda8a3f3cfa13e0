package dev.vecurrent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.bench.contender.Contender;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Turns, samples and statistics. */
class PairedRunTest {

  private static final Shape SHAPE = new Shape("lstm", 1, 1, 1);

  private final List<String> calls = new ArrayList<>();

  @Test
  void contendersTakeTurnsInCounterbalancedOrder() {
    // Long calls: a sample is one call, warming up at least two.
    List<Entrant> entrants = List.of(slow("a", 1), slow("b", 1), slow("c", 1));
    List<Timing> timings = PairedRun.of(SHAPE, entrants, true, 1).orElseThrow();
    String order = String.join("", calls);
    assertThat(order).contains("abccbaabccba");
    for (Timing timing : timings) {
      assertThat(timing.micros()).hasSize(4).allMatch(sample -> sample > 0);
      assertThat(timing.ratios()).hasSize(4);
    }
    assertThat(timings.getFirst().ratios()).containsOnly(1.0);
  }

  @Test
  void otherAnswersEndTheRun() {
    assertThatThrownBy(() -> PairedRun.of(SHAPE, List.of(slow("a", 1), slow("b", 2)), true, 1))
        .hasMessageContaining("answers differ");
    assertThat(PairedRun.of(SHAPE, List.of(slow("a", 1), slow("b", 2)), false, 1)).isPresent();
  }

  @Test
  void orderStatistics() {
    assertThat(Statistics.median(3, 1, 2)).isEqualTo(2);
    assertThat(Statistics.median(1, 2, 3, 4)).isEqualTo(2.5);
    assertThat(Statistics.percentile(75, 0, 1, 2, 3, 4)).isEqualTo(3);
    assertThat(Statistics.spread(0, 1, 2, 3, 4)).isEqualTo(1);
    assertThat(Statistics.geometricMean(1, 4)).isCloseTo(2, within(1e-12));
  }

  private Entrant slow(String name, float answer) {
    return new Entrant(name, new Slow(name, answer));
  }

  /** Takes more than a sample's time. */
  private final class Slow implements Contender {

    private final String name;
    private final float answer;

    Slow(String name, float answer) {
      this.name = name;
      this.answer = answer;
    }

    @Override
    public void run() {
      calls.add(name);
      long start = System.nanoTime();
      while (System.nanoTime() - start < 13_000_000L) {
        Thread.onSpinWait();
      }
    }

    @Override
    public float[] output() {
      return new float[] {answer};
    }

    @Override
    public void close() {
      calls.clear();
    }
  }
}
