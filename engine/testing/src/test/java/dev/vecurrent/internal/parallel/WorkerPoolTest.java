package dev.vecurrent.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts run once each, in time for the caller, whatever happens to the threads. */
@Timeout(120)
class WorkerPoolTest {

  private static final int RUNS = 20_000;

  private static void run(WorkerPool pool, int parts, WorkerPool.Task task) {
    assertThat(pool.tryAcquire()).isTrue();
    try {
      pool.run(parts, task);
    } finally {
      pool.release();
    }
  }

  private static List<Thread> workersOf(WorkerPool pool, int count) {
    List<Thread> workers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(
                thread -> thread.getName().startsWith("vecurrent-" + pool.number() + "-worker-"))
            .toList();
    assertThat(workers).hasSize(count).allMatch(Thread::isDaemon);
    return workers;
  }

  @Test
  void everyPartRunsOnceInEveryCall() {
    WorkerPool pool = new WorkerPool(4);
    AtomicIntegerArray counts = new AtomicIntegerArray(9);
    for (int call = 1; call <= RUNS; call++) {
      int parts = 1 + call % 9;
      run(pool, parts, counts::incrementAndGet);
      int sum = 0;
      for (int part = 0; part < 9; part++) {
        sum += counts.getAndSet(part, 0);
        assertThat(part < parts || counts.get(part) == 0).isTrue();
      }
      assertThat(sum).as("call %d", call).isEqualTo(parts);
    }
    pool.close();
  }

  @Test
  void whatPartsWriteIsThereAfterwards() {
    WorkerPool pool = new WorkerPool(3);
    int[] plain = new int[3];
    for (int call = 1; call <= RUNS; call++) {
      run(pool, 3, part -> plain[part]++);
      assertThat(plain).containsOnly(call);
    }
    pool.close();
  }

  @Test
  void partsMayWaitForEachOther() {
    WorkerPool pool = new WorkerPool(5);
    SpinBarrier barrier = new SpinBarrier();
    int[] values = new int[5];
    int[] sums = new int[5];
    for (int call = 0; call < 200; call++) {
      barrier.prepare(5);
      run(
          pool,
          5,
          part -> {
            for (int step = 0; step < 10; step++) {
              values[part]++;
              barrier.await();
              sums[part] = 0;
              for (int value : values) {
                sums[part] += value;
              }
              barrier.await();
            }
          });
      assertThat(sums).containsOnly((call + 1) * 50);
    }
    pool.close();
  }

  @Test
  void theFirstFailureReachesTheCallerAfterAllPartsHaveEnded() {
    WorkerPool pool = new WorkerPool(3);
    SpinBarrier barrier = new SpinBarrier();
    for (int failing = 0; failing < 3; failing++) {
      for (int call = 0; call < 100; call++) {
        int bad = failing;
        int[] ended = new int[3];
        barrier.prepare(3);
        WorkerPool.Task task =
            new WorkerPool.Task() {
              @Override
              public void run(int part) {
                try {
                  if (part == bad) {
                    throw new IllegalStateException("part " + part);
                  }
                  barrier.await();
                } finally {
                  ended[part]++;
                }
              }

              @Override
              public void stop() {
                barrier.stop();
              }
            };
        assertThatThrownBy(() -> run(pool, 3, task))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("part " + bad);
        assertThat(ended).containsOnly(1);
      }
    }
    assertThatThrownBy(() ->
            run(
                pool,
                2,
                _ -> {
                  throw new StackOverflowError("deep");
                }))
        .isInstanceOf(StackOverflowError.class);
    int[] after = new int[3];
    run(pool, 3, part -> after[part]++);
    assertThat(after).containsOnly(1);
    pool.close();
  }

  @Test
  void workersSleepBetweenCalls() {
    WorkerPool pool = new WorkerPool(3);
    List<Thread> workers = workersOf(pool, 2);
    for (int call = 0; call < 5; call++) {
      int[] counts = new int[3];
      run(pool, 3, part -> counts[part]++);
      assertThat(counts).containsOnly(1);
      // Ends by the timeout of this class if one goes on spinning.
      while (workers.stream().anyMatch(worker -> worker.getState() != Thread.State.WAITING)) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    pool.close();
  }

  @Test
  void oneCallAtATime() {
    WorkerPool pool = new WorkerPool(2);
    assertThat(pool.tryAcquire()).isTrue();
    assertThat(pool.tryAcquire()).isFalse();
    pool.release();
    assertThat(pool.tryAcquire()).isTrue();
    pool.release();
    pool.close();
    assertThat(new WorkerPool(1).tryAcquire()).as("a pool of the caller only").isFalse();
  }

  @Test
  void closingEndsTheWorkersAndMayBeRepeated() throws Exception {
    WorkerPool pool = new WorkerPool(3);
    List<Thread> workers = workersOf(pool, 2);
    run(pool, 3, _ -> {});
    pool.close();
    pool.close();
    for (Thread worker : workers) {
      worker.join(60_000);
      assertThat(worker.isAlive()).isFalse();
    }
    assertThat(pool.tryAcquire()).isFalse();
    assertThat(pool.threads()).isEqualTo(3);
  }

  @Test
  void closingWaitsForTheCallAtHand() throws Exception {
    WorkerPool pool = new WorkerPool(2);
    CountDownLatch started = new CountDownLatch(1);
    int[] done = new int[4];
    Thread caller =
        Thread.ofPlatform()
            .start(() ->
                run(
                    pool,
                    4,
                    part -> {
                      started.countDown();
                      for (int i = 0; i < 1_000; i++) {
                        Thread.onSpinWait();
                      }
                      done[part]++;
                    }));
    started.await();
    pool.close();
    caller.join();
    assertThat(done).containsOnly(1);
  }

  @Test
  void interruptsNeitherEndACallNorAreLost() {
    WorkerPool pool = new WorkerPool(3);
    List<Thread> workers = workersOf(pool, 2);
    int[] counts = new int[3];
    for (int call = 1; call <= 500; call++) {
      workers.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      run(pool, 3, part -> counts[part]++);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(counts).containsOnly(call);
    }
    pool.close();
  }

  @Test
  void numbersOfThreadsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkerPool(0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> new WorkerPool(40_000));
  }

  @Test
  void handingOutAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    WorkerPool pool = new WorkerPool(2);
    long worker = workersOf(pool, 1).getFirst().threadId();
    int[] counts = new int[2];
    WorkerPool.Task task = part -> counts[part]++;
    int steady = 0;
    for (int round = 0; round < 1_000 && steady < 10; round++) {
      long workerBefore = threads.getThreadAllocatedBytes(worker);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < 100; call++) {
        if (pool.tryAcquire()) {
          pool.run(2, task);
          pool.release();
        }
      }
      long after = threads.getCurrentThreadAllocatedBytes();
      long workerAfter = threads.getThreadAllocatedBytes(worker);
      steady = after == before && workerAfter == workerBefore ? steady + 1 : 0;
    }
    assertThat(steady).isEqualTo(10);
    pool.close();
  }
}
