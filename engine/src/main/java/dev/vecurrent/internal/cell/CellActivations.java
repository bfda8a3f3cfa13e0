package dev.vecurrent.internal.cell;

import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.Cell;
import java.util.List;

/**
 * The activations of one direction of a cell, and its clip.
 *
 * @param f the first
 * @param g the second, where the cell has one; else the first
 * @param h the last
 * @param clip limit of the pre-activations; infinite for none
 */
record CellActivations(Activation f, Activation g, Activation h, float clip) {

  /** Those of direction {@code d}. */
  static CellActivations of(Cell cell, int d) {
    List<Activation> all = cell.activations();
    int each = all.size() / cell.direction().count();
    return new CellActivations(
        all.get(d * each),
        all.get(d * each + Math.min(1, each - 1)),
        all.get(d * each + each - 1),
        cell.clip());
  }

  /** Whether all directions of a cell have these functions, and no clip: the kernels' epilogues. */
  static boolean areUsual(Cell cell, ActivationFunction... once) {
    if (cell.clip() != Float.POSITIVE_INFINITY) {
      return false;
    }
    for (int j = 0; j < cell.activations().size(); j++) {
      if (cell.activations().get(j).function() != once[j % once.length]) {
        return false;
      }
    }
    return true;
  }

  /** The epilogues of a cell in words. */
  static String describe(Cell cell, boolean fused) {
    return fused ? "fused epilogue" : "scalar epilogue for " + cell.activations();
  }

  /** The first activation of a gate. */
  float f(float gate) {
    return FloatActivation.apply(f, clipped(gate));
  }

  /** The second activation of a gate. */
  float g(float gate) {
    return FloatActivation.apply(g, clipped(gate));
  }

  /** The last activation of a cell state, which is not clipped. */
  float h(float state) {
    return FloatActivation.apply(h, state);
  }

  private float clipped(float gate) {
    if (gate > clip) {
      return clip;
    }
    return gate < -clip ? -clip : gate;
  }
}
