package dev.vecurrent.internal.exec;

import dev.vecurrent.spec.Layout;

/**
 * How a recurrent layer meets the values around it.
 *
 * @param xBatchMajor whether X is {@code [N, T, I]} instead of {@code [T, N, I]}
 * @param yOrder the order of the dimensions of Y
 * @param statesBatchMajor whether initial and final states are {@code [N, D, H]} instead of {@code
 *     [D, N, H]}
 * @param oneStep whether it is one step of a cell: X is {@code [N, I]}, there is no Y
 * @param plainStates whether states are {@code [N, H]}, of one direction, and one row of X or of a
 *     state goes with every row of the others
 */
public record LayerForm(
    boolean xBatchMajor,
    YOrder yOrder,
    boolean statesBatchMajor,
    boolean oneStep,
    boolean plainStates) {

  /** The form of a step of a cell. */
  public static final LayerForm STEP = new LayerForm(true, YOrder.N_T_D_H, true, true, true);

  /** The form of the ONNX operator, where X and Y may be in another order. */
  public LayerForm(boolean xBatchMajor, YOrder yOrder, boolean statesBatchMajor) {
    this(xBatchMajor, yOrder, statesBatchMajor, false, false);
  }

  /** The form of a loop over steps: X {@code [T, N, I]}, Y {@code [T, N, H]}, or batch first. */
  public static LayerForm loop(boolean xBatchMajor, boolean yBatchMajor) {
    YOrder order = yBatchMajor ? YOrder.N_T_DH : YOrder.T_N_DH;
    return new LayerForm(xBatchMajor, order, true, false, true);
  }

  /** The form that the ONNX operator has by itself. */
  public static LayerForm of(Layout layout) {
    return layout == Layout.TIME_MAJOR
        ? new LayerForm(false, YOrder.T_D_N_H, false)
        : new LayerForm(true, YOrder.N_T_D_H, true);
  }

  /** This form with X in another order. */
  public LayerForm withX(boolean batchMajor) {
    return new LayerForm(batchMajor, yOrder, statesBatchMajor, oneStep, plainStates);
  }

  /** This form with Y in another order. */
  public LayerForm withY(YOrder order) {
    return new LayerForm(xBatchMajor, order, statesBatchMajor, oneStep, plainStates);
  }

  /** Dimensions of X. */
  int rank() {
    return oneStep ? 2 : 3;
  }

  /** Dimensions of a state. */
  int stateRank() {
    return plainStates ? 2 : 3;
  }
}
