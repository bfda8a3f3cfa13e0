package dev.vecurrent.spec;

/**
 * Whose order the weights of a recurrent layer are in: order of the gates, orientation of the
 * matrices, and biases. {@code NetworkBuilder} reorders them once to {@link #ONNX}.
 *
 * <table>
 * <caption>The layouts</caption>
 * <tr><th></th><th>LSTM gates</th><th>GRU gates</th><th>W, R of a direction</th></tr>
 * <tr><td>ONNX</td><td>i o f c</td><td>z r h</td><td>{@code [G*H, I]}, {@code [G*H, H]}</td></tr>
 * <tr><td>PyTorch</td><td>i f g o</td><td>r z n</td><td>{@code [G*H, I]}, {@code [G*H, H]}</td></tr>
 * <tr><td>Keras</td><td>i f c o</td><td>z r h</td><td>{@code [I, G*H]}, {@code [H, G*H]}</td></tr>
 * </table>
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written
public enum WeightLayout {
  /** As the ONNX operators have them: {@code W [G*H, I]}, gates i o f c and z r h. */
  ONNX(new int[] {0, 1, 2, 3}, new int[] {0, 1, 2}, false),
  /** {@code weight_ih_l0}, {@code weight_hh_l0}: {@code [G*H, I]}, gates i f g o and r z n. */
  PYTORCH(new int[] {0, 3, 1, 2}, new int[] {1, 0, 2}, false),
  /** {@code kernel}, {@code recurrent_kernel}: {@code [I, G*H]}, gates i f c o and z r h. */
  KERAS(new int[] {0, 3, 1, 2}, new int[] {0, 1, 2}, true);

  private final int[] lstm;
  private final int[] gru;
  private final boolean transposed;

  WeightLayout(int[] lstm, int[] gru, boolean transposed) {
    this.lstm = lstm;
    this.gru = gru;
    this.transposed = transposed;
  }

  /**
   * Where a gate of ONNX stands in this layout.
   *
   * @param cell the cell whose gates are meant
   * @param gate its index in ONNX's order
   */
  public int source(Cell cell, int gate) {
    return switch (cell) {
      case Lstm _ -> lstm[gate];
      case Gru _ -> gru[gate];
      case Rnn _ -> gate;
    };
  }

  /** Whether matrices have a column for each output instead of a row. */
  public boolean isTransposed() {
    return transposed;
  }
}
