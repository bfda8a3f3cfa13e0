package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.Alignment;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import dev.vecurrent.tensor.Tensor;
import java.lang.foreign.MemorySegment;
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
  private final Bounds bounds;

  /** W packed, all gates. */
  float[] w = NONE;

  /** W aligned, for single rows; {@code null} for none. So are the others of this kind. */
  @Nullable MemorySegment wAligned;

  /** What the input projection starts from. */
  float[] wBias = NONE;

  /** R packed: all gates, or gates z and r of a GRU with {@code linear_before_reset = 0}. */
  float[] r = NONE;

  @Nullable MemorySegment rAligned;

  /** What the recurrent product of a GRU starts from. */
  float[] rBias = NONE;

  /** R of the candidate, packed, of a GRU with {@code linear_before_reset = 0}. */
  float[] rCandidate = NONE;

  @Nullable MemorySegment rCandidateAligned;

  /** What the product with {@link #rCandidate} starts from. */
  float[] rCandidateBias = NONE;

  /** Peepholes i, o, f of an LSTM; empty for none. */
  float[] p = NONE;

  /** Whether no element of R is infinite or NaN, so that zero times any of them is zero. */
  boolean isRecurrentFinite;

  FloatDirection(Cell cell, GatePacker packer, Bounds bounds) {
    this.cell = cell;
    this.packer = packer;
    this.bounds = bounds;
  }

  /** Packs direction {@code d} of checked weights. */
  void pack(
      Tensor weights, Tensor recurrent, @Nullable Tensor b, @Nullable Tensor peepholes, int d) {
    int gates = cell.gates();
    int hidden = recurrent.dim(2);
    int depth = weights.dim(2);
    int rowSize = packer.rowSize(gates, hidden);
    w = grown(w, packer.matrixSize(gates, hidden, depth));
    packer.matrix(
        weights.floats(), d * gates * hidden * depth, gates, hidden, depth, w, bounds.watch());
    wBias = grown(wBias, rowSize);
    int recurrentAt = d * gates * hidden * hidden;
    int biasAt = d * 2 * gates * hidden;
    int recurrentBiasAt = biasAt + gates * hidden;
    switch (cell) {
      case Lstm _, Rnn _ -> {
        bias(b, biasAt, recurrentBiasAt, gates, hidden, wBias);
        r = matrix(recurrent, recurrentAt, gates, hidden, r);
      }
      case Gru gru -> {
        bias(b, biasAt, -1, gates, hidden, wBias);
        int first = gru.linearBeforeReset() ? 3 : 2;
        r = matrix(recurrent, recurrentAt, first, hidden, r);
        rBias = grown(rBias, packer.rowSize(first, hidden));
        bias(b, recurrentBiasAt, -1, first, hidden, rBias);
        if (first == 2) {
          int candidateAt = recurrentAt + 2 * hidden * hidden;
          rCandidate = matrix(recurrent, candidateAt, 1, hidden, rCandidate);
          rCandidateBias = grown(rCandidateBias, packer.rowSize(1, hidden));
          bias(b, recurrentBiasAt + 2 * hidden, -1, 1, hidden, rCandidateBias);
        }
      }
    }
    isRecurrentFinite =
        isFinite(recurrent.floats(), recurrentAt, recurrentAt + gates * hidden * hidden);
    packPeepholes(peepholes, d, hidden);
  }

  /** Keeps aligned copies of the matrices, where they gain and do not take much memory. */
  void align(Kernels kernels) {
    wAligned = aligned(kernels, w);
    rAligned = aligned(kernels, r);
    rCandidateAligned = aligned(kernels, rCandidate);
  }

  private @Nullable MemorySegment aligned(Kernels kernels, float[] matrix) {
    if (!Alignment.pays(matrix) || !bounds.budget().allows(0, 4L * matrix.length)) {
      return null;
    }
    MemorySegment copy = kernels.aligned(matrix);
    bounds.budget().take("an aligned copy", bytes(copy));
    return copy;
  }

  private static boolean isFinite(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  private void packPeepholes(@Nullable Tensor peepholes, int d, int hidden) {
    if (peepholes == null) {
      p = NONE;
      return;
    }
    p = grown(p, 3L * hidden);
    System.arraycopy(peepholes.floats(), d * 3 * hidden, p, 0, 3 * hidden);
  }

  private float[] matrix(Tensor from, int at, int gates, int hidden, float[] to) {
    float[] packed = grown(to, packer.matrixSize(gates, hidden, hidden));
    packer.matrix(from.floats(), at, gates, hidden, hidden, packed, bounds.watch());
    return packed;
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
    return 4L
            * (w.length
                + wBias.length
                + r.length
                + rBias.length
                + rCandidate.length
                + rCandidateBias.length
                + p.length)
        + bytes(wAligned)
        + bytes(rAligned)
        + bytes(rCandidateAligned);
  }

  private static long bytes(@Nullable MemorySegment aligned) {
    return aligned == null ? 0 : aligned.byteSize();
  }

  private float[] grown(float[] array, long size) {
    return bounds.budget().floats(array, size);
  }
}
