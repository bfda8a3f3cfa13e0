package dev.vecurrent.bench.roofline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One thread for each of some cores, each with a probe of its own, starting rounds together. */
final class Team {

  private static final int ROUNDS = 10;
  private static final long ROUND_NANOS = 20_000_000L;
  private static final long WARM_NANOS = 60_000_000L;
  private static final long COMPILE_NANOS = 1_000_000_000L;
  private static final int COMPILE_REPETITIONS = 50;

  /** Work that can be repeated; the result keeps it alive. */
  interface Work {

    /** Does it that many times. */
    float run(int repetitions);
  }

  /** Makes the work of one thread, in that thread. */
  interface WorkOfThread {

    /** New work, in memory of its own. */
    Work open();
  }

  /** Takes results, so that no compiler proves the work useless. */
  @SuppressWarnings("UnusedVariable") // written is enough
  private static volatile float sink;

  private Team() {}

  /**
   * Has work compiled: many short calls for a second. Until then vectors are objects, and a long
   * call would be compiled from its middle.
   */
  static void compile(Work work) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < COMPILE_NANOS) {
      sink = work.run(COMPILE_REPETITIONS);
    }
  }

  /** Repetitions a nanosecond, all threads together, of each round. */
  static List<Double> rates(int threads, WorkOfThread work) {
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Future<double[]>> members = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int thread = 0; thread < threads; thread++) {
        members.add(executor.submit(member(barrier, work)));
      }
      List<Double> sums = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        double sum = 0;
        for (Future<double[]> member : members) {
          sum += member.get()[round];
        }
        sums.add(sum);
      }
      return sums;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Callable<double[]> member(CyclicBarrier barrier, WorkOfThread open) {
    return () -> {
      Work work = open.open();
      rate(work, WARM_NANOS);
      double[] rates = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        await(barrier);
        rates[round] = rate(work, ROUND_NANOS);
      }
      return rates;
    };
  }

  /** Repetitions a nanosecond over at least {@code nanos}, clock read seldom. */
  static double rate(Work work, long nanos) {
    long start = System.nanoTime();
    long done = 0;
    int burst = 1;
    while (true) {
      long before = System.nanoTime();
      sink = work.run(burst);
      long now = System.nanoTime();
      done += burst;
      if (now - start >= nanos) {
        return done / (double) (now - start);
      }
      if (now - before < nanos / 50 && burst < 1 << 24) {
        burst *= 2;
      }
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
