package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.parallel.LayerSplit;
import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** A layer of floats on {@link Kernels}. */
final class FloatLayer extends RecurrentLayer {

  final Cell cell;
  final LayerForm form;
  final Kernels kernels;
  final GatePacker packer;

  /**
   * Whether the fused epilogues serve: default activations, no clip, no input_forget; peepholes are
   * seen at run time.
   */
  final boolean fused;

  /** Packed constant weights of each direction; empty where they come with each run. */
  final List<FloatDirection> constants;

  final int inputSize;
  final int hiddenSize;

  FloatLayer(
      Cell cell,
      LayerForm form,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      Packing packing) {
    this.cell = cell;
    this.form = form;
    this.kernels = packing.kernels();
    this.packer = kernels.packer();
    this.fused = isDefault(cell);
    if (w == null || r == null) {
      constants = List.of();
      inputSize = -1;
      hiddenSize = -1;
      return;
    }
    inputSize = w.dim(2);
    hiddenSize = r.dim(2);
    FloatDirection[] directions = new FloatDirection[cell.direction().count()];
    for (int d = 0; d < directions.length; d++) {
      directions[d] = new FloatDirection(cell, packing);
      directions[d].pack(w, r, b, p, d);
      directions[d].settle();
    }
    constants = List.of(directions);
  }

  private static boolean isDefault(Cell cell) {
    if (cell.clip() != Float.POSITIVE_INFINITY) {
      return false;
    }
    List<Activation> once = usual(cell);
    if (once.isEmpty()) {
      return false;
    }
    for (int j = 0; j < cell.activations().size(); j++) {
      if (cell.activations().get(j).function() != once.get(j % once.size()).function()) {
        return false;
      }
    }
    return true;
  }

  /** The activations that fused epilogues have; empty where a cell has no fused epilogue. */
  private static List<Activation> usual(Cell cell) {
    if (cell instanceof Lstm lstm) {
      return lstm.inputForget()
          ? List.of()
          : List.of(Activation.SIGMOID, Activation.TANH, Activation.TANH);
    }
    if (cell instanceof Gru) {
      return List.of(Activation.SIGMOID, Activation.TANH);
    }
    boolean relu = cell.activations().getFirst().equals(Activation.RELU);
    return List.of(relu ? Activation.RELU : Activation.TANH);
  }

  @Override
  public String describe() {
    boolean peepholes = !constants.isEmpty() && constants.getFirst().p.length > 0;
    String epilogue =
        fused && !peepholes ? "fused epilogue" : "scalar epilogue for " + cell.activations();
    String weights =
        constants.isEmpty()
            ? "weights given with each run"
            : "I=%d H=%d, weights packed gate-interleaved in panels of %d (%,d bytes)"
                    .formatted(inputSize, hiddenSize, 2 * kernels.lanes(), packedBytes())
                + constants.getFirst().w.matrix().origin();
    return cell.operator()
        + " "
        + cell.direction().name().toLowerCase(Locale.ROOT)
        + " float32, "
        + kernels.describe()
        + ", "
        + epilogue
        + ", "
        + weights;
  }

  @Override
  public long packedBytes() {
    long bytes = 0;
    for (FloatDirection direction : constants) {
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
        cell.direction().count(),
        batch,
        rowSteps,
        flops(inputs, units),
        Math.ceilDiv(units, packer.unitsOfPanels()),
        hasReset() ? 2 : 1,
        split);
  }

  /** Whether a step has two products, because it resets the state before the second. */
  boolean hasReset() {
    return cell instanceof Gru gru && !gru.linearBeforeReset();
  }

  /** Floating point operations of the products of one step of one row in one direction. */
  double flops(int inputs, int units) {
    return 2.0 * cell.gates() * units * (inputs + units);
  }
}
