package dev.vecurrent;

/** The places that a call runs, as the rows of its batch. One object for all calls of a caller. */
final class Rows {

  int[] places;
  int count;

  /** All places of a table, in order. */
  Rows(int capacity) {
    places = new int[capacity];
    count = capacity;
    for (int place = 0; place < capacity; place++) {
      places[place] = place;
    }
  }

  /** Lets the next call run the first so many of some places. */
  Rows of(int[] newPlaces, int newCount) {
    places = newPlaces;
    count = newCount;
    return this;
  }
}
