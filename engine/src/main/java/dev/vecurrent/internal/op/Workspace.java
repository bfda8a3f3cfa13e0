package dev.vecurrent.internal.op;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.random.RandomStream;
import dev.vecurrent.tensor.Tensor;

/**
 * Scratch memory of one node in one session. Arrays keep the largest size that was asked for, so
 * that a steady run allocates nothing; their contents are whatever the last run left.
 */
public final class Workspace {

  private static final int SLOTS = 4;

  private final double[][] doubles = new double[SLOTS][0];
  private final float[][] floats = new float[SLOTS][0];
  private final int[][] ints = new int[SLOTS][0];

  private @Nullable Workspace inner;
  private @Nullable RandomStream random;

  /** Sizes of a convolution or pool. */
  final Grid grid = new Grid();

  /** The image of a convolution of many positions. */
  final PaddedImage image = new PaddedImage();

  /** The dimensions under construction: {@link Tensor#MAX_RANK} places. */
  public final int[] dims = new int[Tensor.MAX_RANK];

  /**
   * At least {@code size} floats.
   *
   * @param slot which array, in {@code [0, 4)}
   */
  public float[] floats(int slot, int size) {
    if (floats[slot].length < size) {
      floats[slot] = new float[size];
    }
    return floats[slot];
  }

  /** Another workspace, for work that is done between that of the first. */
  public Workspace inner() {
    Workspace own = inner;
    if (own == null) {
      own = new Workspace();
      inner = own;
    }
    return own;
  }

  /** The random numbers of this node in this session. */
  public RandomStream random() {
    RandomStream own = random;
    if (own == null) {
      own = new RandomStream();
      random = own;
    }
    return own;
  }

  /** Bytes of all arrays of elements. */
  public long bytes() {
    long bytes = image.bytes() + (inner == null ? 0 : inner.bytes());
    for (int slot = 0; slot < SLOTS; slot++) {
      bytes += 4L * (floats[slot].length + ints[slot].length);
      bytes += 8L * doubles[slot].length;
    }
    return bytes;
  }

  /** At least {@code size} doubles; see {@link #floats}. */
  public double[] doubles(int slot, int size) {
    if (doubles[slot].length < size) {
      doubles[slot] = new double[size];
    }
    return doubles[slot];
  }

  /** At least {@code size} ints; see {@link #floats}. */
  public int[] ints(int slot, int size) {
    if (ints[slot].length < size) {
      ints[slot] = new int[size];
    }
    return ints[slot];
  }
}
