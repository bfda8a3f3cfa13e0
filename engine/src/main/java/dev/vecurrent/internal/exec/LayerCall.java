package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * The sizes and strides of one call of a recurrent layer, from its checked arguments. Strides count
 * elements.
 */
final class LayerCall {

  private static final int[] NO_DIMS = new int[4];

  private final CellPlan plan;
  private final LayerForm form;
  private final ElementType type;
  private final int[] dims = NO_DIMS.clone();
  private final int[] oneDim = new int[1];

  int steps;
  int batch;
  int inputSize;
  int hiddenSize;
  int xTimeStride;
  int xBatchStride;
  int yTimeStride;
  int yBatchStride;
  int yDirectionStride;
  int stateBatchStride;
  int stateDirectionStride;

  LayerCall(CellPlan plan, LayerForm form, ElementType type) {
    this.plan = plan;
    this.form = form;
    this.type = type;
  }

  /** Takes sizes from X and R, checks W, R, B and P against them. */
  void sizes(Tensor x, Tensor w, Tensor r, @Nullable Tensor b, @Nullable Tensor p) {
    check(x, "X", form.rank());
    int newInputSize = x.dim(form.rank() - 1);
    if (r.rank() != 3) {
      throw new IllegalArgumentException("R: expected [D, G*H, H], found " + r);
    }
    LayerWeights.check(plan, type, newInputSize, w, r, b, p);
    take(x, newInputSize, r.dim(2));
  }

  /** Takes sizes from X where the weights are known to fit each other. */
  void sizes(Tensor x, int knownInputSize, int knownHiddenSize) {
    check(x, "X", form.rank());
    if (x.dim(form.rank() - 1) != knownInputSize) {
      throw new IllegalArgumentException(
          "X: expected " + knownInputSize + " features a step as W has, found " + x);
    }
    take(x, knownInputSize, knownHiddenSize);
  }

  private void take(Tensor x, int newInputSize, int newHiddenSize) {
    int batchAxis = form.xBatchMajor() ? 0 : 1;
    steps = form.oneStep() ? 1 : x.dim(1 - batchAxis);
    batch = x.dim(batchAxis);
    inputSize = newInputSize;
    hiddenSize = newHiddenSize;
    strides(plan.directions());
  }

  /** Plain states and X go with each other where one of them has one row. */
  private void widen(@Nullable Tensor initialH, @Nullable Tensor initialC) {
    int rows = batch;
    int timeStride = xTimeStride;
    batch = wider(wider(rows, initialH, "initial_h"), initialC, "initial_c");
    if (batch != rows) {
      strides(plan.directions());
      xTimeStride = timeStride;
      xBatchStride = 0;
    }
  }

  private int wider(int rows, @Nullable Tensor state, String name) {
    if (state == null) {
      return rows;
    }
    check(state, name, 2);
    return rows == 1 ? state.dim(0) : rows;
  }

  /** Whether a state has one row for all. */
  boolean isRepeated(Tensor state) {
    return form.plainStates() && state.dim(0) == 1;
  }

  private void strides(int directions) {
    xTimeStride = form.xBatchMajor() ? inputSize : batch * inputSize;
    xBatchStride = form.xBatchMajor() ? steps * inputSize : inputSize;
    stateBatchStride = form.statesBatchMajor() ? directions * hiddenSize : hiddenSize;
    stateDirectionStride = form.statesBatchMajor() ? hiddenSize : batch * hiddenSize;
    int row = directions * hiddenSize;
    boolean directionOutside = form.yOrder() == YOrder.T_D_N_H;
    yDirectionStride = directionOutside ? batch * hiddenSize : hiddenSize;
    if (form.yOrder().batchMajor()) {
      yTimeStride = row;
      yBatchStride = steps * row;
    } else {
      yTimeStride = batch * row;
      yBatchStride = directionOutside ? hiddenSize : row;
    }
    long rows = (long) steps * batch; // each below 2^31
    if (rows > Integer.MAX_VALUE - 8
        || rows * row > Integer.MAX_VALUE - 8
        || (long) batch * row > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Y of " + steps + " steps, batch " + batch + " and " + row + " units is too large");
    }
  }

  /** Checks initial states and lengths against the sizes. */
  void checkStates(
      @Nullable Tensor sequenceLens, @Nullable Tensor initialH, @Nullable Tensor initialC) {
    if (form.plainStates()) {
      widen(initialH, initialC);
    }
    if (initialH != null) {
      checkState(initialH, "initial_h");
    }
    if (initialC != null) {
      checkState(initialC, "initial_c");
    }
    if (sequenceLens == null) {
      return;
    }
    if (sequenceLens.rank() != 1 || sequenceLens.dim(0) != batch) {
      throw new IllegalArgumentException(
          "sequence_lens: expected [" + batch + "], found " + sequenceLens);
    }
    for (int n = 0; n < batch; n++) {
      long length = length(sequenceLens, n);
      if (length < 0 || length > steps) {
        throw new IllegalArgumentException(
            "sequence_lens[" + n + "]: expected 0 to " + steps + ", found " + length);
      }
    }
  }

  /** The length of sequence {@code n}. */
  static long length(Tensor sequenceLens, int n) {
    return switch (sequenceLens.type()) {
      case INT32 -> sequenceLens.ints()[n];
      case INT64 -> sequenceLens.longs()[n];
      default ->
          throw new IllegalArgumentException(
              "sequence_lens: expected INT32 or INT64, found " + sequenceLens.type());
    };
  }

  private void checkState(Tensor state, String name) {
    if (form.plainStates()) {
      check(state, name, 2);
      if ((state.dim(0) != batch && !isRepeated(state)) || state.dim(1) != hiddenSize) {
        throw new IllegalArgumentException(
            name + ": expected [" + batch + ", " + hiddenSize + "], found " + state);
      }
      return;
    }
    check(state, name, 3);
    int directions = plan.directions();
    int first = form.statesBatchMajor() ? batch : directions;
    int second = form.statesBatchMajor() ? directions : batch;
    if (state.dim(0) != first || state.dim(1) != second || state.dim(2) != hiddenSize) {
      throw new IllegalArgumentException(
          name + ": expected [" + first + ", " + second + ", " + hiddenSize + "], found " + state);
    }
  }

  private void check(Tensor tensor, String name, int rank) {
    if (tensor.type() != type || tensor.rank() != rank) {
      throw new IllegalArgumentException(
          name + ": expected " + type + " of rank " + rank + ", found " + tensor);
    }
  }

  /** Gives the outputs their shapes. */
  void resizeOutputs(@Nullable Tensor y, @Nullable Tensor yH, @Nullable Tensor yC) {
    int states = plan.directions() * batch * hiddenSize;
    checkOutput(y, "Y", steps * states);
    checkOutput(yH, "Y_h", states);
    checkOutput(yC, "Y_c", states);
    if (yC != null && !plan.hasCellStates()) {
      throw new IllegalArgumentException(plan.operator() + " has no output Y_c");
    }
    int directions = plan.directions();
    if (y != null) {
      boolean batchMajor = form.yOrder().batchMajor();
      dims[0] = batchMajor ? batch : steps;
      dims[1] = batchMajor ? steps : batch;
      dims[2] = directions * hiddenSize;
      if (form.yOrder() == YOrder.T_D_N_H) {
        dims[1] = directions;
        dims[2] = batch;
        dims[3] = hiddenSize;
      } else if (form.yOrder() == YOrder.N_T_D_H) {
        dims[2] = directions;
        dims[3] = hiddenSize;
      }
      y.resize(dims, form.yOrder().merged() ? 3 : 4);
    }
    dims[0] = form.statesBatchMajor() ? batch : directions;
    dims[1] = form.plainStates() ? hiddenSize : form.statesBatchMajor() ? directions : batch;
    dims[2] = hiddenSize;
    if (yH != null) {
      yH.resize(dims, form.stateRank());
    }
    if (yC != null) {
      yC.resize(dims, form.stateRank());
    }
  }

  /** Checks an output before any of them is resized. */
  private void checkOutput(@Nullable Tensor output, String name, int size) {
    if (output == null) {
      return;
    }
    if (output.type() != type) {
      throw new IllegalArgumentException(name + ": expected " + type + ", found " + output);
    }
    if (!output.hasRoomFor(size)) {
      if (output.isGrowable()) {
        oneDim[0] = size;
        output.resize(oneDim, 1); // which says the limit
      }
      throw new IllegalArgumentException(
          name + ": needs " + size + " elements, the tensor has room for " + output.capacity());
    }
  }
}
