package dev.vecurrent.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Two contenders in one process, in turn: the ratio of each pair of neighbouring measurements
 * cancels what the machine does meanwhile. Quick and approximate; quoted figures come from JMH.
 */
final class PairedRun {

  private static final int ROUNDS = 15;
  private static final long WARM_NANOS = 400_000_000L;
  private static final long ROUND_NANOS = 15_000_000L;
  private static final float TOLERANCE = 1e-5f;

  /**
   * What came of it.
   *
   * @param ours median time of a call, microseconds
   * @param theirs median time of a call of the peer, microseconds
   * @param ratio median of the paired ratios: the peer's time divided by ours
   */
  record Result(double ours, double theirs, double ratio) {}

  private PairedRun() {}

  /**
   * Runs Vecurrent and a peer.
   *
   * @throws IllegalStateException if their answers differ
   */
  static Result of(Shape shape, String peer) {
    float[] x = new float[shape.steps() * shape.batch() * shape.hidden()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    try (Contender ours = Contender.open("vecurrent", shape, x);
        Contender theirs = Contender.open(peer, shape, x)) {
      ours.run();
      theirs.run();
      requireClose(shape, ours.output(), theirs.output());
      int ourCalls = warm(ours);
      int theirCalls = warm(theirs);
      double[] a = new double[ROUNDS];
      double[] b = new double[ROUNDS];
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        a[round] = time(ours, ourCalls);
        b[round] = time(theirs, theirCalls);
        ratios[round] = b[round] / a[round];
      }
      return new Result(median(a), median(b), median(ratios));
    }
  }

  /** Compares answers. */
  static void requireClose(Shape shape, float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= TOLERANCE)) {
        throw new IllegalStateException(
            shape + ": answers differ at " + i + ": " + actual[i] + ", expected " + expected[i]);
      }
    }
  }

  /** Warms up; gives the calls that fill a round. */
  private static int warm(Contender contender) {
    long start = System.nanoTime();
    long calls = 0;
    while (System.nanoTime() - start < WARM_NANOS) {
      contender.run();
      calls++;
    }
    return (int) Math.max(1, calls * ROUND_NANOS / WARM_NANOS);
  }

  private static double time(Contender contender, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      contender.run();
    }
    return (System.nanoTime() - start) / 1e3 / calls;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
