package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.kernel.GeneralEpilogue;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import java.util.List;

/**
 * One step of one direction for the rows that still run, after the input projection. Owns its
 * scratch.
 */
abstract class FloatStep {

  final Kernels kernels;
  final GatePacker packer;
  final boolean fused;
  final GeneralEpilogue general;

  int hiddenSize;
  int blocks;

  private FloatStep(FloatLayer layer, GeneralEpilogue general) {
    this.kernels = layer.kernels;
    this.packer = layer.packer;
    this.fused = layer.fused;
    this.general = general;
  }

  static FloatStep of(FloatLayer layer, int d) {
    Cell cell = layer.cell;
    List<Activation> all = cell.activations();
    int each = all.size() / cell.direction().count();
    Activation f = all.get(d * each);
    Activation g = all.get(d * each + Math.min(1, each - 1));
    Activation h = all.get(d * each + each - 1);
    GeneralEpilogue general = new GeneralEpilogue(layer.kernels.lanes(), f, g, h, cell.clip());
    return switch (cell) {
      case Lstm lstm -> new LstmStep(layer, general, lstm.inputForget());
      case Gru gru ->
          gru.linearBeforeReset() ? new GruLinearStep(layer, general) : new GruStep(layer, general);
      case Rnn _ -> new RnnStep(layer, general);
    };
  }

  /** Readies scratch for a batch. */
  void prepare(int batch, int newHiddenSize, int stateStride) {
    hiddenSize = newHiddenSize;
    blocks = packer.blocks(newHiddenSize);
  }

  /**
   * Runs the step.
   *
   * @param weights packed weights
   * @param gates the input projection, rows from {@code at}; used as scratch
   * @param at the first row
   * @param gatesStride from row to row
   * @param rows rows that still run
   * @param h hidden states; updated
   * @param hAt where each row of {@code h} starts
   * @param c cell states of an LSTM; updated
   * @param stateStride from row to row of {@code h} and {@code c}
   */
  abstract void run(
      FloatDirection weights,
      float[] gates,
      int at,
      int gatesStride,
      int rows,
      float[] h,
      int[] hAt,
      float[] c,
      int stateStride);

  private static final class LstmStep extends FloatStep {

    private final boolean inputForget;

    LstmStep(FloatLayer layer, GeneralEpilogue general, boolean inputForget) {
      super(layer, general);
      this.inputForget = inputForget;
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] h,
        int[] hAt,
        float[] c,
        int stateStride) {
      int panels = packer.panels(4, hiddenSize);
      kernels.multiply(
          h,
          hAt,
          0,
          rows,
          hiddenSize,
          weights.r,
          0,
          panels,
          gates,
          at,
          gatesStride,
          gates,
          at,
          gatesStride);
      if (fused && weights.p.length == 0) {
        kernels.lstm(gates, at, gatesStride, rows, blocks, c, h, stateStride);
      } else {
        general.lstm(
            gates, at, gatesStride, rows, c, h, stateStride, weights.p, hiddenSize, inputForget);
      }
    }
  }

  private static final class GruLinearStep extends FloatStep {

    private float[] recurrent = new float[0];

    GruLinearStep(FloatLayer layer, GeneralEpilogue general) {
      super(layer, general);
    }

    @Override
    void prepare(int batch, int newHiddenSize, int stateStride) {
      super.prepare(batch, newHiddenSize, stateStride);
      recurrent = FloatLayerSession.grown(recurrent, batch * packer.rowSize(3, newHiddenSize));
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] h,
        int[] hAt,
        float[] c,
        int stateStride) {
      int panels = packer.panels(3, hiddenSize);
      kernels.multiply(
          h,
          hAt,
          0,
          rows,
          hiddenSize,
          weights.r,
          0,
          panels,
          weights.rBias,
          0,
          0,
          recurrent,
          0,
          gatesStride);
      if (fused) {
        kernels.gruLinear(gates, at, recurrent, gatesStride, rows, blocks, h, stateStride);
      } else {
        general.gruLinear(gates, at, recurrent, gatesStride, rows, hiddenSize, h, stateStride);
      }
    }
  }

  private static final class GruStep extends FloatStep {

    private float[] resetAndUpdate = new float[0];
    private float[] candidate = new float[0];
    private float[] reset = new float[0];
    private int pairStride;
    private int candidateStride;

    GruStep(FloatLayer layer, GeneralEpilogue general) {
      super(layer, general);
    }

    @Override
    void prepare(int batch, int newHiddenSize, int stateStride) {
      super.prepare(batch, newHiddenSize, stateStride);
      pairStride = packer.rowSize(2, newHiddenSize);
      candidateStride = packer.rowSize(1, newHiddenSize);
      resetAndUpdate = FloatLayerSession.grown(resetAndUpdate, batch * pairStride);
      candidate = FloatLayerSession.grown(candidate, batch * candidateStride);
      reset = FloatLayerSession.grown(reset, batch * stateStride);
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] h,
        int[] hAt,
        float[] c,
        int stateStride) {
      int pairs = packer.panels(2, hiddenSize);
      kernels.multiply(
          h,
          hAt,
          0,
          rows,
          hiddenSize,
          weights.r,
          0,
          pairs,
          weights.rBias,
          0,
          0,
          resetAndUpdate,
          0,
          pairStride);
      if (fused) {
        kernels.gruReset(
            gates,
            at,
            gatesStride,
            resetAndUpdate,
            pairStride,
            rows,
            blocks,
            h,
            reset,
            stateStride);
      } else {
        general.gruReset(
            gates,
            at,
            gatesStride,
            resetAndUpdate,
            pairStride,
            rows,
            hiddenSize,
            h,
            reset,
            stateStride);
      }
      int panels = packer.panels(1, hiddenSize);
      kernels.multiply(
          reset,
          hAt,
          0,
          rows,
          hiddenSize,
          weights.rCandidate,
          0,
          panels,
          weights.rCandidateBias,
          0,
          0,
          candidate,
          0,
          candidateStride);
      if (fused) {
        kernels.gruUpdate(
            gates, at, gatesStride, candidate, candidateStride, rows, blocks, h, stateStride);
      } else {
        general.gruUpdate(
            gates, at, gatesStride, candidate, candidateStride, rows, hiddenSize, h, stateStride);
      }
    }
  }

  private static final class RnnStep extends FloatStep {

    private final boolean relu;

    RnnStep(FloatLayer layer, GeneralEpilogue general) {
      super(layer, general);
      relu = general.f().function() == ActivationFunction.RELU;
    }

    @Override
    void run(
        FloatDirection weights,
        float[] gates,
        int at,
        int gatesStride,
        int rows,
        float[] h,
        int[] hAt,
        float[] c,
        int stateStride) {
      int panels = packer.panels(1, hiddenSize);
      kernels.multiply(
          h,
          hAt,
          0,
          rows,
          hiddenSize,
          weights.r,
          0,
          panels,
          gates,
          at,
          gatesStride,
          gates,
          at,
          gatesStride);
      int size = packer.padded(hiddenSize);
      if (!fused) {
        general.rnn(gates, at, gatesStride, rows, hiddenSize, h, stateStride);
      } else if (relu) {
        kernels.rnnRelu(gates, at, gatesStride, rows, size, h, stateStride);
      } else {
        kernels.rnnTanh(gates, at, gatesStride, rows, size, h, stateStride);
      }
    }
  }
}
