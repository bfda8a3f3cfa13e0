package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.internal.cell.CellWeights;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.parallel.LayerSplit;
import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** A layer of floats on {@link Kernels}. */
final class FloatLayer extends RecurrentLayer {

  final CellPlan plan;
  final LayerForm form;
  final Kernels kernels;
  final GatePacker packer;

  /** Packed constant weights of each direction; empty where they come with each run. */
  final List<CellWeights> constants;

  final int inputSize;
  final int hiddenSize;

  FloatLayer(
      CellPlan plan,
      LayerForm form,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      Packing packing) {
    this.plan = plan;
    this.form = form;
    this.kernels = packing.kernels();
    this.packer = kernels.packer();
    if (w == null || r == null) {
      constants = List.of();
      inputSize = -1;
      hiddenSize = -1;
      return;
    }
    inputSize = w.dim(2);
    hiddenSize = r.dim(2);
    CellWeights[] directions = new CellWeights[plan.directions()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = new CellWeights(plan, packing);
      directions[d].pack(w, r, b, p, d);
      directions[d].settle();
    }
    constants = List.of(directions);
  }

  @Override
  public boolean hasCellStates() {
    return plan.hasCellStates();
  }

  @Override
  public String describe() {
    boolean peepholes = !constants.isEmpty() && constants.getFirst().hasPeepholes();
    String weights =
        constants.isEmpty()
            ? "weights given with each run"
            : "I=%d H=%d, weights packed gate-interleaved in panels of %d (%,d bytes)"
                    .formatted(inputSize, hiddenSize, 2 * kernels.lanes(), packedBytes())
                + constants.getFirst().w().matrix().origin();
    return plan.operator()
        + " "
        + plan.direction().name().toLowerCase(Locale.ROOT)
        + " float32, "
        + kernels.describe()
        + ", "
        + plan.describe(peepholes)
        + ", "
        + weights;
  }

  @Override
  public long packedBytes() {
    long bytes = 0;
    for (CellWeights direction : constants) {
      bytes += direction.bytes();
    }
    return bytes;
  }

  @Override
  public RecurrentSession newSession(Team team, Bounds bounds) {
    return new FloatLayerSession(this, team, bounds);
  }

  /**
   * The split of a call.
   *
   * @param inputs I
   * @param units H
   * @param batch N
   * @param rowSteps steps of all rows together
   * @param split receives the split
   */
  void split(
      SplitPolicy policy,
      int threads,
      int inputs,
      int units,
      int batch,
      long rowSteps,
      LayerSplit split) {
    policy.split(
        threads,
        plan.directions(),
        batch,
        rowSteps,
        flops(inputs, units),
        Math.ceilDiv(units, packer.unitsOfPanels()),
        plan.hasReset() ? 2 : 1,
        split);
  }

  /** Floating point operations of the products of one step of one row in one direction. */
  double flops(int inputs, int units) {
    return 2.0 * plan.gates() * units * (inputs + units);
  }
}
