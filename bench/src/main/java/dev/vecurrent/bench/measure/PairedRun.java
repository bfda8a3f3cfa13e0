package dev.vecurrent.bench.measure;

import dev.vecurrent.bench.contender.Contender;
import dev.vecurrent.bench.contender.Contenders;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Contenders in one process, in turn and in counterbalanced order (ABC, CBA, ABC, ...): the ratio
 * of the measurements of one round cancels what the machine does meanwhile.
 */
public final class PairedRun {

  /** Cells whose single call takes longer are left out. */
  private static final long MOST_CALL_NANOS = 2_000_000_000L;

  private static final long SAMPLE_NANOS = 12_000_000L;

  /** Part of the time that goes to warming up. */
  private static final double WARM_SHARE = 0.35;

  /** Warming up goes on for so long, so often, while a call still allocates. */
  private static final long EXTENSION_NANOS = 200_000_000L;

  private static final int MOST_EXTENSIONS = 10;

  private static final int LEAST_ROUNDS = 4;
  private static final int MOST_ROUNDS = 60;

  /** Longer than native pools spin before they sleep. */
  private static final long POOL_SLEEP_MILLIS = 40;

  private PairedRun() {}

  /**
   * Compares answers, warms up and measures.
   *
   * @param shape for messages
   * @param entrants contenders; ratios are to the first one
   * @param sameAnswers whether they are given the same network, so that answers must agree
   * @param nanos about how long it may take; at least four rounds are measured
   * @return a timing for each entrant, or nothing where a call of one takes over 2 seconds
   * @throws IllegalStateException if answers differ
   */
  public static Optional<List<Timing>> of(
      Shape shape, List<Entrant> entrants, boolean sameAnswers, long nanos) {
    int count = entrants.size();
    double[] callNanos = new double[count];
    for (int e = 0; e < count; e++) {
      Contender contender = entrants.get(e).contender();
      contender.run();
      callNanos[e] = sample(contender, 1);
      if (callNanos[e] > MOST_CALL_NANOS) {
        return Optional.empty();
      }
    }
    if (sameAnswers) {
      Contenders.requireSameAnswers(
          shape,
          entrants.stream().map(Entrant::name).toList(),
          entrants.stream().map(Entrant::contender).toList());
    }
    long warmNanos = (long) (WARM_SHARE * nanos / count);
    for (int e = 0; e < count; e++) {
      callNanos[e] = warm(entrants.get(e).contender(), warmNanos);
    }
    double roundNanos = 0;
    int[] calls = new int[count];
    for (int e = 0; e < count; e++) {
      calls[e] = (int) Math.max(1, SAMPLE_NANOS / callNanos[e]);
      roundNanos += calls[e] * callNanos[e];
    }
    int rounds =
        2
            * (int)
                Math.clamp(
                    (1 - WARM_SHARE) * nanos / roundNanos / 2, LEAST_ROUNDS / 2, MOST_ROUNDS / 2);
    return Optional.of(measure(entrants, calls, rounds, callNanos));
  }

  private static List<Timing> measure(
      List<Entrant> entrants, int[] calls, int rounds, double[] callNanos) {
    int count = entrants.size();
    double[][] micros = new double[count][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < count; turn++) {
        int e = round % 2 == 0 ? turn : count - 1 - turn;
        Contender contender = entrants.get(e).contender();
        micros[e][round] = sample(contender, calls[e]) / 1e3;
        if (contender.leavesThreadsSpinning()) {
          sleep();
        }
      }
    }
    List<Timing> timings = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      List<Double> samples = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        samples.add(micros[e][round]);
        ratios.add(micros[e][round] / micros[0][round]);
      }
      double bytes =
          Allocation.bytesPerCall(entrants.get(e).contender(), callNanos[e], SAMPLE_NANOS);
      timings.add(new Timing(samples, ratios, bytes));
    }
    return timings;
  }

  /**
   * Runs for a while, at least twice, and longer where vectors are still objects; nanoseconds of a
   * call in the last part.
   */
  private static double warm(Contender contender, long nanos) {
    loop(contender, nanos / 2);
    double callNanos = loop(contender, nanos / 2);
    for (int more = 0; more < MOST_EXTENSIONS && isCold(contender, callNanos); more++) {
      callNanos = loop(contender, EXTENSION_NANOS);
    }
    if (contender.leavesThreadsSpinning()) {
      sleep();
    }
    return callNanos;
  }

  private static boolean isCold(Contender contender, double callNanos) {
    return contender.allocatesNothing()
        && Allocation.bytesPerCall(contender, callNanos, SAMPLE_NANOS) > 0;
  }

  private static double loop(Contender contender, long nanos) {
    long start = System.nanoTime();
    long calls = 0;
    long taken;
    do {
      contender.run();
      calls++;
      taken = System.nanoTime() - start;
    } while (taken < nanos);
    return Math.max(1.0, taken / (double) calls);
  }

  /** Nanoseconds of a call. */
  private static double sample(Contender contender, int calls) {
    long start = System.nanoTime();
    for (int call = 0; call < calls; call++) {
      contender.run();
    }
    return (System.nanoTime() - start) / (double) calls;
  }

  private static void sleep() {
    try {
      Thread.sleep(POOL_SLEEP_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted between two measurements", e);
    }
  }
}
