package dev.vecurrent.testing;

import java.util.List;

/**
 * Choices taken from a fuzzer's bytes, one or a few bytes each; zeros once they are used up. So a
 * changed byte changes one choice, which is what a fuzzer learns from.
 */
public final class FuzzBytes {

  /** Numbers at which checks of sizes, axes and indices tend to fail. */
  private static final long[] EDGES = {
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 31,
    1L << 32,
    1L << 62,
    Integer.MAX_VALUE - 8,
    65_536,
    46_341,
    1_000_000,
    -1_000_000,
    4_096,
    255,
    64,
    100
  };

  private final byte[] bytes;
  private int at;

  /** Choices from all of the bytes. */
  public FuzzBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether all bytes are used up. */
  public boolean isEmpty() {
    return at >= bytes.length;
  }

  /** The next byte, from 0 to 255. */
  public int next() {
    return isEmpty() ? 0 : bytes[at++] & 0xff;
  }

  /** A number from 0 to {@code count - 1}. */
  public int below(int count) {
    int drawn = count > 256 ? next() << 8 | next() : next();
    return drawn % count;
  }

  /** One in so many. */
  public boolean oneIn(int count) {
    return below(count) == count - 1;
  }

  /** One of some, of which there is at least one. */
  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** An integer: small in most cases, else one at an edge. */
  public long integer() {
    int drawn = next();
    if (drawn < 192) {
      return (long) (drawn % 16) - 5;
    }
    return drawn < 224 ? EDGES[drawn % EDGES.length] : (long) drawn - 224;
  }

  /** A size of a dimension that is given: 0 to 17, mostly small and odd ones among them. */
  public int size() {
    int[] sizes = {1, 2, 3, 5, 0, 8, 17, 4};
    return sizes[below(sizes.length)];
  }

  /** A floating-point number, infinities and NaN among them. */
  public float number() {
    float[] numbers = {
      0.5f, 1, 0, -1, 2, -0f, 1e-3f, 3, Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 1e9f, 100
    };
    return numbers[below(numbers.length)];
  }
}
