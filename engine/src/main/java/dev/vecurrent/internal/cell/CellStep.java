package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepRows;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.product.MatrixProduct;

/**
 * One step of a cell for some rows and a range of units, after the input projection: its phases,
 * one after the other. Owns its scratch.
 *
 * <p>Products read the states of all units and make the gates of the range; epilogues concern the
 * range only.
 */
public final class CellStep {

  /** Floats of a matrix of 4 MiB, of which something is left in a cache from step to step. */
  private static final int MOST_TURNED = 1024 * 1024;

  private static final float[] NONE = {};
  private static final int[] NO_ROWS = {};

  /** Who has the other units of a step, and hands shares of reset states around. */
  public interface Others {

    /**
     * Gives the others this range's reset states, and takes theirs.
     *
     * @param own those of this range, a row from state stride to state stride
     * @param rows how many rows
     * @return those of all units, where rows are as those of hidden states
     */
    float[] exchange(float[] own, int rows);
  }

  private final CellPlan plan;
  private final int d;
  private final Kernels kernels;
  private final Bounds bounds;
  private final Watch watch;
  private final Operands operands = new Operands();
  private final StepRows step = new StepRows();
  private final OfPhase[] phases;
  private final boolean resets;

  private float[] gates = NONE;
  private int gatesStride;
  private int[] sourceAt = NO_ROWS;
  private float[] reset = NONE;
  private float[] ownPeepholes = NONE;
  private @Nullable Others others;

  /** Units of all ranges (H): columns of R. */
  private int depth;

  /** Terms of the products: H, or 0 for a step from states that are all zero. */
  private int productDepth;

  /** Whether products of one row begin with the last panels; every other step does. */
  private boolean backwards;

  /** A phase, and this range's share of it. */
  private static final class OfPhase {

    final int gates;
    final boolean inPlace;
    final boolean readsReset;
    final StepEpilogue plain;

    /** That of weights with peepholes, once there were such. */
    @Nullable StepEpilogue peeping;

    StepEpilogue epilogue;
    MatrixProduct product;
    float[] bias = NONE;
    int biasAt;
    int panel;
    int panels;
    boolean turns;
    float[] sums = NONE;
    int stride;

    OfPhase(CellPlan plan, CellWeights weights, int index, Kernels kernels, int d) {
      Phase phase = plan.phases().get(index);
      this.gates = phase.gates();
      this.inPlace = phase.start() == Phase.Start.GATES;
      this.readsReset = phase.reads() == Phase.Reads.RESET;
      this.plain = plan.epilogue(kernels, index, d, false);
      this.epilogue = plain;
      this.product = weights.r(index);
    }
  }

  /**
   * A step that is yet to be readied.
   *
   * @param d the direction
   */
  public CellStep(CellPlan plan, CellWeights weights, Kernels kernels, int d, Bounds bounds) {
    this.plan = plan;
    this.d = d;
    this.kernels = kernels;
    this.bounds = bounds;
    this.watch = bounds.watch();
    this.resets = plan.hasReset();
    this.phases = new OfPhase[plan.phases().size()];
    for (int i = 0; i < phases.length; i++) {
      phases[i] = new OfPhase(plan, weights, i, kernels, d);
    }
  }

  /**
   * Sets what the step reads and writes.
   *
   * @param gatesRows rows of the input's share of the gates; used as scratch
   * @param newGatesStride from row to row of them
   * @param h hidden states of the range; updated
   * @param c cell states, likewise
   * @param stateStride from row to row of these states
   * @param newSourceAt where each row of the hidden states of all units starts
   */
  public void over(
      float[] gatesRows,
      int newGatesStride,
      float[] h,
      float[] c,
      int stateStride,
      int[] newSourceAt) {
    gates = gatesRows;
    gatesStride = newGatesStride;
    sourceAt = newSourceAt;
    step.gates(gatesRows, newGatesStride).states(h, c, stateStride);
  }

  /**
   * Readies scratch for rows and a range of units, after {@link #over}.
   *
   * @param weights packed weights
   * @param rows the most rows of a step
   * @param unitFrom first unit of the range, the first of a panel
   * @param units how many
   * @param allUnits units of all ranges (H)
   * @param newOthers who has the other ones; {@code null} for nobody
   */
  public void prepare(
      CellWeights weights,
      int rows,
      int unitFrom,
      int units,
      int allUnits,
      @Nullable Others newOthers) {
    GatePacker packer = kernels.packer();
    depth = allUnits;
    others = newOthers;
    for (int i = 0; i < phases.length; i++) {
      OfPhase phase = phases[i];
      phase.epilogue = weights.hasPeepholes() ? peeping(phase, i) : phase.plain;
      phase.product = weights.r(i);
      phase.panel = packer.panels(phase.gates, unitFrom);
      phase.panels = packer.panels(phase.gates, units);
      phase.turns = (long) packer.rowSize(phase.gates, units) * depth <= MOST_TURNED;
      if (!phase.inPlace) {
        phase.bias = weights.rBias(i);
        phase.biasAt = packer.rowSize(phase.gates, unitFrom);
        phase.stride = packer.rowSize(phase.gates, units);
        phase.sums = bounds.budget().floats(phase.sums, (long) rows * phase.stride);
      }
    }
    if (resets) {
      reset = bounds.budget().floats(reset, (long) rows * step.stateStride());
      step.reset(reset);
    }
    step.sizes(units, packer.blocks(units));
    step.peepholes(peepholes(weights, unitFrom, units));
  }

  private StepEpilogue peeping(OfPhase phase, int index) {
    StepEpilogue known = phase.peeping;
    if (known == null) {
      known = plan.epilogue(kernels, index, d, true);
      phase.peeping = known;
    }
    return known;
  }

  private float[] peepholes(CellWeights weights, int unitFrom, int units) {
    float[] all = weights.peepholes();
    if (all.length == 0 || units == depth) {
      return all;
    }
    int each = all.length / depth;
    ownPeepholes = bounds.budget().floats(ownPeepholes, (long) each * units);
    for (int gate = 0; gate < each; gate++) {
      System.arraycopy(all, gate * depth + unitFrom, ownPeepholes, gate * units, units);
    }
    return ownPeepholes;
  }

  /**
   * Says whether the hidden states that the next step reads are all zero, and R is finite: its
   * products, which would all be zero, are then left out. (At most the sign of a zero differs by
   * that, and no state keeps it.)
   */
  public void startFromZero(boolean fromZero) {
    productDepth = fromZero ? 0 : depth;
  }

  /**
   * Runs the step.
   *
   * @param at where the first row of gates is
   * @param rows rows that still run
   * @param source hidden states of all units; those of the range where it is all of them
   */
  public void run(int at, int rows, float[] source) {
    backwards = !backwards;
    step.from(at);
    for (OfPhase phase : phases) {
      if (phase.inPlace) {
        if (productDepth > 0) {
          operands.rows(source, sourceAt).inPlace(gates, at, gatesStride);
          multiply(phase, rows);
        }
      } else {
        operands
            .rows(phase.readsReset ? allReset(rows) : source, sourceAt)
            .start(phase.bias, phase.biasAt, 0)
            .into(phase.sums, 0, phase.stride);
        if (productDepth > 0) {
          multiply(phase, rows);
        } else {
          operands.copyStart(rows, phase.stride);
        }
        step.recurrent(phase.sums, phase.stride);
      }
      phase.epilogue.run(step, rows);
    }
  }

  private void multiply(OfPhase phase, int rows) {
    operands.backwards(backwards && phase.turns);
    phase.product.multiply(operands, rows, phase.panel, phase.panels, watch);
  }

  private float[] allReset(int rows) {
    Others known = others;
    return known == null ? reset : known.exchange(reset, rows);
  }

  /** Bytes of scratch. */
  public long bytes() {
    long floats = (long) reset.length + ownPeepholes.length;
    for (OfPhase phase : phases) {
      floats += phase.sums.length;
    }
    return 4 * floats;
  }
}
