package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.StorageLimit;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What arrives piece by piece: the input of a stream that arrays of the caller are put into. */
final class StreamInput {

  private static final int NONE = -1;

  private final ValueInfo info;
  private final int timeAxis;
  private final int batchAxis;
  private final Tensor tensor;
  private final int[] shape;

  /** The only axis whose size nothing tells but the length of the array; {@link #NONE} if none. */
  private final int openAxis;

  /** What was put in the call before: all steps of an array, {@link #NONE} if not so. */
  private int putSteps = NONE;

  private int putBatch;
  private int putLength;

  /** Why arrays cannot be put into it; {@code null} if they can. */
  private final @Nullable String refusal;

  /**
   * Notes what is known.
   *
   * @param batchAxis -1 where nothing tells
   */
  StreamInput(ValueInfo info, InputRole role, int batchAxis, StorageLimit limit) {
    this.info = info;
    this.timeAxis = role.isSequences() ? role.timeAxis() : NONE;
    this.batchAxis = role.isSequences() ? role.batchAxis() : batchAxis;
    List<Dimension> dims = info.shape().orElseGet(ArrayList::new);
    this.shape = new int[dims.size()];
    int open = NONE;
    int opens = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      Dimension dim = dims.get(axis);
      shape[axis] = axis == this.batchAxis ? 1 : dim.size();
      if (shape[axis] < 0 && axis != timeAxis) {
        open = axis;
        opens++;
      }
    }
    this.openAxis = open;
    this.refusal = info.shape().isEmpty() ? "its shape is not declared" : openWords(opens);
    this.tensor = Tensor.growable(info.type(), limit);
  }

  private static @Nullable String openWords(int opens) {
    return opens > 1 ? opens + " of its dimensions are not declared" : null;
  }

  /**
   * Checks that calls may have so many sequences.
   *
   * @throws IllegalArgumentException if the input is declared for another number
   */
  void checkDeclared(int batch) {
    Dimension declared = batchAxis < 0 ? null : info.shape().orElseThrow().get(batchAxis);
    if (declared != null && declared.isFixed() && declared.size() != batch) {
      throw new IllegalArgumentException(
          "batch: input " + info + " is declared for " + declared.size() + ", found " + batch);
    }
  }

  /** The tensor that {@link #put} fills. */
  Tensor tensor() {
    return tensor;
  }

  /** Gives the tensor's elements back. */
  void release() {
    tensor.release();
    putSteps = NONE;
  }

  /** Checks that a tensor of the caller has so many sequences. */
  void checkBatch(int batch, @Nullable Tensor x) {
    if (x != null && x.rank() == shape.length && batchAxis >= 0 && x.dim(batchAxis) != batch) {
      throw new IllegalArgumentException("input 0: expected a batch of " + batch + ", found " + x);
    }
  }

  /**
   * Puts some steps of an array into the tensor.
   *
   * @param batch how many sequences there are
   * @param array which holds all steps of the call
   * @param from first step to put
   * @param to step after the last one
   */
  void put(int batch, Steps array, int from, int to) {
    require(array);
    int steps = array.count;
    if (timeAxis < 0 && steps != 1) {
      throw new IllegalArgumentException(
          "input " + info + ": which axis is time cannot be told, so that a call is one step");
    }
    int kept = to - from;
    if (kept == putSteps && batch == putBatch && steps == kept && array.length() == putLength) {
      copy(array, 0, 0, tensor.size()); // all as in the call before
      return;
    }
    putSteps = NONE;
    long size = fit(batch, array);
    if (steps < 0 || array.length() < size || (openAxis >= 0 && array.length() != size)) {
      throw new IllegalArgumentException(
          "x: expected %d steps of input %s for %d sequences, found %d elements"
              .formatted(steps, info, batch, array.length()));
    }
    if (timeAxis >= 0) {
      shape[timeAxis] = kept;
    }
    tensor.resize(shape, shape.length);
    int outer = product(0, timeAxis);
    int inner = product(timeAxis + 1, shape.length);
    for (int o = 0; o < outer; o++) {
      copy(array, (o * steps + from) * inner, o * kept * inner, kept * inner);
    }
    putSteps = steps == kept ? kept : NONE;
    putBatch = batch;
    putLength = array.length();
  }

  /** Gives each axis its size, so that the array has all elements; tells how many those are. */
  private long fit(int batch, Steps array) {
    if (batchAxis >= 0) {
      shape[batchAxis] = batch;
    }
    if (timeAxis >= 0) {
      shape[timeAxis] = array.count;
    }
    long known = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      known *= axis == openAxis ? 1 : shape[axis];
    }
    if (openAxis >= 0) {
      shape[openAxis] = known <= 0 ? 0 : (int) (array.length() / known);
      known *= shape[openAxis];
    }
    return known;
  }

  private int product(int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape[axis];
    }
    return product;
  }

  private void copy(Steps array, int at, int to, int count) {
    if (array.floats != null) {
      System.arraycopy(array.floats, at, tensor.floats(), to, count);
      return;
    }
    int[] tokens = Objects.requireNonNull(array.tokens);
    if (tensor.type() != ElementType.INT64) {
      System.arraycopy(tokens, at, tensor.ints(), to, count);
      return;
    }
    long[] longs = tensor.longs();
    for (int i = 0; i < count; i++) {
      longs[to + i] = tokens[at + i];
    }
  }

  private void require(Steps array) {
    boolean isInteger = info.type() == ElementType.INT64 || info.type() == ElementType.INT32;
    if (array.tokens != null ? !isInteger : info.type() != ElementType.FLOAT32) {
      throw new IllegalArgumentException(
          "input "
              + info
              + " does not take "
              + (array.tokens != null ? "tokens" : "floats")
              + ": use run(Tensor[], Tensor[])");
    }
    if (refusal != null) {
      throw new IllegalArgumentException(
          "input " + info + ": " + refusal + ", use run(Tensor[], Tensor[])");
    }
  }
}
