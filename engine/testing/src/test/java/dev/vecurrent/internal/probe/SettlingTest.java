package dev.vecurrent.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The stopping rule on times that are made up. */
class SettlingTest {

  private static final long MS = 1_000_000;

  /** The time in ms at which rounds settle, or -1 where they do not within a minute. */
  private static long settlesAt(Settling settling, LongUnaryOperator roundNanosAt) {
    long now = 0;
    while (now < 60_000 * MS) {
      long nanos = roundNanosAt.applyAsLong(now);
      now += nanos;
      if (settling.add(nanos)) {
        return now / MS;
      }
    }
    return -1;
  }

  @Test
  void evenRoundsSettleAfterHalfASecond() {
    Settling settling = new Settling();
    assertThat(settlesAt(settling, _ -> MS)).isEqualTo(550);
    assertThat(settling.nanosPerRound()).isEqualTo(MS);
  }

  @Test
  void roundsThatFallDoNotSettle() {
    long settled =
        settlesAt(new Settling(), now -> now < 2000 * MS ? 3000 * MS / 300 - now / 300 : MS);
    assertThat(settled).isBetween(2500L, 2700L);
  }

  @Test
  void aStairOfLessThanHalfASecondIsNotTheEnd() {
    Settling settling = new Settling();
    long settled =
        settlesAt(settling, now -> now < 100 * MS ? 40 * MS : now < 550 * MS ? 10 * MS : MS / 10);
    assertThat(settled).isBetween(1050L, 1200L);
    assertThat(settling.nanosPerRound()).isEqualTo(MS / 10);
  }

  @Test
  void singleRoundsThatTakeLongDoNotMatter() {
    long[] round = {0};
    assertThat(settlesAt(new Settling(), _ -> round[0]++ % 20 == 7 ? 9 * MS : MS))
        .isBetween(500L, 700L);
  }

  @Test
  void roundsThatBecomeSlowerAgainAreWaitedFor() {
    assertThat(settlesAt(new Settling(), now -> now < 200 * MS ? MS : 2 * MS)).isEqualTo(-1);
  }

  @Test
  void slowRoundsNeedThreeForAWindow() {
    assertThat(settlesAt(new Settling(), _ -> 100 * MS)).isEqualTo(3300);
  }

  @Test
  void shortRoundsAreCountedByTheirLast() {
    Settling settling = new Settling();
    long[] round = {0};
    settlesAt(settling, _ -> round[0]++ < 20_000 ? 2000 : 1000);
    assertThat(settling.nanosPerRound()).isEqualTo(1000);
  }

  @Test
  void fewRoundsHaveAMedianToo() {
    Settling settling = new Settling();
    assertThat(settling.nanosPerRound()).isNaN();
    settling.add(7);
    assertThat(settling.nanosPerRound()).isEqualTo(7);
  }
}
