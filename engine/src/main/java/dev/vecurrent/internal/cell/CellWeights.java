package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.product.MatrixProduct;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of one direction, packed. Arrays keep the largest size they were packed for, so that
 * weights given with each run are packed without allocation.
 *
 * <p>An LSTM and an RNN fold Wb + Rb into the bias of the input projection, and the recurrent
 * product goes on from there. A GRU keeps the two apart, because its reset gate multiplies only the
 * state's share; with {@code linear_before_reset = 0} its candidate is a product of its own.
 */
final class FloatDirection {

  private static final float[] NONE = new float[0];

  private final Cell cell;
  private final GatePacker packer;
  private final Packing packing;
  private final Bounds bounds;
  private final FloatPanels input;
  private final FloatPanels recurrent;
  private final FloatPanels candidate;

  /** The product with W, all gates. */
  MatrixProduct w;

  /** What the input projection starts from. */
  float[] wBias = NONE;

  /** The product with R: all gates, or z and r of a GRU with {@code linear_before_reset = 0}. */
  MatrixProduct r;

  /** What the recurrent product of a GRU starts from. */
  float[] rBias = NONE;

  /** The product with R of the candidate, of a GRU with {@code linear_before_reset = 0}. */
  MatrixProduct rCandidate;

  /** What the product with {@link #rCandidate} starts from. */
  float[] rCandidateBias = NONE;

  /** Peepholes i, o, f of an LSTM; empty for none. */
  float[] p = NONE;

  /** Whether no element of R is infinite or NaN, so that zero times any of them is zero. */
  boolean isRecurrentFinite;

  FloatDirection(Cell cell, Packing packing) {
    Kernels kernels = packing.kernels();
    this.cell = cell;
    this.packing = packing;
    this.packer = kernels.packer();
    this.bounds = packing.bounds();
    this.input = new FloatPanels(kernels.lanes());
    this.recurrent = new FloatPanels(kernels.lanes());
    this.candidate = new FloatPanels(kernels.lanes());
    this.w = new MatrixProduct(kernels, input);
    this.r = new MatrixProduct(kernels, recurrent);
    this.rCandidate = new MatrixProduct(kernels, candidate);
  }

  /** Packs direction {@code d} of checked weights. */
  void pack(
      Tensor weights, Tensor hiddenWeights, @Nullable Tensor b, @Nullable Tensor peepholes, int d) {
    int gates = cell.gates();
    int hidden = hiddenWeights.dim(2);
    int depth = weights.dim(2);
    int rowSize = packer.rowSize(gates, hidden);
    matrix(weights, d * gates * hidden * depth, gates, hidden, depth, input);
    wBias = grown(wBias, rowSize);
    int recurrentAt = d * gates * hidden * hidden;
    int biasAt = d * 2 * gates * hidden;
    int recurrentBiasAt = biasAt + gates * hidden;
    if (cell instanceof Gru gru) {
      bias(b, biasAt, -1, gates, hidden, wBias);
      int first = gru.linearBeforeReset() ? 3 : 2;
      matrix(hiddenWeights, recurrentAt, first, hidden, hidden, recurrent);
      rBias = grown(rBias, packer.rowSize(first, hidden));
      bias(b, recurrentBiasAt, -1, first, hidden, rBias);
      if (first == 2) {
        int candidateAt = recurrentAt + 2 * hidden * hidden;
        matrix(hiddenWeights, candidateAt, 1, hidden, hidden, candidate);
        rCandidateBias = grown(rCandidateBias, packer.rowSize(1, hidden));
        bias(b, recurrentBiasAt + 2 * hidden, -1, 1, hidden, rCandidateBias);
      }
    } else {
      bias(b, biasAt, recurrentBiasAt, gates, hidden, wBias);
      matrix(hiddenWeights, recurrentAt, gates, hidden, hidden, recurrent);
    }
    isRecurrentFinite =
        isFinite(hiddenWeights.floats(), recurrentAt, recurrentAt + gates * hidden * hidden);
    packPeepholes(peepholes, d, hidden);
  }

  /** Keeps the matrices in the format that suits them best: they are not packed again. */
  void settle() {
    w = packing.settled(input);
    r = packing.settled(recurrent);
    rCandidate = packing.settled(candidate);
  }

  /** Any number times 0 is 0, and only NaN and infinity give NaN: one step for each value. */
  private static boolean isFinite(float[] values, int from, int to) {
    float zeros = 0;
    for (int i = from; i < to; i++) {
      zeros += values[i] * 0f;
    }
    return zeros == 0;
  }

  private void packPeepholes(@Nullable Tensor peepholes, int d, int hidden) {
    if (peepholes == null) {
      p = NONE;
      return;
    }
    p = grown(p, 3L * hidden);
    System.arraycopy(peepholes.floats(), d * 3 * hidden, p, 0, 3 * hidden);
  }

  private void matrix(Tensor from, int at, int gates, int units, int depth, FloatPanels to) {
    to.storedAs(packing.stored().of(from));
    float[] packed = to.reshape(depth, packer.panels(gates, units), bounds);
    packer.matrix(from.floats(), at, gates, units, depth, packed, bounds.watch());
  }

  private void bias(@Nullable Tensor b, int at, int plusAt, int gates, int hidden, float[] packed) {
    if (b == null) {
      Arrays.fill(packed, 0, packer.rowSize(gates, hidden), 0f);
    } else {
      packer.bias(b.floats(), at, plusAt, gates, hidden, packed);
    }
  }

  /** Bytes of all packed arrays. */
  long bytes() {
    return w.matrix().bytes()
        + r.matrix().bytes()
        + rCandidate.matrix().bytes()
        + 4L * (wBias.length + rBias.length + rCandidateBias.length + p.length);
  }

  private float[] grown(float[] array, long size) {
    return bounds.budget().floats(array, size);
  }
}
