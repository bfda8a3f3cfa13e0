package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.kernel.StepRows;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import java.util.List;

/**
 * One step of one part for the rows that still run, after the input projection. Owns its scratch.
 *
 * <p>Products read the states of all units and make the gates of the part's units; what follows
 * them concerns the part's units only.
 */
abstract class FloatStep {

  /** Floats of a matrix of 4 MiB, of which something is left in a cache from step to step. */
  private static final int MOST_TURNED = 1024 * 1024;

  final Kernels kernels;
  final GatePacker packer;
  final Operands operands = new Operands();
  final StepRows step = new StepRows();
  final boolean fused;
  final GeneralEpilogue general;
  final Bounds bounds;

  /** Gates of the product with {@code FloatDirection.r}. */
  private final int rGates;

  int unitFrom;
  int units;
  int blocks;

  /** Units of all parts (H): columns of R. */
  int depth;

  /** Terms of the recurrent products: H, or 0 for a step from states that are all zero. */
  int productDepth;

  /** The part's share of R, or of its first gates: its first panel, and how many. */
  int rPanel;

  int panels;

  /** Whether products of one row begin with the last panels; every other step does. */
  boolean backwards;

  /** From row to row of the part's states. */
  int stateStride;

  private FloatStep(FloatLayer layer, GeneralEpilogue general, Bounds bounds, int rGates) {
    this.bounds = bounds;
    this.rGates = rGates;
    this.kernels = layer.kernels;
    this.packer = layer.packer;
    this.fused = layer.fused;
    this.general = general;
  }

  static FloatStep of(FloatLayer layer, int d, Bounds bounds) {
    Cell cell = layer.cell;
    List<Activation> all = cell.activations();
    int each = all.size() / cell.direction().count();
    Activation f = all.get(d * each);
    Activation g = all.get(d * each + Math.min(1, each - 1));
    Activation h = all.get(d * each + each - 1);
    GeneralEpilogue general = new GeneralEpilogue(layer.kernels.lanes(), f, g, h, cell.clip());
    // No switch over types: the JVM takes milliseconds of a process's first call to link one.
    if (cell instanceof Lstm lstm) {
      return new LstmStep(layer, general, bounds, lstm.inputForget());
    }
    if (cell instanceof Gru gru) {
      return gru.linearBeforeReset()
          ? new GruLinearStep(layer, general, bounds)
          : new GruStep(layer, general, bounds);
    }
    return new RnnStep(layer, general, bounds);
  }

  /**
   * Readies scratch for a call.
   *
   * @param weights packed weights
   * @param rows the most rows of a step
   * @param newUnitFrom first unit of the part
   * @param newUnits units of the part
   * @param newDepth units of all parts (H)
   * @param newStateStride from row to row of the part's states
   * @param group what parts of other units share; {@code null} if there are none
   */
  void prepare(
      FloatDirection weights,
      int rows,
      int newUnitFrom,
      int newUnits,
      int newDepth,
      int newStateStride,
      @Nullable UnitGroup group) {
    unitFrom = newUnitFrom;
    units = newUnits;
    depth = newDepth;
    blocks = packer.blocks(newUnits);
    stateStride = newStateStride;
    rPanel = packer.panels(rGates, newUnitFrom);
    panels = packer.panels(rGates, newUnits);
    step.sizes(blocks, newStateStride);
  }

  /**
   * Says whether the hidden states that the next step reads are all zero, and R is finite: its
   * products, which would all be zero, are then left out. (At most the sign of a zero differs by
   * that, and no state keeps it.)
   */
  final void startFromZero(boolean fromZero) {
    productDepth = fromZero ? 0 : depth;
  }

  /**
   * Runs the step.
   *
   * @param weights packed weights
   * @param gates the input projection, rows from {@code at}; used as scratch
   * @param at the first row
   * @param gatesStride from row to row
   * @param rows rows that still run
   * @param source hidden states of all units; {@code h} where the part has all
   * @param sourceAt where each row of {@code source} starts
   * @param h hidden states of the part's units; updated
   * @param c cell states of an LSTM, likewise; updated
   */
  abstract void run(
      FloatDirection weights,
      float[] gates,
      int at,
      int gatesStride,
      int rows,
      float[] source,
      int[] sourceAt,
      float[] h,
      float[] c);

  /** Bytes of scratch. */
  long bytes() {
    return 0;
  }

  /**
   * A product with R or a part of it.
   *
   * @param o rows of states, start and output
   * @param rows rows that still run
   * @param r the matrix
   * @param from the first panel of the part
   * @param count panels of the part
   */
  final void multiply(Operands o, int rows, MatrixProduct r, int from, int count) {
    int columns = count * 2 * kernels.lanes();
    if (productDepth == 0) {
      o.copyStart(rows, columns);
      return;
    }
    o.backwards(backwards && columns * depth <= MOST_TURNED);
    r.multiply(o, rows, from, count, bounds.watch());
  }

  /** Adds the product with R to the gates, where it has terms. */
  final void multiplyInPlace(
      FloatDirection weights,
      float[] source,
      int[] sourceAt,
      int rows,
      float[] gates,
      int at,
      int gatesStride) {
    if (productDepth > 0) {
      operands.rows(source, sourceAt).inPlace(gates, at, gatesStride);
      multiply(operands, rows, weights.r, rPanel, panels);
    }
  }

  private static final class LstmStep extends FloatStep {

    private final boolean inputForget;
    private final StepEpilogue epilogue;

    /** Peepholes i, o, f of the part's units; empty for none. */
    private float[] peepholes = new float[0];

    private float[] ownPeepholes = new float[0];

    LstmStep(FloatLayer layer, GeneralEpilogue general, Bounds bounds, boolean inputForget) {
      super(layer, general, bounds, 4);
      this.inputForget = inputForget;
      this.epilogue = kernels.epilogue(StepKind.LSTM);
    }

    @Override
    long bytes() {
      return 4L * ownPeepholes.length;
    }

    @Override
    void prepare(
        FloatDirection weights,
        int rows,
        int newUnitFrom,
        int newUnits,
        int newDepth,
        int newStateStride,
        @Nullable UnitGroup group) {
      super.prepare(weights, rows, newUnitFrom, newUnits, newDepth, newStateStride, group);
      peepholes = weights.p;
      if (peepholes.length > 0 && units < depth) {
        ownPeepholes = bounds.budget().floats(ownPeepholes, 3L * units);
        for (int gate = 0; gate < 3; gate++) {
          System.arraycopy(weights.p, gate * depth + unitFrom, ownPeepholes, gate * units, units);
        }
        peepholes = ownPeepholes;
      }
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] source,
        int[] sourceAt,
        float[] h,
        float[] c) {
      backwards = !backwards;
      multiplyInPlace(weights, source, sourceAt, rows, gates, at, gatesStride);
      if (fused && peepholes.length == 0) {
        step.gates(gates, at, gatesStride).states(h, c);
        epilogue.run(step, rows);
      } else {
        general.lstm(
            gates, at, gatesStride, rows, c, h, stateStride, peepholes, units, inputForget);
      }
    }
  }

  private static final class GruLinearStep extends FloatStep {

    private final StepEpilogue epilogue;
    private float[] recurrent = new float[0];
    private int biasAt;

    GruLinearStep(FloatLayer layer, GeneralEpilogue general, Bounds bounds) {
      super(layer, general, bounds, 3);
      epilogue = kernels.epilogue(StepKind.GRU_LINEAR);
    }

    @Override
    long bytes() {
      return 4L * recurrent.length;
    }

    @Override
    void prepare(
        FloatDirection weights,
        int rows,
        int newUnitFrom,
        int newUnits,
        int newDepth,
        int newStateStride,
        @Nullable UnitGroup group) {
      super.prepare(weights, rows, newUnitFrom, newUnits, newDepth, newStateStride, group);
      recurrent = bounds.budget().floats(recurrent, (long) rows * packer.rowSize(3, newUnits));
      biasAt = packer.rowSize(3, newUnitFrom);
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] source,
        int[] sourceAt,
        float[] h,
        float[] c) {
      backwards = !backwards;
      operands
          .rows(source, sourceAt)
          .start(weights.rBias, biasAt, 0)
          .into(recurrent, 0, gatesStride);
      multiply(operands, rows, weights.r, rPanel, panels);
      if (fused) {
        step.gates(gates, at, gatesStride).recurrent(recurrent, gatesStride).states(h, c);
        epilogue.run(step, rows);
      } else {
        general.gruLinear(gates, at, recurrent, gatesStride, rows, units, h, stateStride);
      }
    }
  }

  private static final class GruStep extends FloatStep {

    private @Nullable UnitGroup group;
    private float[] resetAndUpdate = new float[0];
    private float[] candidate = new float[0];
    private float[] reset = new float[0];
    private final StepEpilogue resetEpilogue;
    private final StepEpilogue updateEpilogue;
    private int pairStride;
    private int pairBiasAt;
    private int candidatePanel;
    private int candidatePanels;
    private int candidateStride;
    private int candidateBiasAt;
    private int sharedStride;

    GruStep(FloatLayer layer, GeneralEpilogue general, Bounds bounds) {
      super(layer, general, bounds, 2);
      resetEpilogue = kernels.epilogue(StepKind.GRU_RESET);
      updateEpilogue = kernels.epilogue(StepKind.GRU_UPDATE);
    }

    @Override
    long bytes() {
      return 4L * (resetAndUpdate.length + candidate.length + reset.length);
    }

    @Override
    void prepare(
        FloatDirection weights,
        int rows,
        int newUnitFrom,
        int newUnits,
        int newDepth,
        int newStateStride,
        @Nullable UnitGroup newGroup) {
      super.prepare(weights, rows, newUnitFrom, newUnits, newDepth, newStateStride, newGroup);
      group = newGroup;
      pairStride = packer.rowSize(2, newUnits);
      pairBiasAt = packer.rowSize(2, newUnitFrom);
      candidatePanel = packer.panels(1, newUnitFrom);
      candidatePanels = packer.panels(1, newUnits);
      candidateStride = packer.rowSize(1, newUnits);
      candidateBiasAt = packer.rowSize(1, newUnitFrom);
      sharedStride = packer.padded(newDepth);
      resetAndUpdate = bounds.budget().floats(resetAndUpdate, (long) rows * pairStride);
      candidate = bounds.budget().floats(candidate, (long) rows * candidateStride);
      reset = bounds.budget().floats(reset, (long) rows * stateStride);
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] source,
        int[] sourceAt,
        float[] h,
        float[] c) {
      backwards = !backwards;
      operands
          .rows(source, sourceAt)
          .start(weights.rBias, pairBiasAt, 0)
          .into(resetAndUpdate, 0, pairStride);
      multiply(operands, rows, weights.r, rPanel, panels);
      if (fused) {
        step.gates(gates, at, gatesStride)
            .recurrent(resetAndUpdate, pairStride)
            .states(h, c)
            .reset(reset);
        resetEpilogue.run(step, rows);
      } else {
        general.gruReset(
            gates, at, gatesStride, resetAndUpdate, pairStride, rows, units, h, reset, stateStride);
      }
      operands
          .rows(shared(rows), sourceAt)
          .start(weights.rCandidateBias, candidateBiasAt, 0)
          .into(candidate, 0, candidateStride);
      multiply(operands, rows, weights.rCandidate, candidatePanel, candidatePanels);
      if (fused) {
        step.recurrent(candidate, candidateStride);
        updateEpilogue.run(step, rows);
      } else {
        general.gruUpdate(
            gates, at, gatesStride, candidate, candidateStride, rows, units, h, stateStride);
      }
    }

    /** {@code r ⊙ h} of all units: with those of other parts, which this waits for. */
    private float[] shared(int rows) {
      UnitGroup others = group;
      if (others == null) {
        return reset;
      }
      float[] all = others.reset();
      for (int row = 0; row < rows; row++) {
        System.arraycopy(reset, row * stateStride, all, row * sharedStride + unitFrom, units);
      }
      others.await();
      return all;
    }
  }

  private static final class RnnStep extends FloatStep {

    private final StepEpilogue epilogue;

    RnnStep(FloatLayer layer, GeneralEpilogue general, Bounds bounds) {
      super(layer, general, bounds, 1);
      boolean relu = general.f().function() == ActivationFunction.RELU;
      epilogue = kernels.epilogue(relu ? StepKind.RNN_RELU : StepKind.RNN_TANH);
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] source,
        int[] sourceAt,
        float[] h,
        float[] c) {
      backwards = !backwards;
      multiplyInPlace(weights, source, sourceAt, rows, gates, at, gatesStride);
      if (fused) {
        step.gates(gates, at, gatesStride).states(h, c);
        epilogue.run(step, rows);
      } else {
        general.rnn(gates, at, gatesStride, rows, units, h, stateStride);
      }
    }
  }
}
