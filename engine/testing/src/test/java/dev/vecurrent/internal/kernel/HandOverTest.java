package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** When calls go over to the vector twin, on times that are made up. */
class HandOverTest {

  private static final long MS = 1_000_000;

  private final HandOver.Budget budget = new HandOver.Budget();

  /**
   * Calls until the hand-over.
   *
   * @param scalar nanoseconds of a scalar call
   * @param vector of the n-th probe
   * @return nanoseconds of scalar calls and of probes
   */
  private static long[] untilDone(HandOver turns, long scalar, IntToLongFunction vector) {
    long[] spent = new long[2];
    for (int probes = 0; !turns.isDone() && !turns.isStaying(); ) {
      boolean isProbe = turns.isProbe();
      long nanos = isProbe ? vector.applyAsLong(probes++) : scalar;
      spent[isProbe ? 1 : 0] += nanos;
      turns.ran(isProbe, nanos, 1);
    }
    return spent;
  }

  @Test
  void theFirstCallsAreScalar() {
    HandOver turns = new HandOver(budget);
    long scalar = 0;
    while (scalar <= HandOver.GRACE_NANOS) {
      assertThat(turns.isProbe()).isFalse();
      turns.ran(false, MS, 1);
      scalar += MS;
    }
    assertThat(turns.isProbe()).isTrue();
  }

  @Test
  void fastProbesEndIt() {
    HandOver turns = new HandOver(budget);
    long[] spent = untilDone(turns, MS, probe -> probe < 30 ? 20 * MS : MS / 10);
    assertThat(spent[1]).isEqualTo(30 * 20 * MS + HandOver.FAST_PROBES * MS / 10);
    assertThat(spent[1]).isLessThanOrEqualTo(HandOver.SHARE * spent[0]);
    assertThat(turns.isDone()).isTrue();
  }

  @Test
  void slowProbesEndWithTheScalarTwin() {
    HandOver turns = new HandOver(budget);
    long[] spent = untilDone(turns, MS, _ -> 300 * MS);
    assertThat(spent[1])
        .isBetween(
            HandOver.MOST_PROBE_NANOS + HandOver.PATIENCE_NANOS,
            HandOver.MOST_PROBE_NANOS + HandOver.PATIENCE_NANOS + 600 * MS);
    assertThat(turns.isDone()).isFalse();
    assertThat(turns.isStaying()).isTrue();
  }

  /** A busy machine compiles the vector twin at last. */
  @Test
  void aLateCompilerIsWaitedFor() {
    HandOver turns = new HandOver(budget);
    long[] spent = untilDone(turns, MS, probe -> probe < 200 ? 20 * MS : MS / 10);
    assertThat(turns.isDone()).isTrue();
    assertThat(spent[1]).isEqualTo(200 * 20 * MS + HandOver.FAST_PROBES * MS / 10);
  }

  @Test
  void whatStaysIsProbedRarely() {
    HandOver turns = new HandOver(budget);
    untilDone(turns, MS, _ -> 300 * MS);
    long scalar = 0;
    long probes = 0;
    while (scalar < 100_000 * MS) {
      boolean isProbe = turns.isProbe();
      turns.ran(isProbe, isProbe ? 20 * MS : MS, 1);
      scalar += isProbe ? 0 : MS;
      probes += isProbe ? 20 * MS : 0;
    }
    assertThat(probes).isBetween(1L, scalar / HandOver.RARE + 20 * MS);
    assertThat(turns.isStaying()).isTrue();
  }

  @Test
  void whatStaysGoesOverOnceProbesAreFast() {
    HandOver turns = new HandOver(budget);
    untilDone(turns, MS, _ -> 300 * MS);
    for (int call = 0; call < 10_000 && !turns.isDone(); call++) {
      turns.ran(turns.isProbe(), MS, 1);
    }
    assertThat(turns.isDone()).isTrue();
    assertThat(turns.isStaying()).isFalse();
  }

  /** Of a few units, say, for which the vector twin is not the faster one. */
  @Test
  void compiledProbesThatAreNotFastEndWithTheVectorTwin() {
    HandOver turns = new HandOver(budget);
    untilDone(turns, MS, _ -> 3 * MS);
    assertThat(turns.isDone()).isTrue();
  }

  @Test
  void aFastProbeAmongSlowOnesDoesNot() {
    HandOver turns = new HandOver(budget);
    long[] spent = untilDone(turns, MS, probe -> probe % HandOver.FAST_PROBES == 7 ? 1 : 3 * MS);
    assertThat(spent[1]).isBetween(HandOver.MOST_PROBE_NANOS, HandOver.MOST_PROBE_NANOS + 3 * MS);
  }

  @Test
  void probesNearTheScalarTwinAreFast() {
    HandOver turns = new HandOver(budget);
    long[] spent = untilDone(turns, MS, _ -> HandOver.NEAR * MS);
    assertThat(spent[1]).isEqualTo(HandOver.FAST_PROBES * HandOver.NEAR * MS);
  }

  @Test
  void speedIsThatOfTheSameWork() {
    HandOver turns = new HandOver(budget);
    turns.isProbe();
    turns.ran(false, 100 * MS, 1000);
    for (int probe = 0; probe < HandOver.FAST_PROBES; probe++) {
      assertThat(turns.isDone()).isFalse();
      turns.ran(true, MS, 10);
    }
    assertThat(turns.isDone()).isTrue();
  }

  @Test
  void everyKindHasItsTimeForProbes() {
    HandOver one = new HandOver(budget);
    HandOver other = new HandOver(budget);
    one.isProbe();
    other.isProbe();
    one.ran(false, HandOver.GRACE_NANOS + 10 * MS, 1000);
    assertThat(other.isProbe()).isFalse();
    for (int call = 0; call < HandOver.SCALAR_CALLS; call++) {
      one.ran(false, 0, 1000);
      other.ran(false, 0, 1000);
    }
    long[] spent = new long[2];
    for (int call = 0; call < 100; call++) {
      if (one.isProbe()) {
        one.ran(true, MS, 1);
        spent[0] += MS;
      }
      if (other.isProbe()) {
        other.ran(true, MS, 1);
        spent[1] += MS;
      }
    }
    assertThat(spent).containsExactly(10 * HandOver.SHARE * MS, 10 * HandOver.SHARE * MS);
  }
}
