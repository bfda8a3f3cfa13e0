package dev.vecurrent.internal.parallel;

import dev.vecurrent.internal.Nullable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that help one call at a time. A call takes the pool, hands out parts, and gives it back;
 * parts are claimed by index, in order, by the caller and by workers. Handing out allocates
 * nothing.
 *
 * <p>Workers look for the next call for some ten microseconds after one, then park; waking one
 * costs more than that, which is for the caller to weigh.
 */
public final class WorkerPool {

  /** The most threads, and the most parts of one call. */
  public static final int MOST_THREADS = Short.MAX_VALUE;

  /** A call in parts. */
  public interface Task {

    /**
     * Runs a part. Parts may wait for others where there are no more parts than threads, and for
     * those of lower index in any case.
     */
    void run(int part);

    /** Ends all waits of parts for others, because one has failed. */
    default void stop() {}
  }

  private static final AtomicInteger POOLS = new AtomicInteger();

  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 40_000 : 0;

  private static final int FREE = 0;
  private static final int BUSY = 1;
  private static final int CLOSED = 2;

  private static final Task NOTHING = part -> {};

  private final int number = POOLS.incrementAndGet();
  private final Worker[] workers;
  private final AtomicInteger state = new AtomicInteger(FREE);

  /**
   * The call at hand in one word, so that a worker that comes late claims nothing of the next one:
   * its number in the upper half, then 16 bits of parts and 16 bits of parts claimed.
   */
  private final AtomicLong call = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private Task task = NOTHING;
  private @Nullable Throwable failure;

  /**
   * Starts {@code threads - 1} daemon threads; the caller is the last one.
   *
   * @throws IllegalArgumentException if there are not 1 to {@link #MOST_THREADS} threads
   */
  public WorkerPool(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads: expected 1 to " + MOST_THREADS + ", found " + threads);
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("vecurrent-" + number + "-worker-" + (i + 1));
    }
    for (Worker worker : workers) {
      worker.thread.start();
    }
  }

  /** Tells the threads of this pool from those of others, by their names. */
  int number() {
    return number;
  }

  /** Threads that a call may use, the caller among them. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Takes the pool for one call, if no other call has it and it is not closed. Who gets it must
   * {@link #release} it.
   */
  public boolean tryAcquire() {
    return workers.length > 0 && state.compareAndSet(FREE, BUSY);
  }

  /** Gives the pool back. */
  public void release() {
    state.set(FREE);
  }

  /**
   * Runs all parts, in this thread and in workers, and returns when they have ended. Only between
   * {@link #tryAcquire} and {@link #release}.
   *
   * @param parts how many, 1 to {@link #MOST_THREADS}
   * @throws RuntimeException or an error: the first failure of a part
   */
  public void run(int parts, Task newTask) {
    task = newTask;
    unfinished.set(parts);
    int next = callNumber(call.get()) + 1;
    call.set((long) next << 32 | (long) parts << 16);
    wake(parts - 1);
    work(next);
    int pauses = 0;
    while (unfinished.get() > 0) {
      pauses = Pause.pause(pauses);
    }
    task = NOTHING;
    rethrow();
  }

  private void rethrow() {
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Sees to it that so many workers look at the call: those that are awake do so by themselves. */
  private void wake(int count) {
    int asleep = count;
    for (Worker worker : workers) {
      if (!worker.parked) {
        asleep--;
      }
    }
    for (int i = 0; i < workers.length && asleep > 0; i++) {
      if (workers[i].parked) {
        LockSupport.unpark(workers[i].thread);
        asleep--;
      }
    }
  }

  /** Runs parts of a call until none is left to claim. */
  private void work(int callNumber) {
    for (int part = claim(callNumber); part >= 0; part = claim(callNumber)) {
      Task claimed = task; // stays: the call cannot end before this part has
      try {
        claimed.run(part);
      } catch (RuntimeException | Error e) {
        fail(e);
        claimed.stop();
      } finally {
        unfinished.decrementAndGet();
      }
    }
  }

  /** The next part of a call, or -1 if there is none or another call is at hand. */
  private int claim(int callNumber) {
    long now = call.get();
    while (callNumber(now) == callNumber && (now & 0xFFFF) < (now >>> 16 & 0xFFFF)) {
      if (call.compareAndSet(now, now + 1)) {
        return (int) (now & 0xFFFF);
      }
      now = call.get();
    }
    return -1;
  }

  private synchronized void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
  }

  private static int callNumber(long word) {
    return (int) (word >>> 32);
  }

  /**
   * Ends the workers, after the call at hand if there is one. {@link #tryAcquire} fails from then
   * on. Closing again has no effect.
   */
  public void close() {
    int pauses = 0;
    while (!state.compareAndSet(FREE, CLOSED)) {
      if (state.get() == CLOSED) {
        return;
      }
      pauses = Pause.pause(pauses);
    }
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
    }
  }

  private final class Worker implements Runnable {

    final Thread thread;

    /** Whether it takes an {@code unpark} to be seen by this worker. */
    volatile boolean parked;

    Worker(String name) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .name(name)
              .inheritInheritableThreadLocals(false)
              .unstarted(this);
    }

    @Override
    public void run() {
      int seen = 0;
      park(seen);
      while (state.get() != CLOSED) {
        seen = callNumber(call.get());
        work(seen);
        if (!spin(seen)) {
          park(seen);
        }
      }
    }

    /** Looks for the next call for a short time; false if there is none yet. */
    private boolean spin(int seen) {
      long start = System.nanoTime();
      int pauses = 0;
      while (System.nanoTime() - start < SPIN_NANOS) {
        if (callNumber(call.get()) != seen || state.get() == CLOSED) {
          return true;
        }
        pauses = Pause.pause(pauses);
      }
      return false;
    }

    /** Sleeps until the next call or the end of the pool. */
    private void park(int seen) {
      while (callNumber(call.get()) == seen && state.get() != CLOSED) {
        parked = true;
        // Whoever hands out a call after this line sees the flag; whoever did before is seen here.
        if (callNumber(call.get()) == seen && state.get() != CLOSED) {
          LockSupport.park(WorkerPool.this);
        }
        parked = false;
        Thread.interrupted(); // asks for nothing here, and a thread that is interrupted cannot park
      }
    }
  }
}
