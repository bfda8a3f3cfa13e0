package dev.vecurrent.internal.random;

/**
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011): 128 random bits as a function of a counter
 * of 128 bits and a key of 64. It has no state, so any block can be had without those before it.
 */
final class Philox {

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  private Philox() {}

  /**
   * Writes the four words of a block.
   *
   * @param high the upper half of the counter
   * @param low its lower half
   */
  static void block(long key, long high, long low, int[] words) {
    int c0 = (int) low;
    int c1 = (int) (low >>> 32);
    int c2 = (int) high;
    int c3 = (int) (high >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long first = MULTIPLIER_0 * Integer.toUnsignedLong(c0);
      long second = MULTIPLIER_1 * Integer.toUnsignedLong(c2);
      c0 = (int) (second >>> 32) ^ c1 ^ k0;
      c1 = (int) second;
      c2 = (int) (first >>> 32) ^ c3 ^ k1;
      c3 = (int) first;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }
}
