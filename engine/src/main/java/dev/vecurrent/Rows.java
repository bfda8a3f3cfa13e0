package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.state.StateTable;

/** The places that a call runs, as the rows of its batch. One object for all calls of a caller. */
final class Rows {

  int count;

  /** The place of each row; {@code null} for all there are, in order. */
  private int @Nullable [] places;

  /** All of so many places, in order. */
  Rows(int capacity) {
    count = capacity;
  }

  /** Begins a call of these rows. */
  void begin(StateTable table) {
    if (places == null) {
      table.beginAll();
    } else {
      table.begin(places, count);
    }
  }

  /** Lets the next call run the first so many of some places. */
  Rows of(int[] newPlaces, int newCount) {
    places = newPlaces;
    count = newCount;
    return this;
  }
}
