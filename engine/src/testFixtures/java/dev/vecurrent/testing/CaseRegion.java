package dev.vecurrent.testing;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Rnn;
import java.util.List;

/** Which part of the operators' space random cases are drawn from. */
public enum CaseRegion {
  /** All of it: both layouts, float32 and float64, empty batches and sequences. */
  EVERYTHING,

  /**
   * What ONNX Runtime 1.29 computes: float32, layout 0, {@code hidden_size} given, {@code
   * sequence_lens} of int32, and without
   *
   * <ul>
   *   <li>N = 0 and T = 0, where it takes extremes of an empty list of lengths or leaves Y_h and
   *       Y_c unwritten;
   *   <li>batches of LSTM and GRU in which every length is 0, where it leaves Y_c, and Y_h where Y
   *       is absent, unwritten;
   *   <li>any length 0 of an RNN, where it reads Y_h from before the start of Y (forward) or gives
   *       initial_h (reverse);
   *   <li>bidirectional RNNs whose two functions do not take the same parameters, because its RNN
   *       takes {@code activation_alpha} and {@code activation_beta} by direction instead of in the
   *       order of the functions that use them.
   * </ul>
   */
  ONNX_RUNTIME;

  /** The least T and N. */
  int leastSize() {
    return this == EVERYTHING ? 0 : 1;
  }

  /** Whether the activations of a cell can be written as ONNX Runtime reads them. */
  boolean admits(Cell cell) {
    if (this == EVERYTHING || !(cell instanceof Rnn) || cell.direction().count() == 1) {
      return true;
    }
    List<Activation> functions = cell.activations();
    return functions.get(0).function().usesAlpha() == functions.get(1).function().usesAlpha()
        && functions.get(0).function().usesBeta() == functions.get(1).function().usesBeta();
  }

  /** Whether the lengths of a batch are computed; none at all are those of full sequences. */
  boolean admits(Cell cell, int[] lengths) {
    if (this == EVERYTHING) {
      return true;
    }
    int zeros = 0;
    for (int length : lengths) {
      zeros += length == 0 ? 1 : 0;
    }
    return cell instanceof Rnn ? zeros == 0 : zeros < lengths.length;
  }
}
