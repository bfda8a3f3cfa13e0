package dev.vecurrent.internal.random;

/**
 * The random numbers of one node in one session. The key is a hash of a seed and the node's place,
 * the counter is the number of the call and that of the block within it: numbers do not depend on
 * what other nodes draw. Only exactly rounded operations and {@link StrictMath} are used.
 */
public final class RandomStream {

  /** The odd integer next to 2 to the 64 over the golden ratio, as in SplitMix64. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private static final int WORDS = 4;

  private Draws draws = new Draws();
  private long place;
  private long epoch = -1;
  private long key;
  private long block;
  private final int[] words = new int[WORDS];
  private int used = WORDS;
  private double spare;
  private boolean hasSpare;

  /** Draws with a session, from the place of a node; see {@link #place}. */
  public void join(Draws session, long newPlace) {
    draws = session;
    place = newPlace;
    epoch = -1;
  }

  /** A node's place: a hash of its names. */
  public static long place(Iterable<String> names) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (String name : names) {
      for (int i = 0; i < name.length(); i++) {
        hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
      }
      hash = (hash ^ 0xFFFF) * 0x100000001B3L;
    }
    return hash;
  }

  /** The mixing step of SplitMix64 (Steele, Lea and Flood, 2014). */
  public static long mix(long bits) {
    long z = bits + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A run of the node begins: with the session's seed. */
  public void begin() {
    begin(mix(mix(draws.seed()) ^ place));
  }

  /** A run of the node begins: with a seed of its own, whatever its place and the session's. */
  public void beginWith(long ownSeed) {
    begin(mix(~mix(ownSeed)));
  }

  private void begin(long newKey) {
    if (epoch != draws.epoch()) {
      epoch = draws.epoch();
      block = 0;
    }
    key = newKey;
    used = WORDS;
    hasSpare = false;
  }

  /** 32 random bits. */
  public int word() {
    if (used == WORDS) {
      Philox.block(key, draws.calls(), block++, words);
      used = 0;
    }
    return words[used++];
  }

  /** A multiple of 2 to the -53 in [0, 1). */
  public double uniform() {
    int upper = word() >>> 5;
    int lower = word() >>> 6;
    return ((long) upper << 26 | lower) * 0x1p-53;
  }

  /** A number of the standard normal distribution, by Marsaglia's polar method. */
  public double normal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double a;
    double b;
    double square;
    do {
      a = 2 * uniform() - 1;
      b = 2 * uniform() - 1;
      square = a * a + b * b;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
    spare = b * factor;
    hasSpare = true;
    return a * factor;
  }
}
