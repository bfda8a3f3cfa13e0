package dev.vecurrent.internal.pack;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.tensor.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Panels of float32, and a copy of them on boundaries of cache lines where single rows gain from
 * one (decision 12). A matrix that comes with each call is packed again into the same array, which
 * keeps its largest size.
 */
public final class FloatPanels implements PackedMatrix {

  private static final float[] NONE = {};

  private static final long CACHE_LINE = 64;

  /** Floats of 1 MiB: what is larger is read from memory that alignment does not help. */
  private static final int MOST_ALIGNED = 256 * 1024;

  private final int lanes;
  private ElementType storedAs = ElementType.FLOAT32;
  private int depth;
  private int panels;
  private float[] values = NONE;
  private boolean isAligned;
  private volatile @Nullable MemorySegment aligned;

  /** An empty matrix for kernels with vectors of {@code lanes} floats (L). */
  public FloatPanels(int lanes) {
    this.lanes = lanes;
  }

  /**
   * Room for another matrix; what was there is lost.
   *
   * @param newDepth rows (K)
   * @param newPanels panels of columns
   * @param bounds the memory that it may take
   * @return the array to pack into: at least {@code newPanels * newDepth * 2L} floats
   */
  public float[] reshape(int newDepth, int newPanels, Bounds bounds) {
    values = bounds.budget().floats(values, (long) newPanels * newDepth * 2 * lanes);
    depth = newDepth;
    panels = newPanels;
    return values;
  }

  /**
   * Takes an array that is packed already, or will be before it is read.
   *
   * @param array at least {@code newPanels * newDepth * 2L} floats
   */
  public void over(float[] array, int newDepth, int newPanels) {
    values = array;
    depth = newDepth;
    panels = newPanels;
  }

  /**
   * The same matrix as bfloat16, if it is large and that keeps its bits and the memory is there;
   * else this one. This one is empty afterwards if it is not the answer.
   */
  public PackedMatrix narrowed(Bounds bounds) {
    boolean narrow =
        values.length > MOST_ALIGNED
            && bounds.budget().allows(0, 2L * values.length)
            && Bfloat16Panels.holds(this, bounds);
    if (!narrow) {
      return this;
    }
    PackedMatrix made = new Bfloat16Panels(this, bounds);
    bounds.budget().change("nothing", (long) Float.BYTES * values.length, 0);
    over(NONE, 0, 0);
    return made;
  }

  /**
   * Has single rows read an aligned copy, where that gains and the memory is there for it. The copy
   * is made when it is first read: memory outside of the heap takes the JVM a while to get ready.
   */
  public void align(Bounds bounds) {
    long bytes = (long) Float.BYTES * values.length;
    if (bytes == 0 || values.length > MOST_ALIGNED || !bounds.budget().allows(0, bytes)) {
      return;
    }
    bounds.budget().take("an aligned copy", bytes);
    isAligned = true;
  }

  private synchronized MemorySegment copied() {
    MemorySegment copy = aligned;
    if (copy == null && isAligned) {
      try {
        long bytes = (long) Float.BYTES * values.length;
        copy = Arena.ofAuto().allocate(bytes, CACHE_LINE);
        MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
        aligned = copy;
      } catch (OutOfMemoryError e) {
        isAligned = false; // memory outside of the heap has ended, and a copy is only faster
      }
    }
    return copy == null ? MemorySegment.NULL : copy;
  }

  /** Says what type the elements have in the model's file. */
  public void storedAs(ElementType type) {
    storedAs = type;
  }

  @Override
  public Format format() {
    return Format.FLOAT32;
  }

  @Override
  public ElementType storedAs() {
    return storedAs;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int panels() {
    return panels;
  }

  @Override
  public long bytes() {
    return (isAligned ? 2L : 1L) * Float.BYTES * values.length;
  }

  /** Where a panel starts in {@link #values}. */
  public int at(int panel) {
    return panel * depth * 2 * lanes;
  }

  /** The packed elements, panel after panel. */
  public float[] values() {
    return values;
  }

  @Override
  public boolean isAligned() {
    return isAligned;
  }

  /** The aligned copy; empty if there is none. It lives as long as it is reachable. */
  public MemorySegment aligned() {
    MemorySegment copy = aligned;
    return copy != null ? copy : copied();
  }
}
