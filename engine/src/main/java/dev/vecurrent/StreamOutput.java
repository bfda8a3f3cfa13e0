package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.run.OutputAxes;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.StorageLimit;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/** What a stream answers into arrays of the caller: its first output. */
final class StreamOutput {

  private static final int UNKNOWN = -1;

  private final ValueInfo info;
  private final int timeAxis;
  private final int batchAxis;
  private final Tensor tensor;

  /** Elements of a step of a sequence, as far as it has such axes; {@link #UNKNOWN} if so. */
  private final long size;

  /**
   * Notes what is known.
   *
   * @param axes of time and batch
   */
  StreamOutput(ValueInfo info, OutputAxes axes, StorageLimit limit) {
    this.info = info;
    this.timeAxis = axes.time();
    this.batchAxis = axes.batch();
    this.tensor = Tensor.growable(info.type(), limit);
    List<Dimension> dims = info.shape().orElse(null);
    this.size =
        dims == null || timeAxis == OutputAxes.UNKNOWN ? UNKNOWN : size(dims, timeAxis, batchAxis);
  }

  private static long size(List<Dimension> dims, int timeAxis, int batchAxis) {
    long size = 1;
    for (int axis = 0; axis < dims.size(); axis++) {
      Dimension dim = dims.get(axis);
      if (axis == timeAxis || axis == batchAxis) {
        continue;
      }
      if (!dim.isFixed()) {
        return UNKNOWN;
      }
      size *= dim.size();
    }
    return size;
  }

  /** The tensor that a call writes. */
  Tensor tensor() {
    return tensor;
  }

  /**
   * Refuses an array before the call that is too short for its answer, as far as shapes tell.
   *
   * @throws IllegalArgumentException if it is, or the output is not FLOAT32
   */
  void check(float[] y, int batch, int steps) {
    if (info.type() != ElementType.FLOAT32) {
      throw new IllegalArgumentException(
          "output " + info + " is not FLOAT32: use run(Tensor[], Tensor[])");
    }
    long needed = size * (timeAxis < 0 ? 1 : steps) * (batchAxis < 0 ? 1 : batch);
    if (size != UNKNOWN && y.length < needed) {
      throw tooShort(y, needed + " floats");
    }
  }

  /** Whether an array has room for the answer. */
  boolean fits(float[] y) {
    return y.length >= tensor.size();
  }

  /** What to throw where it does not. */
  IllegalArgumentException tooShort(float[] y, @Nullable String needed) {
    return new IllegalArgumentException(
        "y: the output is %s, the array has %d floats"
            .formatted(needed == null ? tensor : needed, y.length));
  }

  /** Copies the answer. */
  void copy(float[] y) {
    System.arraycopy(tensor.floats(), 0, y, 0, tensor.size());
  }
}
