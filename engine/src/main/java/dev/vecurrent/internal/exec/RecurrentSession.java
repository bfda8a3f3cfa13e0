package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.state.CarriedStates;
import dev.vecurrent.tensor.Tensor;

/**
 * Scratch and state of one {@link RecurrentLayer} for one call at a time. Allocates only to grow.
 */
public interface RecurrentSession {

  /**
   * Takes the arguments of a call. All are checked before anything is written; outputs are then
   * resized. {@link #execute} does the rest, and is left out where arguments of a layer above are
   * refused.
   *
   * @param x X, in the order of the layer's form
   * @param w W {@code [D, G*H, I]} if the layer has no constant weights, else ignored
   * @param r R {@code [D, G*H, H]}, likewise
   * @param b B {@code [D, 2*G*H]}, likewise; {@code null} for zero
   * @param p P {@code [D, 3*H]}, likewise; {@code null} for none
   * @param sequenceLens INT32 or INT64 {@code [N]}, each in {@code [0, T]}, or {@code null}
   * @param initialH initial_h of sequences without a carried state, or {@code null} for zero
   * @param initialC initial_c, likewise
   * @param y receives Y, or {@code null}
   * @param yH receives Y_h, or {@code null}
   * @param yC receives Y_c, or {@code null}
   * @throws IllegalArgumentException if shapes, types or lengths do not fit
   */
  void begin(
      Tensor x,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      @Nullable Tensor sequenceLens,
      @Nullable Tensor initialH,
      @Nullable Tensor initialC,
      @Nullable Tensor y,
      @Nullable Tensor yH,
      @Nullable Tensor yC);

  /** Runs the layer on the arguments of {@link #begin}. */
  void execute();

  /** {@link #begin}, then {@link #execute}. */
  default void run(
      Tensor x,
      @Nullable Tensor w,
      @Nullable Tensor r,
      @Nullable Tensor b,
      @Nullable Tensor p,
      @Nullable Tensor sequenceLens,
      @Nullable Tensor initialH,
      @Nullable Tensor initialC,
      @Nullable Tensor y,
      @Nullable Tensor yH,
      @Nullable Tensor yC) {
    begin(x, w, r, b, p, sequenceLens, initialH, initialC, y, yH, yC);
    execute();
  }

  /** Bytes of scratch and state that this session keeps, weights packed for each run included. */
  long bytes();

  /**
   * Lets runs go on from the states of their places, and leave there those in which they end.
   * Initial states are for places that have none yet. Whoever made the table says which places are
   * rows, and commits. Without a call of this, each run starts from its initial states.
   */
  void carry(CarriedStates states);
}
