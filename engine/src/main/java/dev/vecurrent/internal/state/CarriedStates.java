package dev.vecurrent.internal.state;

import dev.vecurrent.internal.Nullable;

/**
 * Where a layer's states are carried.
 *
 * @param table which says what rows a call has
 * @param h its hidden states, {@code [D, H]} a place; {@code null} where calls bring them
 * @param c its cell states, likewise; {@code null} also for a cell without
 */
public record CarriedStates(StateTable table, @Nullable StateColumn h, @Nullable StateColumn c) {

  /** Makes room for the states of so many directions and units. */
  public void fit(int directions, int hiddenSize) {
    long size = (long) directions * hiddenSize;
    if (h != null) {
      h.fit(size);
    }
    if (c != null) {
      c.fit(size);
    }
  }
}
