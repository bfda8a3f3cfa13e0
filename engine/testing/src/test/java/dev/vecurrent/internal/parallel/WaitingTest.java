package dev.vecurrent.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Barriers and progress let through who may go on, and nobody else. */
@Timeout(60)
class WaitingTest {

  @Test
  void aBarrierOfOneNeverWaits() {
    SpinBarrier barrier = new SpinBarrier();
    barrier.prepare(1);
    int passed = 0;
    for (; passed < 1_000; passed++) {
      barrier.await();
    }
    assertThat(passed).isEqualTo(1_000);
  }

  @Test
  void aStoppedBarrierLetsNobodyWait() throws Exception {
    SpinBarrier barrier = new SpinBarrier();
    barrier.prepare(2);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting = Thread.ofPlatform().start(() -> thrown.set(failureOf(barrier::await)));
    barrier.stop();
    waiting.join();
    assertThat(thrown.get()).isInstanceOf(StoppedException.class);
    barrier.prepare(1);
    assertThat(failureOf(barrier::await)).isNull();
  }

  @Test
  void progressLetsThroughWhatWasPublished() throws Exception {
    Progress progress = new Progress();
    progress.prepare();
    int[] made = new int[100];
    int[] sums = new int[1];
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < made.length; i++) {
                progress.await(i + 1);
                sums[0] += made[i];
              }
            });
    for (int i = 0; i < made.length; i++) {
      made[i] = i;
      progress.publish(i + 1);
    }
    reader.join();
    assertThat(sums[0]).isEqualTo(4950);
  }

  @Test
  void stoppedProgressEndsWaitsForWhatIsNotThere() {
    Progress progress = new Progress();
    progress.publish(3);
    progress.stop();
    progress.await(3);
    assertThatThrownBy(() -> progress.await(4)).isInstanceOf(StoppedException.class);
    progress.prepare();
    progress.publish(1);
    assertThat(failureOf(() -> progress.await(1))).isNull();
  }

  private static @Nullable Throwable failureOf(Runnable body) {
    try {
      body.run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }
}
