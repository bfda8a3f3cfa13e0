package dev.vecurrent.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.KernelKind;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.kernel.StepKind;
import org.junit.jupiter.api.Test;

/** When calls go over to the vector twin, by a clock and a compiler of the test's own. */
class HandOverTest {

  private static final long CALL = 1_000_000;
  private static final int FAST = FakeWorld.OPERATIONS * HandOver.FAST_NANOS;

  private final FakeWorld world = FakeWorld.still();
  private final HandOvers process = new HandOvers(world);

  private HandOver.Turns turns(KernelKind kind) {
    return new HandOver.Turns(process.of(kind));
  }

  /** Calls of the scalar twin, a millisecond each; returns how many it answered. */
  private int call(HandOver.Turns turns, int most) {
    for (int call = 0; call < most; call++) {
      if (turns.isDone()) {
        return call;
      }
      long start = turns.begin();
      world.pass(CALL);
      turns.answered(start);
    }
    return most;
  }

  @Test
  void theFirstAnswersAreNotDelayed() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    int calls = (int) (HandOvers.GRACE_NANOS / CALL) - 1;
    assertThat(call(turns, calls)).isEqualTo(calls);
    assertThat(world.parts).isEmpty();
    assertThat(world.rounds).isEmpty();
  }

  @Test
  void partsAreLoadedWithAnswersBetweenThem() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    call(turns, (int) (HandOvers.GRACE_NANOS / CALL));
    assertThat(world.parts).containsExactly(0);
    call(turns, (int) (HandOvers.PART_NANOS / CALL) - 1);
    assertThat(world.parts).containsExactly(0);
    call(turns, FakeWorld.PARTS * (int) (HandOvers.PART_NANOS / CALL));
    assertThat(world.parts).containsExactly(0, 1, 2);
  }

  @Test
  void rehearsalsTakeNoMoreThanTheirShare() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    for (int calls = 100; calls < 2_000; calls += 100) {
      call(turns, 100);
      long slow = (long) world.rounds.getOrDefault(StepKind.LSTM, 0) * world.roundNanos;
      assertThat(slow).isLessThan(calls * CALL / HandOvers.SHARE + 10 * world.roundNanos);
    }
    assertThat(world.rounds.get(StepKind.LSTM)).isGreaterThan(100);
    assertThat(turns.isDone()).isFalse();
  }

  /** Operators around the kernels are part of a call, and the time between two calls is not. */
  @Test
  void whatLiesBetweenTwoAnswersCountsUpToABound() {
    long[] between = {0, HandOvers.BETWEEN_NANOS, 1_000 * HandOvers.BETWEEN_NANOS};
    long[] rehearsed = new long[between.length];
    for (int i = 0; i < between.length; i++) {
      FakeWorld other = FakeWorld.still();
      HandOver.Turns turns = new HandOver.Turns(new HandOvers(other).of(StepKind.LSTM));
      other.roundNanos = 100_000;
      for (int call = 0; call < 2_000; call++) {
        other.pass(between[i]);
        long start = turns.begin();
        other.pass(CALL / 10);
        turns.answered(start);
      }
      rehearsed[i] = other.rounds.getOrDefault(StepKind.LSTM, 0) * other.roundNanos;
    }
    assertThat(rehearsed[1]).isGreaterThan(5 * rehearsed[0]);
    assertThat(rehearsed[2]).isEqualTo(rehearsed[1]);
  }

  /** Else a model of few long calls would wait for thousands of them. */
  @Test
  void aLongAnswerIsFollowedByALongSlice() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    call(turns, 200);
    world.roundNanos = 100_000;
    int rounds = world.rounds.getOrDefault(StepKind.LSTM, 0);
    long start = turns.begin();
    world.pass(40 * CALL);
    turns.answered(start);
    int slice = (int) (HandOver.LONGEST_SLICE_NANOS / world.roundNanos);
    assertThat(world.rounds.get(StepKind.LSTM) - rounds).isBetween(slice / 2, slice);
  }

  @Test
  void whatIsCompiledGoesOverForGood() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    call(turns, 300);
    assertThat(turns.isDone()).isFalse();
    assertThat(turns.isUnderWay()).isTrue();
    world.roundNanos = FAST;
    assertThat(call(turns, 300)).isLessThan(300);
    assertThat(turns.isUnderWay()).isFalse();
    world.roundNanos = 1_000_000;
    assertThat(turns.isDone()).isTrue();
    assertThat(turns(StepKind.LSTM).isDone()).isTrue();
    assertThat(turns(RowKind.EXP).isDone()).isFalse();
  }

  @Test
  void slowRoundsGoOn() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    world.roundNanos = FAST + 2_000;
    call(turns, 1_000);
    assertThat(turns.isDone()).isFalse();
  }

  @Test
  void aKindThatNothingCompilesStaysAndIsRehearsedRarely() {
    HandOver.Turns turns = stayed();
    int rounds = world.rounds.get(StepKind.LSTM);
    call(turns, 10_000);
    long slow = (world.rounds.get(StepKind.LSTM) - rounds) * world.roundNanos;
    assertThat(slow).isPositive().isLessThan(10_000 * CALL / 20);
    assertThat(turns.isUnderWay()).isFalse();
  }

  @Test
  void aLateCompilerIsWaitedFor() {
    HandOver.Turns turns = stayed();
    world.roundNanos = FAST;
    assertThat(call(turns, 1_000)).isLessThan(1_000);
    assertThat(turns.isDone()).isTrue();
  }

  private HandOver.Turns stayed() {
    HandOver.Turns turns = turns(StepKind.LSTM);
    int calls = (int) (2 * HandOvers.SHARE * HandOver.PATIENCE_NANOS / CALL);
    assertThat(call(turns, calls)).isEqualTo(calls);
    assertThat(turns.isUnderWay()).as("whether a warm-up waits for it").isFalse();
    assertThat(turns.isDone()).isFalse();
    return turns;
  }

  /** A warm-up rehearses without answers, and without asking how long they took. */
  @Test
  void aWarmUpNeedsNoAnswers() {
    HandOver.Turns turns = turns(RowKind.TANH);
    long start = turns.begin();
    turns.answered(start);
    for (int i = 0; i <= FakeWorld.PARTS; i++) {
      turns.rehearse();
    }
    assertThat(world.parts).hasSize(FakeWorld.PARTS);
    turns.rehearse();
    assertThat(turns.isDone()).isFalse();
    world.roundNanos = FAST;
    turns.rehearse();
    assertThat(turns.isDone()).isTrue();
  }

  @Test
  void whatWasNotCalledIsNotWaitedFor() {
    HandOver.Turns turns = turns(RowKind.TANH);
    assertThat(turns.isUnderWay()).isFalse();
    turns.begin();
    assertThat(turns.isUnderWay()).isTrue();
    turns.forget();
    assertThat(turns.isUnderWay()).isFalse();
  }
}
