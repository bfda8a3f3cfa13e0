package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.KnownShape;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.state.CarriedStates;
import dev.vecurrent.internal.state.StateColumn;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * What a run has in common for every element type: checks, order of rows, directions, carried
 * state.
 */
abstract class LayerSession implements RecurrentSession {

  private static final Tensor NO_INPUT = Tensor.zeros(ElementType.FLOAT32, 0);

  final LayerCall call;
  final RowOrder order;

  /**
   * Of the last call: X, initial states, Y and final states. A call with the same ones, without
   * lengths and with constant weights, needs no checks.
   */
  private final KnownShape[] shapes = new KnownShape[6];

  /** Arguments of the call. */
  Tensor x = NO_INPUT;

  @Nullable Tensor initialH;
  @Nullable Tensor initialC;
  @Nullable Tensor y;
  @Nullable Tensor yH;
  @Nullable Tensor yC;

  private final CellPlan plan;
  private final LayerForm form;

  /** Units; -1 where weights, which come with calls, tell. */
  private final int hiddenSize;

  /** Where states are carried; {@code null} where they are not. */
  private @Nullable CarriedStates states;

  private boolean idle;

  LayerSession(CellPlan plan, LayerForm form, int hiddenSize, ElementType type, Budget budget) {
    this.hiddenSize = hiddenSize;
    this.order = new RowOrder(budget);
    this.plan = plan;
    this.form = form;
    this.call = new LayerCall(plan, form, type);
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = new KnownShape();
    }
  }

  @Override
  public final void begin(
      Tensor newX,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      @Nullable Tensor sequenceLens,
      @Nullable Tensor newInitialH,
      @Nullable Tensor newInitialC,
      @Nullable Tensor newY,
      @Nullable Tensor newYH,
      @Nullable Tensor newYC) {
    boolean known =
        sequenceLens == null && hasItsRows() && areKnown(newX, newInitialH, newInitialC);
    if (!known || !areKnownOutputs(newY, newYH, newYC)) {
      shapes[0].forget();
      sizes(newX, w, r, b, p);
      fit(sequenceLens, newInitialH, newInitialC, newY, newYH, newYC);
      if (sequenceLens == null && hasConstantWeights()) {
        shapes[0].note(newX);
        shapes[1].note(newInitialH);
        shapes[2].note(newInitialC);
        shapes[3].note(newY);
        shapes[4].note(newYH);
        shapes[5].note(newYC);
      }
    }
    keep(newX, newInitialH, newInitialC, newY, newYH, newYC);
  }

  /** Whether the rows that states are carried for are those of the call before. */
  private boolean hasItsRows() {
    return states == null || states.table().rows() == call.batch;
  }

  private boolean areKnown(Tensor newX, @Nullable Tensor newH, @Nullable Tensor newC) {
    return shapes[0].isOf(newX) && shapes[1].isOf(newH) && shapes[2].isOf(newC);
  }

  private boolean areKnownOutputs(
      @Nullable Tensor newY, @Nullable Tensor newYH, @Nullable Tensor newYC) {
    return shapes[3].isOf(newY) && shapes[4].isOf(newYH) && shapes[5].isOf(newYC);
  }

  /** Checks states, lengths and outputs against the sizes, and makes ready what follows. */
  private void fit(
      @Nullable Tensor sequenceLens,
      @Nullable Tensor newInitialH,
      @Nullable Tensor newInitialC,
      @Nullable Tensor newY,
      @Nullable Tensor newYH,
      @Nullable Tensor newYC) {
    call.checkStates(sequenceLens, newInitialH, newInitialC);
    fitStates();
    call.resizeOutputs(newY, newYH, newYC);
    // Of nothing there may be any number: neither rows nor steps are counted then.
    idle = call.batch == 0 || (call.steps == 0 && states == null);
    order.order(idle ? 0 : call.batch, idle ? 0 : call.steps, idle ? null : sequenceLens);
  }

  private void fitStates() {
    CarriedStates carried = states;
    if (carried == null) {
      return;
    }
    int rows = carried.table().rows();
    if (rows != call.batch) {
      throw new IllegalArgumentException(
          "X: state is carried for a batch of " + rows + ", found " + call.batch);
    }
    carried.fit(plan.directions(), call.hiddenSize);
  }

  /**
   * Keeps the arguments of the call. Calls of one step bring the same tensors again and again, and
   * a garbage collector's barrier makes storing a reference dearer than comparing it.
   */
  private void keep(
      Tensor newX,
      @Nullable Tensor newInitialH,
      @Nullable Tensor newInitialC,
      @Nullable Tensor newY,
      @Nullable Tensor newYH,
      @Nullable Tensor newYC) {
    if (x != newX) {
      x = newX;
    }
    if (initialH != newInitialH) {
      initialH = newInitialH;
    }
    if (initialC != newInitialC) {
      initialC = newInitialC;
    }
    if (y != newY) {
      y = newY;
    }
    if (yH != newYH) {
      yH = newYH;
    }
    if (yC != newYC) {
      yC = newYC;
    }
  }

  @Override
  public final void execute() {
    if (idle) {
      leave(initialH, yH);
      leave(initialC, yC);
    } else {
      compute();
    }
  }

  /**
   * Final states where there are no steps: zero, as ONNX Runtime has it, but of a loop those from
   * which it starts.
   */
  private void leave(@Nullable Tensor initial, @Nullable Tensor states) {
    if (states == null) {
      return;
    }
    clear(states, 0, states.size());
    for (int n = 0; form.plainStates() && initial != null && n < call.batch; n++) {
      int from = initialAt(initial, 0, n);
      System.arraycopy(initial.storage(), from, states.storage(), stateAt(0, n), call.hiddenSize);
    }
  }

  /** Whether the call at hand has nothing to compute. */
  final boolean isIdle() {
    return idle;
  }

  /** Whether weights do not come with calls. */
  abstract boolean hasConstantWeights();

  /** Sets the sizes of the call, checking weights that come with it. */
  abstract void sizes(
      Tensor x, @Nullable Tensor w, @Nullable Tensor r, @Nullable Tensor b, @Nullable Tensor p);

  /** Runs all directions over all their steps; leaves final states where they are carried. */
  abstract void compute();

  /** Zeroes {@code size} elements of an output. */
  abstract void clear(Tensor y, int at, int size);

  /** Zeroes the rows of Y at and after the end of each sequence, in all directions. */
  final void clearPadding() {
    Tensor to = y;
    if (to == null) {
      return;
    }
    for (int row = order.rows() - 1; row >= 0 && order.length(row) < call.steps; row--) {
      for (int d = 0; d < plan.directions(); d++) {
        for (int t = order.length(row); t < call.steps; t++) {
          clear(to, yAt(d, t, order.sequence(row)), call.hiddenSize);
        }
      }
    }
  }

  /** Whether a direction reads its sequences from their ends. */
  final boolean isReverse(int d) {
    return d == 1 || plan.direction() == Direction.REVERSE;
  }

  /** Where hidden states are carried; {@code null} if they are not. */
  final @Nullable StateColumn carriedH() {
    return states == null ? null : states.h();
  }

  /** Where cell states are carried, likewise. */
  final @Nullable StateColumn carriedC() {
    return states == null ? null : states.c();
  }

  /** Where Y keeps step {@code t} of sequence {@code n}. */
  final int yAt(int d, int t, int n) {
    return t * call.yTimeStride + n * call.yBatchStride + d * call.yDirectionStride;
  }

  /** Where an initial state has that of sequence {@code n}. */
  final int initialAt(Tensor initial, int d, int n) {
    return call.isRepeated(initial) ? 0 : stateAt(d, n);
  }

  /** Where a state tensor keeps sequence {@code n}. */
  final int stateAt(int d, int n) {
    return d * call.stateDirectionStride + n * call.stateBatchStride;
  }

  @Override
  public final void carry(CarriedStates carried) {
    states = carried;
    if (hiddenSize >= 0) {
      carried.fit(plan.directions(), hiddenSize);
    }
    shapes[0].forget();
  }
}
