package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellStep;
import dev.vecurrent.internal.cell.CellWeights;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.state.StateColumn;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/**
 * A share of a call: a range of rows by a range of units of one direction, through all steps. Owns
 * its scratch, and is all of a direction where the call is not split.
 *
 * <p>States are kept in rows of whole vectors, ordered as {@link RowOrder} says. Rows of the gates
 * of a tile of steps stand step after step, only those of sequences that still run. Parts of
 * different units hand each other their shares of the hidden states once a step ({@link
 * UnitGroup}); other parts have nothing to do with each other.
 */
final class FloatPart implements CellStep.Others {

  /** A tile's gates should stay in the second-level cache, and rows fill register tiles. */
  private static final int TILE_FLOATS = 32 * 1024;

  private static final int LEAST_TILE_ROWS = 24;
  private static final int MOST_TILE_ROWS = 96;

  /**
   * Floats of W (8 MiB) from which W and R push each other out of the last cache: a tile then has
   * more rows, so that W is read less often, though its gates leave the second-level cache.
   */
  private static final int LARGE_WEIGHTS = 2 * 1024 * 1024;

  private static final int LARGE_TILE_ROWS = 192;

  /** Products between two looks at the limits of the call: they take less time than other work. */
  private static final long WORK = 8 * Watch.BLOCK;

  private static final float[] NONE = new float[0];
  private static final int[] NO_ROWS = new int[0];

  private final FloatLayerSession session;
  private final FloatLayer layer;
  private final LayerCall call;
  private final RowOrder order;
  private final int d;
  private final boolean reverse;
  private final CellStep step;
  private final Operands projection = new Operands();

  private int rowFrom;
  private int rowTo;
  private int unitFrom;

  /** How many units are this part's. */
  private int units;

  private int tileSteps;

  /** Packed columns of a row of gates. */
  private int gatesStride;

  /** Units of a row of this part's states, padded. */
  private int stateStride;

  /** Units of a row of all states, padded. */
  private int sourceStride;

  private @Nullable UnitGroup group;
  private CellWeights weights;

  /** The part's share of W: its first panel, and how many. */
  private int wPanel;

  private int wPanels;
  private int wBiasAt;

  private float[] gates = NONE;
  private float[] h = NONE;
  private float[] c = NONE;
  private int[] xAt = NO_ROWS;

  /** The hidden states of all units that the next step reads, and where each row of them starts. */
  private float[] source = NONE;

  private int[] sourceAt = NO_ROWS;
  private boolean isOdd;

  /** The end of the rows that still run. */
  private int active;

  /** Products of a step of one row. */
  private long stepWork;

  private long left;

  /** Whether everything is laid out for the ranges above and these steps. */
  private boolean prepared;

  private int preparedSteps;
  private int preparedTileSteps;

  FloatPart(FloatLayerSession session, int d) {
    this.session = session;
    this.layer = session.layer;
    this.call = session.call;
    this.order = session.order;
    this.d = d;
    this.reverse = session.isReverse(d);
    this.weights = session.weights(d);
    this.step = new CellStep(layer.plan, weights, layer.kernels, d, session.bounds);
  }

  /**
   * Readies the part for a call.
   *
   * @param newRowFrom first row
   * @param newRowTo end of the rows
   * @param newUnitFrom first unit, a multiple of {@link GatePacker#unitsOfPanels}
   * @param unitTo end of the units
   * @param givenTileSteps the most steps of a tile, or 0 to choose
   * @param newGroup what it shares with the parts of other units; {@code null} if it has all
   * @throws IllegalArgumentException if the batch is too large
   */
  void prepare(
      int newRowFrom,
      int newRowTo,
      int newUnitFrom,
      int unitTo,
      int givenTileSteps,
      @Nullable UnitGroup newGroup) {
    int newUnits = unitTo - newUnitFrom;
    boolean same =
        prepared
            && newRowFrom == rowFrom
            && newRowTo == rowTo
            && newUnitFrom == unitFrom
            && newUnits == units
            && givenTileSteps == preparedTileSteps
            && call.steps == preparedSteps
            && newGroup == group;
    if (same) {
      return;
    }
    prepared = false;
    rowFrom = newRowFrom;
    rowTo = newRowTo;
    unitFrom = newUnitFrom;
    units = newUnits;
    group = newGroup;
    preparedTileSteps = givenTileSteps;
    preparedSteps = call.steps;
    layOut(givenTileSteps);
    // Sizes of weights that come with each run may change, and so may their peepholes.
    prepared = session.hasConstantWeights();
  }

  /** Sets strides, offsets and scratch for the part's rows and units. */
  private void layOut(int givenTileSteps) {
    GatePacker packer = layer.packer;
    int gateCount = layer.plan.gates();
    gatesStride = packer.rowSize(gateCount, units);
    stateStride = packer.padded(units);
    sourceStride = packer.padded(call.hiddenSize);
    wPanel = packer.panels(gateCount, unitFrom);
    wPanels = packer.panels(gateCount, units);
    int rows = rowTo - rowFrom;
    int tileRows = tileRows();
    tileSteps =
        givenTileSteps > 0
            ? givenTileSteps
            : Math.clamp(tileRows / Math.max(1, rows), 1, Math.max(1, call.steps));
    // Room for any range of the batch: which one it is may follow from the lengths of sequences.
    int batch = call.batch;
    long gateRows =
        Math.max(
            (long) tileSteps * rows,
            Math.min(Math.max(batch, tileRows), (long) call.steps * batch));
    Budget budget = session.bounds.budget();
    gates = budget.floats(gates, gateRows * gatesStride);
    xAt = budget.ints(xAt, gateRows);
    if ((long) batch * sourceStride > Budget.MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "X: a batch of " + batch + " is too large for " + call.hiddenSize + " units");
    }
    h = budget.floats(h, (long) batch * stateStride);
    c = budget.floats(c, (long) batch * stateStride);
    sourceAt = budget.ints(sourceAt, batch);
    for (int row = 0; row < rows; row++) {
      sourceAt[row] = row * sourceStride;
    }
    source = h;
    weights = session.weights(d);
    stepWork = (long) sourceStride * gatesStride;
    wBiasAt = packer.rowSize(gateCount, unitFrom);
    step.over(gates, gatesStride, h, c, stateStride, sourceAt);
    step.prepare(weights, batch, unitFrom, units, call.hiddenSize, group == null ? null : this);
  }

  /** Bytes of scratch and state. */
  long bytes() {
    return 4L * (gates.length + h.length + c.length + xAt.length + sourceAt.length) + step.bytes();
  }

  private int tileRows() {
    return (long) call.inputSize * gatesStride > LARGE_WEIGHTS
        ? LARGE_TILE_ROWS
        : Math.clamp(TILE_FLOATS / gatesStride, LEAST_TILE_ROWS, MOST_TILE_ROWS);
  }

  /** Runs all steps. */
  void run() {
    load();
    int end;
    for (int from = 0; from < call.steps && active > rowFrom; from = end) {
      end = from + Math.min(tileSteps, call.steps - from);
      tile(from, end);
    }
    store();
  }

  /** Reads the states from which the first step starts. */
  void load() {
    left = WORK;
    load(session.initialH, session.carriedH(), h);
    if (layer.plan.hasCellStates()) {
      load(session.initialC, session.carriedC(), c);
    }
    active = rowTo;
    isOdd = true;
    if (group != null) {
      share(group, rowTo - rowFrom);
    }
    step.startFromZero(weights.isRecurrentFinite() && isSourceZero());
  }

  private boolean isSourceZero() {
    for (int row = 0; row < rowTo - rowFrom; row++) {
      int at = row * sourceStride;
      for (int unit = at; unit < at + call.hiddenSize; unit++) {
        if (source[unit] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Runs steps {@code [from, to)}, no more than a tile has. Tiles come in order; those after the
   * last sequence has ended do nothing.
   */
  void tile(int from, int to) {
    spend((long) (active - rowFrom) * (to - from) * call.inputSize * gatesStride);
    project(session.x.floats(), from, to);
    Tensor y = session.y;
    CellStep ownStep = step;
    int stride = gatesStride;
    int row = 0;
    for (int s = from; s < to; s++) {
      active = order.active(s, rowFrom, active);
      int rows = active - rowFrom;
      if (rows == 0) {
        break;
      }
      spend(rows * stepWork);
      ownStep.run(row * stride, rows, source);
      ownStep.startFromZero(false);
      if (y != null) {
        writeY(y.floats(), s);
      }
      if (group != null) {
        share(group, rows);
      }
      row += rows;
    }
  }

  /** Counts work; parts that other threads run have counts of their own. */
  private void spend(long work) {
    left -= work;
    if (left < 0) {
      left = WORK;
      session.bounds.watch().check();
    }
  }

  /** The input projection of steps {@code [from, to)}. */
  private void project(float[] x, int from, int to) {
    int rows = 0;
    int end = active;
    for (int s = from; s < to; s++) {
      end = order.active(s, rowFrom, end);
      for (int row = rowFrom; row < end; row++) {
        xAt[rows++] =
            order.time(row, s, reverse) * call.xTimeStride
                + order.sequence(row) * call.xBatchStride;
      }
    }
    if (rows > 0) {
      projection.rows(x, xAt).start(weights.wBias(), wBiasAt, 0).into(gates, 0, gatesStride);
      weights.w().multiply(projection, rows, wPanel, wPanels, session.bounds.watch());
    }
  }

  private void writeY(float[] y, int s) {
    for (int row = rowFrom; row < active; row++) {
      int at = session.yAt(d, order.time(row, s, reverse), order.sequence(row)) + unitFrom;
      System.arraycopy(h, (row - rowFrom) * stateStride, y, at, units);
    }
  }

  /** Gives the parts of other units the new hidden states of the first rows, and takes theirs. */
  private void share(UnitGroup shared, int rows) {
    isOdd = !isOdd;
    source = shared.states(isOdd);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(h, row * stateStride, source, row * sourceStride + unitFrom, units);
    }
    shared.await();
  }

  /** Reset states are handed around between two phases of a step. */
  @Override
  public float[] exchange(float[] own, int rows) {
    UnitGroup shared = Objects.requireNonNull(group);
    float[] all = shared.reset();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(own, row * stateStride, all, row * sourceStride + unitFrom, units);
    }
    shared.await();
    return all;
  }

  /** Fills the states of all rows from the carried state, else the initial one, else zero. */
  private void load(@Nullable Tensor initial, @Nullable StateColumn carried, float[] state) {
    for (int row = rowFrom; row < rowTo; row++) {
      int at = (row - rowFrom) * stateStride;
      int n = order.sequence(row);
      int carriedAt = carried == null ? -1 : carried.currentAt(n);
      int done = units;
      if (carried != null && carriedAt >= 0) {
        System.arraycopy(carried.floats(), carriedAt + ownAt(), state, at, units);
      } else if (initial != null) {
        int from = session.initialAt(initial, d, n) + unitFrom;
        System.arraycopy(initial.floats(), from, state, at, units);
      } else {
        done = 0;
      }
      Arrays.fill(state, at + done, at + stateStride, 0f);
    }
  }

  /** Where the part's units begin in the carried state of a sequence, {@code [D, H]}. */
  private int ownAt() {
    return d * call.hiddenSize + unitFrom;
  }

  /** Writes final states where they are asked for, and where they are carried. */
  void store() {
    store(h, session.yH);
    store(c, session.yC);
    keep(h, session.carriedH());
    keep(c, session.carriedC());
  }

  /** Writes final states; those of a sequence without steps are zero, as ONNX Runtime has it. */
  private void store(float[] state, @Nullable Tensor to) {
    if (to == null) {
      return;
    }
    for (int row = rowFrom; row < rowTo; row++) {
      int at = session.stateAt(d, order.sequence(row)) + unitFrom;
      if (order.length(row) == 0) {
        session.clear(to, at, units);
      } else {
        System.arraycopy(state, (row - rowFrom) * stateStride, to.floats(), at, units);
      }
    }
  }

  /** Leaves final states where they are carried. */
  private void keep(float[] state, @Nullable StateColumn to) {
    for (int row = rowFrom; to != null && row < rowTo; row++) {
      int at = to.nextAt(order.sequence(row)) + ownAt();
      System.arraycopy(state, (row - rowFrom) * stateStride, to.floats(), at, units);
    }
  }
}
