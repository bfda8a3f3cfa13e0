package dev.vecurrent.internal.state;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * The carried states of some sequences, each of which has a <em>place</em>. A call runs some of the
 * places, as the rows of its batch in any order; the others are left alone.
 *
 * <p>Each place has two halves. A call reads the current one and writes the other, and {@link
 * #commit} makes that the current one. A call that fails is not committed, so there is nothing to
 * take back. Until its next call a place can still {@linkplain #undo go back}.
 *
 * <p>Allocates nothing but for new columns and places. For one thread, but that threads which share
 * a call may read where its rows are.
 */
public final class StateTable {

  /** The half of a place that is current. */
  private static final byte CURRENT = 1;

  /** Whether half 0, and half 1 by the bit after it, holds a state: else it is the first one. */
  private static final byte STARTED = 2;

  /** Whether the other half is that of the call before. */
  private static final byte CAN_UNDO = 8;

  /** Whether a place is among the rows that are being checked: no call has one twice. */
  private static final byte CHECKED = 16;

  private final List<StateColumn> columns = new ArrayList<>();

  /** How many columns the run that is being attached has asked for. */
  private int asked;

  private final byte[] flags;

  /** The place of each row of the call. */
  private final int[] places;

  private int rows;

  /** Whether they are all places, in order. */
  private boolean isAll;

  /** Whether an error ended a {@link #commit}, after which nothing is certain. */
  private boolean isTorn;

  private Budget budget = Budget.unlimited();

  /** A table of so many places without states; calls have a row for each, in order. */
  public StateTable(int capacity) {
    this.flags = new byte[capacity];
    this.places = new int[capacity];
    beginAll();
  }

  /** How many places there are. */
  public int capacity() {
    return flags.length;
  }

  /** The columns, in the order in which they were asked for. */
  public List<StateColumn> columns() {
    return columns;
  }

  /**
   * Begins to attach a run, which asks for its columns in their order. The first run makes them;
   * each later one goes on with them.
   *
   * @param newBudget counts what the columns hold, now and when they grow
   */
  public void attach(Budget newBudget) {
    newBudget.take("carried states", bytes());
    budget = newBudget;
    asked = 0;
  }

  /**
   * The next column. Names need not be unique: columns are told apart by their order.
   *
   * @throws IllegalArgumentException if a run before had another one in its place
   */
  public StateColumn column(String name, ElementType type) {
    if (asked == columns.size()) {
      columns.add(new StateColumn(this, name, type));
    }
    StateColumn column = columns.get(asked++);
    if (!column.name().equals(name) || column.type() != type) {
      throw new IllegalArgumentException(
          "a call of this form has other states: expected %s %s, found %s %s"
              .formatted(column.type(), column.name(), type, name));
    }
    return column;
  }

  Budget budget() {
    return budget;
  }

  /** Begins a call that has a row for each place, in order. */
  public void beginAll() {
    if (!isAll) {
      isAll = true;
      rows = flags.length;
      for (int place = 0; place < rows; place++) {
        places[place] = place;
      }
    }
    for (int place = 0; place < rows; place++) {
      flags[place] &= ~CAN_UNDO; // a call that fails may have written there
    }
  }

  /**
   * Begins a call.
   *
   * @param newPlaces the place of each row
   * @param newRows how many rows there are
   * @throws IllegalArgumentException if a place is not one of the table, or there twice; the call
   *     before is then still the last one
   */
  public void begin(int[] newPlaces, int newRows) {
    if (newRows > newPlaces.length || newRows > flags.length) {
      throw new IllegalArgumentException(
          "places: expected at most %d, found %d of %d"
              .formatted(flags.length, newRows, newPlaces.length));
    }
    int checked = 0;
    try {
      for (; checked < newRows; checked++) {
        int place = newPlaces[checked];
        check(place);
        if ((flags[place] & CHECKED) != 0) {
          throw new IllegalArgumentException("places: " + place + " is there twice");
        }
        flags[place] |= CHECKED;
      }
    } finally {
      for (int row = 0; row < checked; row++) {
        flags[newPlaces[row]] &= ~CHECKED;
      }
    }
    isAll = false;
    System.arraycopy(newPlaces, 0, places, 0, newRows);
    rows = newRows;
    for (int row = 0; row < rows; row++) {
      flags[places[row]] &= ~CAN_UNDO;
    }
  }

  private void check(int place) {
    if (place < 0 || place >= flags.length) {
      throw new IllegalArgumentException(
          "place: expected 0 to " + (flags.length - 1) + ", found " + place);
    }
  }

  /** How many rows the call has. */
  public int rows() {
    return rows;
  }

  /** The place of a row of the call. */
  public int place(int row) {
    return places[row];
  }

  /** Makes the states that the call wrote the current ones of its places. */
  public void commit() {
    isTorn = true;
    for (int row = 0; row < rows; row++) {
      int place = places[row];
      int next = current(place) ^ 1;
      int before = flags[place] & (STARTED << (next ^ 1));
      flags[place] = (byte) (next | (STARTED << next) | before | CAN_UNDO);
    }
    isTorn = false;
  }

  /** Whether an error ended a {@link #commit}: the states are then those of no call. */
  public boolean isTorn() {
    return isTorn;
  }

  /**
   * Lets each place of the last call go back to the state before it.
   *
   * @return whether any did
   */
  public boolean undoAll() {
    boolean any = false;
    for (int row = 0; row < rows; row++) {
      any |= undo(places[row]);
    }
    return any;
  }

  /**
   * Lets a place go back to the state before its last call.
   *
   * @return whether it did: only the last call can be taken back, and only once
   */
  public boolean undo(int place) {
    check(place);
    if ((flags[place] & CAN_UNDO) == 0) {
      return false;
    }
    int before = current(place) ^ 1;
    flags[place] = (byte) (before | (flags[place] & (STARTED << before)));
    return true;
  }

  /**
   * Lets each place of the last call go back further: to the state that it has in another table.
   *
   * @param before as for {@link #copy}
   */
  public void goBackTo(StateTable before) {
    for (int row = 0; row < rows; row++) {
      int place = places[row];
      int other = current(place) ^ 1;
      int started = STARTED << other;
      flags[place] = (byte) ((flags[place] & ~started) | CAN_UNDO);
      if (before.isStarted(place)) {
        copyStates(before, place, 2 * place + other);
        flags[place] |= (byte) started;
      }
    }
  }

  /** Forgets the state of a place: its next call is the first of a new sequence. */
  public void reset(int place) {
    check(place);
    flags[place] = 0;
  }

  /** Forgets the states of all places. */
  public void resetAll() {
    for (int place = 0; place < flags.length; place++) {
      flags[place] = 0;
    }
    isTorn = false;
  }

  /** Whether a place has a state that a call has left. */
  public boolean isStarted(int place) {
    check(place);
    return (flags[place] & (STARTED << current(place))) != 0;
  }

  /** Whether any place has a state. */
  boolean isAnyStarted() {
    for (int place = 0; place < flags.length; place++) {
      if (isStarted(place)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives a place the state of one of this or another table.
   *
   * @param from a table whose columns have the same names, types and sizes in the same order
   */
  public void copy(StateTable from, int fromPlace, int place) {
    from.check(fromPlace);
    check(place);
    if (!from.isStarted(fromPlace)) {
      reset(place);
      return;
    }
    copyStates(from, fromPlace, 2 * place);
    flags[place] = STARTED;
  }

  private void copyStates(StateTable from, int fromPlace, int half) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).copy(from.columns.get(i), from.halfAt(fromPlace), half);
    }
  }

  /** A table with as many places and the same columns, without states. */
  public StateTable like() {
    StateTable other = new StateTable(flags.length);
    for (StateColumn column : columns) {
      other.column(column.name(), column.type()).fit(column.size());
    }
    return other;
  }

  /** Gives each place the state of the same place of another table; see {@link #copy}. */
  public void copyAll(StateTable from) {
    for (int place = 0; place < flags.length; place++) {
      copy(from, place, place);
    }
  }

  /** Makes the first half of a place, which was written, its state. */
  void start(int place) {
    flags[place] = STARTED;
  }

  /** Which half of a row's place is read, counted over all places; -1 if it holds no state. */
  int currentHalf(int row) {
    int place = places[row];
    int flag = flags[place];
    int half = flag & CURRENT;
    return (flag & (STARTED << half)) == 0 ? -1 : 2 * place + half;
  }

  /** Which half of a row's place is written, counted over all places. */
  int nextHalf(int row) {
    int place = places[row];
    return 2 * place + (current(place) ^ 1);
  }

  /** The current half of a place, counted over all places. */
  int halfAt(int place) {
    return 2 * place + current(place);
  }

  private int current(int place) {
    return flags[place] & CURRENT;
  }

  /** Bytes of the states of one place, one half: what a live sequence is. */
  public long stateBytes() {
    long bytes = 0;
    for (StateColumn column : columns) {
      bytes += (long) column.size() * column.type().bytes();
    }
    return bytes;
  }

  /** Bytes that the table holds: two halves a place, and what it knows of each. */
  public long bytes() {
    long bytes = (long) flags.length * (1 + 4);
    for (StateColumn column : columns) {
      bytes += column.bytes();
    }
    return bytes;
  }
}
