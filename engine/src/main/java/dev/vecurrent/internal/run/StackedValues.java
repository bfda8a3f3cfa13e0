package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.tensor.Tensor;

/** A scan output of a Loop: values of one shape, one after the other along a new first axis. */
final class StackedValues {

  private final int output;
  private final CompiledBody body;
  private final Bounds bounds;
  private final int[] dims = new int[Tensor.MAX_RANK];
  private final int[] emptyDims;
  private Tensor data;
  private int rank;
  private int one;
  private int count;

  /**
   * Nothing yet.
   *
   * @param output the output of the body
   * @param known what is known of the dimensions of the result, {@code null} for nothing
   * @param bounds what it may take
   */
  StackedValues(CompiledBody body, int output, int @Nullable [] known, Bounds bounds) {
    this.body = body;
    this.output = output;
    this.bounds = bounds;
    this.data = body.newTensor(output, bounds);
    this.emptyDims = known == null ? new int[1] : known.clone();
    for (int axis = 0; axis < emptyDims.length; axis++) {
      emptyDims[axis] = axis == 0 || emptyDims[axis] < 0 ? 0 : emptyDims[axis];
    }
  }

  void clear() {
    count = 0;
  }

  /**
   * Appends a value.
   *
   * @throws IllegalArgumentException if its shape is not that of the first, or all are too large
   */
  void add(Tensor value) {
    if (value.rank() == Tensor.MAX_RANK) {
      throw new IllegalArgumentException("a scan output of " + value + " has too high a rank");
    }
    if (count == Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a scan output has no room for more than " + count);
    }
    boolean same = count == 0 || value.rank() == rank;
    for (int axis = 0; axis < value.rank() && same; axis++) {
      same = count == 0 || dims[1 + axis] == value.dim(axis);
      dims[1 + axis] = same ? value.dim(axis) : dims[1 + axis];
    }
    if (!same) {
      throw new IllegalArgumentException(
          "a scan output is " + value + " in iteration " + count + ", of another shape before");
    }
    rank = value.rank();
    one = value.size();
    long needed = (count + 1L) * one;
    if (needed > data.capacity()) {
      grow(needed);
    }
    bounds.watch().spend(one);
    System.arraycopy(value.storage(), 0, data.storage(), count * one, one);
    count++;
  }

  long bytes() {
    return SlotType.bytes(data);
  }

  /**
   * Doubles where that fits the limits, else takes half of what is left, or more: so that a long
   * loop does not copy all it has again and again.
   */
  private void grow(long needed) {
    if (needed > Budget.MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "a scan output needs %d elements in iteration %d, more than an array has"
              .formatted(needed, count));
    }
    Tensor larger = body.newTensor(output, bounds);
    int[] size = {(int) Math.min(2 * needed, Budget.MOST_ELEMENTS)};
    while (size[0] > needed && !larger.hasRoomFor(size[0])) {
      size[0] = (int) (needed + (size[0] - needed) / 2);
    }
    larger.resize(size, 1);
    bounds.watch().spend((long) count * one);
    System.arraycopy(data.storage(), 0, larger.storage(), 0, count * one);
    data.release();
    data = larger;
  }

  /** Hands all to a tensor outside, where they stay until the next value is added. */
  void handOver(Tensor to) {
    if (count == 0) {
      data.resize(emptyDims, emptyDims.length);
      to.viewOf(data, emptyDims, emptyDims.length);
      return;
    }
    dims[0] = count;
    data.resize(dims, rank + 1);
    to.viewOf(data, dims, rank + 1);
  }
}
