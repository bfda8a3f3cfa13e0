package dev.vecurrent.internal.limit;

import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.tensor.StorageLimit;

/**
 * The memory of a session, or that the compiling of a model may add. Sizes come in {@code long} and
 * are checked before anything is allocated; arrays that grow are counted by what they grow.
 *
 * <p>For one thread.
 */
public final class Budget implements StorageLimit {

  /** The longest array that every JVM can make. */
  public static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private final String limit;
  private final String remedy;
  private final long most;
  private final Values values;
  private long used;

  private Budget(String limit, String remedy, long most, long valueBytes) {
    this.limit = limit;
    this.remedy = remedy;
    this.most = most;
    this.values = new Values(this, valueBytes);
  }

  /** No limit but that of arrays. */
  public static Budget unlimited() {
    return new Budget("none", "", Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** What a session may hold. */
  public static Budget ofSession(long sessionBytes, long valueBytes) {
    return new Budget(
        "sessionBytes",
        "raise it with CompileOptions.withSessionBytes or --limit-session-bytes",
        sessionBytes,
        valueBytes);
  }

  /** What compiling may add to the constants of a model. */
  public static Budget ofCompile(long compileBytes) {
    return new Budget(
        "compileBytes",
        "raise it with CompileOptions.withCompileBytes or --limit-compile-bytes",
        compileBytes,
        Long.MAX_VALUE);
  }

  /** A budget of what is left of another, which does not hear of what this one takes. */
  public static Budget ofRest(Budget other) {
    Budget rest = new Budget(other.limit, other.remedy, other.most, other.valueBytes());
    rest.used = other.used;
    return rest;
  }

  /** This budget for values between nodes, each of which has a limit of its own, too. */
  public StorageLimit values() {
    return values;
  }

  /** The most bytes of one value. */
  public long valueBytes() {
    return values.most;
  }

  /** Bytes that are taken. */
  public long used() {
    return used;
  }

  @Override
  public boolean allows(long from, long to) {
    return to - from <= most - used;
  }

  @Override
  public void change(String what, long from, long to) {
    if (to > from && !allows(from, to)) {
      throw new LimitExceededException(limit, what, sum(used, to - from), most, remedy);
    }
    used += to - from;
  }

  /** Takes bytes for good, or until they are {@linkplain #change given back}. */
  public void take(String what, long bytes) {
    change(what, 0, bytes);
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** An array of at least so many floats: the given one if it is long enough. */
  public float[] floats(float[] old, long size) {
    if (old.length >= size) {
      return old;
    }
    grow(old.length, size, 4);
    return new float[(int) size];
  }

  /** As {@link #floats}, for doubles. */
  public double[] doubles(double[] old, long size) {
    if (old.length >= size) {
      return old;
    }
    grow(old.length, size, 8);
    return new double[(int) size];
  }

  /** As {@link #floats}, for longs. */
  public long[] longs(long[] old, long size) {
    if (old.length >= size) {
      return old;
    }
    grow(old.length, size, 8);
    return new long[(int) size];
  }

  /** As {@link #floats}, for ints. */
  public int[] ints(int[] old, long size) {
    if (old.length >= size) {
      return old;
    }
    grow(old.length, size, 4);
    return new int[(int) size];
  }

  /** As {@link #floats}, for shorts. */
  public short[] shorts(short[] old, long size) {
    if (old.length >= size) {
      return old;
    }
    grow(old.length, size, 2);
    return new short[(int) size];
  }

  /** As {@link #floats}, for bytes. */
  public byte[] bytes(byte[] old, long size) {
    if (old.length >= size) {
      return old;
    }
    grow(old.length, size, 1);
    return new byte[(int) size];
  }

  private void grow(long from, long size, int width) {
    if (size > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "scratch of " + size + " elements is more than the " + MOST_ELEMENTS + " of an array");
    }
    change("scratch of " + size + " elements", from * width, size * width);
  }

  /** The values of a session. */
  private record Values(Budget budget, long most) implements StorageLimit {

    @Override
    public boolean allows(long from, long to) {
      return to <= most && budget.allows(from, to);
    }

    @Override
    public void change(String what, long from, long to) {
      if (to > from && to > most) {
        throw new LimitExceededException(
            "valueBytes",
            what,
            to,
            most,
            "raise it with CompileOptions.withValueBytes or --limit-value-bytes");
      }
      budget.change(what, from, to);
    }
  }
}
