package dev.vecurrent.internal.exec;

import dev.vecurrent.spec.Layout;

/**
 * How a recurrent layer meets the values around it.
 *
 * @param xBatchMajor whether X is {@code [N, T, I]} instead of {@code [T, N, I]}
 * @param yOrder the order of the dimensions of Y
 * @param statesBatchMajor whether initial and final states are {@code [N, D, H]} instead of {@code
 *     [D, N, H]}
 */
public record LayerForm(boolean xBatchMajor, YOrder yOrder, boolean statesBatchMajor) {

  /** The form that the ONNX operator has by itself. */
  public static LayerForm of(Layout layout) {
    return layout == Layout.TIME_MAJOR
        ? new LayerForm(false, YOrder.T_D_N_H, false)
        : new LayerForm(true, YOrder.N_T_D_H, true);
  }
}
