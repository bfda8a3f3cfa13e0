package dev.vecurrent.internal.exec;

import dev.vecurrent.spec.Layout;

/**
 * How a recurrent layer meets the values around it.
 *
 * @param xBatchMajor whether X is {@code [N, T, I]} instead of {@code [T, N, I]}
 * @param yOrder the order of the dimensions of Y
 * @param statesBatchMajor whether initial and final states are {@code [N, D, H]} instead of {@code
 *     [D, N, H]}
 * @param oneStep whether it is one step of a cell: X is {@code [N, I]}, states are {@code [N, H]},
 *     there is no Y, and one row of X or of a state goes with every row of the others
 */
public record LayerForm(
    boolean xBatchMajor, YOrder yOrder, boolean statesBatchMajor, boolean oneStep) {

  /** The form of a step of a cell. */
  public static final LayerForm STEP = new LayerForm(true, YOrder.N_T_D_H, true, true);

  /** The form of a layer over sequences. */
  public LayerForm(boolean xBatchMajor, YOrder yOrder, boolean statesBatchMajor) {
    this(xBatchMajor, yOrder, statesBatchMajor, false);
  }

  /** The form that the ONNX operator has by itself. */
  public static LayerForm of(Layout layout) {
    return layout == Layout.TIME_MAJOR
        ? new LayerForm(false, YOrder.T_D_N_H, false)
        : new LayerForm(true, YOrder.N_T_D_H, true);
  }

  /** Dimensions of X. */
  int rank() {
    return oneStep ? 2 : 3;
  }
}
