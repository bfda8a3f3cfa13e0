package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellWeights;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.LayerSplit;
import dev.vecurrent.internal.parallel.SplitTrial;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.parallel.WorkerPool;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Runs a {@link FloatLayer}: for each direction, tiles of steps whose input projection is one
 * product, then step by step the recurrent product and the epilogue.
 *
 * <p>A call is one {@link FloatPart} for each direction, or several where a team's threads share
 * it. Parts of a direction are numbered by range of rows, then by range of units.
 */
final class FloatLayerSession extends LayerSession implements WorkerPool.Task {

  final FloatLayer layer;
  private final Team team;
  final Bounds bounds;

  /** Whether there is nobody to share a call with. */
  private final boolean alone;

  private final int directions;
  private final CellWeights[] given;
  private final LayerSplit split = new LayerSplit();
  private final SplitTrial trial;
  private final FloatPart[][] parts;
  private final UnitGroup[][] groups;
  private int[] rowStarts = new int[2];

  /** Sizes for which there is scratch for all ways in which a call may run. */
  private int reservedBatch = -1;

  private int reservedSteps = -1;
  private int reservedUnits = -1;

  FloatLayerSession(FloatLayer layer, Team team, Bounds bounds) {
    super(layer.plan, layer.form, layer.hiddenSize, ElementType.FLOAT32, bounds.budget());
    this.layer = layer;
    this.team = team;
    this.bounds = bounds;
    this.alone = team.threads() == 1;
    this.trial = new SplitTrial(team.policy());
    this.directions = layer.plan.directions();
    this.given = new CellWeights[layer.constants.isEmpty() ? directions : 0];
    for (int d = 0; d < given.length; d++) {
      given[d] = new CellWeights(layer.plan, Packing.within(layer.kernels, bounds));
    }
    this.parts = new FloatPart[directions][0];
    this.groups = new UnitGroup[directions][0];
  }

  @Override
  void sizes(
      Tensor newX, @Nullable Tensor w, @Nullable Tensor r, @Nullable Tensor b, @Nullable Tensor p) {
    if (given.length == 0) {
      call.sizes(newX, layer.inputSize, layer.hiddenSize);
      return;
    }
    if (w == null || r == null) {
      throw new IllegalArgumentException("W and R: required with each run of this layer");
    }
    call.sizes(newX, w, r, b, p);
    for (int d = 0; d < given.length; d++) {
      given[d].pack(w, r, b, p, d);
    }
  }

  @Override
  void compute() {
    if (alone) {
      computeWhole();
      return;
    }
    chooseSplit(split);
    if (split.parts() == 1) {
      computeWhole();
      return;
    }
    reserve();
    boolean splits = trial.splits(call.batch);
    if (splits && !team.pool().tryAcquire()) {
      computeWhole();
      return;
    }
    long start = System.nanoTime();
    if (splits) {
      try {
        prepareSplit();
        team.pool().run(split.parts(), this);
      } finally {
        team.pool().release();
      }
    } else {
      computeWhole();
    }
    trial.ended(System.nanoTime() - start, flops());
  }

  /** Runs all directions in this thread. */
  void computeWhole() {
    prepareWhole(0);
    for (int d = 0; d < directions; d++) {
      parts[d][0].run();
    }
  }

  /** The split of the call at hand, were it this layer's alone. */
  void chooseSplit(LayerSplit chosen) {
    layer.split(
        team.policy(),
        team.threads(),
        call.inputSize,
        call.hiddenSize,
        call.batch,
        order.rowSteps(),
        chosen);
  }

  /** Floating point operations of the call at hand. */
  double flops() {
    return directions * order.rowSteps() * layer.flops(call.inputSize, call.hiddenSize);
  }

  /**
   * Makes scratch for all ways in which a call of these sizes may run, because the next one may
   * find the team busy, or be part of a trial, and is not to allocate then.
   */
  void reserve() {
    if (call.batch == reservedBatch
        && call.steps == reservedSteps
        && call.hiddenSize == reservedUnits) {
      return;
    }
    layOutWhole(0);
    chooseSplit(split);
    if (split.parts() > 1) {
      layOutSplit();
    }
    reservedBatch = call.batch;
    reservedSteps = call.steps;
    reservedUnits = call.hiddenSize;
  }

  /**
   * Readies one part for each direction.
   *
   * @param tileSteps the most steps of a tile, or 0 to choose
   */
  void prepareWhole(int tileSteps) {
    layOutWhole(tileSteps);
    clearPadding();
  }

  private void layOutWhole(int tileSteps) {
    for (int d = 0; d < directions; d++) {
      part(d, 0).prepare(0, call.batch, 0, call.hiddenSize, tileSteps, null);
    }
  }

  private void prepareSplit() {
    layOutSplit();
    clearPadding();
  }

  private void layOutSplit() {
    int rowParts = split.rowParts();
    int unitParts = split.unitParts();
    if (rowStarts.length <= rowParts) {
      rowStarts = bounds.budget().ints(rowStarts, rowParts + 1);
    }
    order.cut(rowParts, rowStarts);
    for (int d = 0; d < directions; d++) {
      for (int range = 0; range < rowParts; range++) {
        int from = rowStarts[range];
        int to = rowStarts[range + 1];
        UnitGroup group = unitParts == 1 ? null : group(d, range, unitParts);
        for (int j = 0; j < unitParts; j++) {
          part(d, range * unitParts + j)
              .prepare(from, to, unitStart(j, unitParts), unitStart(j + 1, unitParts), 0, group);
        }
      }
    }
  }

  /** The first unit of a range; ranges are whole panels, whatever the number of gates. */
  private int unitStart(int range, int ranges) {
    int each = layer.packer.unitsOfPanels();
    int whole = Math.ceilDiv(call.hiddenSize, each);
    return Math.min(call.hiddenSize, (int) ((long) whole * range / ranges) * each);
  }

  private UnitGroup group(int d, int range, int unitParts) {
    if (groups[d].length <= range) {
      int old = groups[d].length;
      groups[d] = Arrays.copyOf(groups[d], range + 1);
      for (int i = old; i <= range; i++) {
        groups[d][i] = new UnitGroup(bounds.budget());
      }
    }
    long floats = (long) call.batch * layer.packer.padded(call.hiddenSize);
    groups[d][range].prepare(unitParts, floats, layer.plan.hasReset());
    return groups[d][range];
  }

  private FloatPart part(int d, int index) {
    if (parts[d].length <= index) {
      int old = parts[d].length;
      parts[d] = Arrays.copyOf(parts[d], index + 1);
      for (int i = old; i <= index; i++) {
        parts[d][i] = new FloatPart(this, d);
      }
    }
    return parts[d][index];
  }

  /** The only part of a layer of one direction, after {@link #prepareWhole}. */
  FloatPart whole() {
    return parts[0][0];
  }

  /** Runs a part of a split call. */
  @Override
  public void run(int part) {
    int each = split.rowParts() * split.unitParts();
    parts[part / each][part % each].run();
  }

  @Override
  public void stop() {
    for (UnitGroup[] ofDirection : groups) {
      for (UnitGroup group : ofDirection) {
        group.stop();
      }
    }
  }

  @Override
  boolean hasConstantWeights() {
    return given.length == 0;
  }

  CellWeights weights(int d) {
    return given.length == 0 ? layer.constants.get(d) : given[d];
  }

  @Override
  public long bytes() {
    long bytes = order.bytes();
    for (CellWeights direction : given) {
      bytes += direction.bytes();
    }
    for (FloatPart[] ofDirection : parts) {
      for (FloatPart part : ofDirection) {
        bytes += part.bytes();
      }
    }
    for (UnitGroup[] ofDirection : groups) {
      for (UnitGroup group : ofDirection) {
        bytes += group.bytes();
      }
    }
    return bytes;
  }

  @Override
  void clear(Tensor to, int at, int size) {
    Arrays.fill(to.floats(), at, at + size, 0f);
  }
}
