package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of one direction of a cell, packed: W with all gates, and of R what each phase
 * multiplies. Arrays keep the largest size they were packed for, so that weights given with each
 * run are packed without allocation.
 */
public final class CellWeights {

  private static final float[] NONE = new float[0];

  private final CellPlan plan;
  private final GatePacker packer;
  private final Packing packing;
  private final Bounds bounds;
  private final FloatPanels input;
  private MatrixProduct w;
  private float[] wBias = NONE;
  private final OfPhase[] phases;
  private float[] peepholes = NONE;
  private boolean isRecurrentFinite;

  /** The share of a phase. */
  private static final class OfPhase {

    final Phase phase;
    final FloatPanels panels;
    MatrixProduct product;
    float[] bias = NONE;

    OfPhase(Phase phase, Kernels kernels) {
      this.phase = phase;
      this.panels = new FloatPanels(kernels.lanes());
      this.product = new MatrixProduct(kernels, panels);
    }

    boolean hasBias() {
      return phase.start() == Phase.Start.BIAS;
    }
  }

  /** Weights that are yet to be packed. */
  public CellWeights(CellPlan plan, Packing packing) {
    Kernels kernels = packing.kernels();
    this.plan = plan;
    this.packing = packing;
    this.packer = kernels.packer();
    this.bounds = packing.bounds();
    this.input = new FloatPanels(kernels.lanes());
    this.w = new MatrixProduct(kernels, input);
    this.phases = new OfPhase[plan.phases().size()];
    for (int i = 0; i < phases.length; i++) {
      phases[i] = new OfPhase(plan.phases().get(i), kernels);
    }
  }

  /** Packs direction {@code d} of checked weights. */
  public void pack(
      Tensor weights, Tensor hiddenWeights, @Nullable Tensor b, @Nullable Tensor p, int d) {
    int gates = plan.gates();
    int hidden = hiddenWeights.dim(2);
    int depth = weights.dim(2);
    matrix(weights, d * gates * hidden * depth, gates, hidden, depth, input);
    int recurrentAt = d * gates * hidden * hidden;
    int biasAt = d * 2 * gates * hidden;
    int recurrentBiasAt = biasAt + gates * hidden;
    boolean folds = true;
    for (OfPhase one : phases) {
      Phase phase = one.phase;
      int first = phase.firstGate() * hidden;
      matrix(
          hiddenWeights, recurrentAt + first * hidden, phase.gates(), hidden, hidden, one.panels);
      if (one.hasBias()) {
        folds = false;
        one.bias = bias(b, recurrentBiasAt + first, -1, phase.gates(), hidden, one.bias);
      }
    }
    wBias = bias(b, biasAt, folds ? recurrentBiasAt : -1, gates, hidden, wBias);
    isRecurrentFinite =
        isFinite(hiddenWeights.floats(), recurrentAt, recurrentAt + gates * hidden * hidden);
    packPeepholes(p, d, hidden);
  }

  /** Keeps the matrices in the format that suits them best: they are not packed again. */
  public void settle() {
    w = packing.settled(input);
    for (OfPhase one : phases) {
      one.product = packing.settled(one.panels);
    }
  }

  /** Any number times 0 is 0, and only NaN and infinity give NaN: one step for each value. */
  private static boolean isFinite(float[] values, int from, int to) {
    float zeros = 0;
    for (int i = from; i < to; i++) {
      zeros += values[i] * 0f;
    }
    return zeros == 0;
  }

  private void packPeepholes(@Nullable Tensor from, int d, int hidden) {
    if (from == null) {
      peepholes = NONE;
      return;
    }
    int size = plan.peepholes() * hidden;
    peepholes = bounds.budget().floats(peepholes, size);
    System.arraycopy(from.floats(), d * size, peepholes, 0, size);
  }

  private void matrix(Tensor from, int at, int gates, int units, int depth, FloatPanels to) {
    to.storedAs(packing.stored().of(from));
    float[] packed = to.reshape(depth, packer.panels(gates, units), bounds);
    packer.matrix(from.floats(), at, gates, units, depth, packed, bounds.watch());
  }

  private float[] bias(
      @Nullable Tensor b, int at, int plusAt, int gates, int hidden, float[] before) {
    int size = packer.rowSize(gates, hidden);
    float[] packed = bounds.budget().floats(before, size);
    if (b == null) {
      Arrays.fill(packed, 0, size, 0f);
    } else {
      packer.bias(b.floats(), at, plusAt, gates, hidden, packed);
    }
    return packed;
  }

  /** The product with W, all gates. */
  public MatrixProduct w() {
    return w;
  }

  /** What the input projection starts from: a packed row of gates. */
  public float[] wBias() {
    return wBias;
  }

  /** The product of a phase with its gates of R. */
  MatrixProduct r(int phase) {
    return phases[phase].product;
  }

  /** What a phase with {@link Phase.Start#BIAS} starts from: a packed row of its gates. */
  float[] rBias(int phase) {
    return phases[phase].bias;
  }

  /** Peepholes {@code [P, H]}; empty for none. */
  float[] peepholes() {
    return peepholes;
  }

  /** Whether there are peepholes. */
  public boolean hasPeepholes() {
    return peepholes.length > 0;
  }

  /** Whether no element of R is infinite or NaN, so that zero times any of them is zero. */
  public boolean isRecurrentFinite() {
    return isRecurrentFinite;
  }

  /** Bytes of all packed arrays. */
  public long bytes() {
    long bytes = w.matrix().bytes() + 4L * (wBias.length + peepholes.length);
    for (OfPhase one : phases) {
      bytes += one.product.matrix().bytes() + 4L * one.bias.length;
    }
    return bytes;
  }
}
