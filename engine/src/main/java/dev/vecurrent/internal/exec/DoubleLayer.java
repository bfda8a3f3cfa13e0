package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.internal.cell.DoubleWeights;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A layer of doubles, always in one thread. It has one twin only, loops over contiguous columns
 * that the JIT compiler may vectorise; fma is exactly rounded, so that changes no bit.
 */
final class DoubleLayer extends RecurrentLayer {

  final Cell cell;
  final CellPlan plan;
  final LayerForm form;

  /** Constant weights of each direction; empty where they come with each run. */
  final List<DoubleWeights> constants;

  final int inputSize;
  final int hiddenSize;

  DoubleLayer(
      Cell cell,
      CellPlan plan,
      LayerForm form,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      Bounds bounds) {
    this.cell = cell;
    this.plan = plan;
    this.form = form;
    if (w == null || r == null) {
      constants = List.of();
      inputSize = -1;
      hiddenSize = -1;
      return;
    }
    inputSize = w.dim(2);
    hiddenSize = r.dim(2);
    DoubleWeights[] directions = new DoubleWeights[cell.direction().count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = new DoubleWeights(bounds);
      directions[d].pack(cell.gates(), w, r, b, p, d);
    }
    constants = List.of(directions);
  }

  @Override
  public boolean hasCellStates() {
    return plan.hasCellStates();
  }

  @Override
  public String describe() {
    String weights =
        constants.isEmpty()
            ? "weights given with each run"
            : "I=%d H=%d, weights transposed (%,d bytes)"
                .formatted(inputSize, hiddenSize, packedBytes());
    return cell.operator()
        + " "
        + cell.direction().name().toLowerCase(Locale.ROOT)
        + " float64, row by row, "
        + weights;
  }

  @Override
  public long packedBytes() {
    return constants.stream().mapToLong(DoubleWeights::bytes).sum();
  }

  @Override
  public RecurrentSession newSession(Team team, Bounds bounds) {
    return new DoubleLayerSession(this, bounds);
  }
}
