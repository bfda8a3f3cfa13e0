package dev.vecurrent.testing;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Seeds of random tests: new in every run and printed, unless a run is replayed. */
public final class Seeds {

  /** System property that replays a printed seed. */
  public static final String PROPERTY = "vecurrent.seed";

  private Seeds() {}

  /** The seed of a test, printed with its name. */
  public static long of(Class<?> test) {
    String given = System.getProperty(PROPERTY);
    long seed = given == null ? new SplittableRandom().nextLong() : Long.parseLong(given);
    System.out.println(test.getSimpleName() + ": -D" + PROPERTY + "=" + seed);
    return seed;
  }

  /** Seeds of {@code count} cases that follow from one seed. */
  public static LongStream cases(long seed, int count) {
    return new SplittableRandom(seed).longs(count);
  }

  /**
   * Random numbers of a case. Seeds that follow each other give numbers that do not: the first ones
   * of {@link Random} would be nearly the same for all of them.
   */
  public static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }
}
