package dev.vecurrent;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.BitSet;
import java.util.List;

/**
 * Many live sequences with the scratch of one session: each has a <em>place</em>, and a call steps
 * those that are ready, as the rows of one batch. Rows of a batch are independent to the bit, so
 * who joins, leaves or stalls changes no answer of the others.
 *
 * <p>A sequence costs twice its state, and some bytes. A batcher starts no thread, keeps no clock
 * and drops nothing: when to call it is the caller's business.
 *
 * <p>A call that is refused, ended or dies leaves the states as they were. Not safe for use by two
 * threads at a time. Calls allocate nothing once the largest has been seen.
 */
public final class Batcher {

  private final CarryingCalls calls;
  private final BitSet open;
  private final int capacity;
  private final Rows call = new Rows(0);
  private final Steps array = new Steps();

  Batcher(Session session, Compiled compiled, List<GraphState> states, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: expected 1 or more, found " + capacity);
    }
    this.capacity = capacity;
    this.open = new BitSet(capacity);
    this.calls =
        new CarryingCalls(session, compiled, new Carried(new StateTable(capacity), states, 1));
  }

  /** What the caller gives with each call, in order: the model's inputs without carried states. */
  public List<ValueInfo> inputs() {
    return calls.inputs();
  }

  /** What the caller gets, in order: the model's outputs without carried states. */
  public List<ValueInfo> outputs() {
    return calls.outputs();
  }

  /** How many sequences may live at the same time. */
  public int capacity() {
    return capacity;
  }

  /** How many sequences live. */
  public int live() {
    return open.cardinality();
  }

  /** Bytes of the state of one sequence. The batcher holds two for each place. */
  public long stateBytes() {
    return calls.table().stateBytes();
  }

  /** Bytes of the states of all places, both of each, and what is kept beside them. */
  public long tableBytes() {
    return calls.table().bytes();
  }

  /**
   * Begins a sequence.
   *
   * @return its place, 0 to capacity - 1, until it is {@linkplain #close closed}
   * @throws IllegalStateException if there is no free place
   */
  public int open() {
    int place = open.nextClearBit(0);
    if (place >= capacity) {
      throw new IllegalStateException("all " + capacity + " places are taken");
    }
    calls.session().alone(() -> calls.table().reset(place));
    open.set(place);
    return place;
  }

  /** Ends a sequence; its place may be given to another. */
  public void close(int place) {
    check(place);
    open.clear(place);
  }

  /**
   * Begins a sequence with the state of another, which goes on by itself.
   *
   * @return its place
   * @throws IllegalStateException if there is no free place
   */
  public int fork(int place) {
    check(place);
    int copy = open();
    calls.session().alone(() -> calls.table().copy(calls.table(), place, copy));
    return copy;
  }

  /** Forgets the state of a sequence: its next step is the first. */
  public void reset(int place) {
    check(place);
    calls.session().alone(() -> calls.table().reset(place));
  }

  /**
   * Takes back the last call of a sequence; others are left alone. Only the last one, and only
   * once.
   *
   * @return whether there was one that could be taken back
   */
  public boolean undo(int place) {
    check(place);
    boolean[] done = new boolean[1];
    calls.session().alone(() -> done[0] = calls.table().undo(place));
    return done[0];
  }

  /** The state of a sequence as bytes; that of a {@link Stream} of one sequence is the same. */
  public byte[] snapshot(int place) {
    check(place);
    return calls.snapshots(place).write();
  }

  /**
   * Lets a sequence go on from a snapshot of another, be it of another batcher, process or machine.
   *
   * @param snapshot of one sequence of the same model
   * @throws dev.vecurrent.limit.SnapshotRefusedException if it is damaged, of another version of
   *     the format, of another model or of several sequences; the state is as before
   */
  public void restore(int place, byte[] snapshot) {
    check(place);
    calls.snapshots(place).readStates(snapshot);
  }

  /**
   * Feeds one time step to each of some sequences; see {@link #run(int[], int, float[], int,
   * float[], CallLimits)}.
   */
  public void step(int[] places, int rows, float[] x, float[] y) {
    run(places, rows, x, 1, y, CallLimits.none());
  }

  /**
   * Feeds one token to each of some sequences.
   *
   * @param places the sequences, each once
   * @param rows how many they are, the first of {@code places}
   * @param tokens {@code [rows]}
   * @param y receives the first output of the call, dense; may be longer
   */
  public void step(int[] places, int rows, int[] tokens, float[] y) {
    check(places, rows);
    calls.run(call.of(places, rows), array.of(tokens, 1), y, CallLimits.none(), false);
  }

  /**
   * Feeds some time steps to each of some sequences of a model with one input, states aside. A
   * model that is declared for a fixed number of sequences takes that many in each call.
   *
   * @param places the sequences, each once
   * @param rows how many they are (N), the first of {@code places}
   * @param x in the order of the input, dense: {@code [steps, N, I]}, or {@code [N, steps, I]}
   *     where the model reads batch-major
   * @param steps how many, 0 or more
   * @param y receives the first output of the call, dense; may be longer
   * @param limits of this call
   * @throws IllegalArgumentException if a place is not open or there twice, or an array has not the
   *     size it must have; no state has changed then
   * @throws dev.vecurrent.limit.CallEndedException if a limit or an interrupt ends the call; no
   *     state has changed then
   */
  public void run(int[] places, int rows, float[] x, int steps, float[] y, CallLimits limits) {
    check(places, rows);
    calls.run(call.of(places, rows), array.of(x, steps), y, limits, false);
  }

  /**
   * Feeds a chunk to each of some sequences of a model with any inputs.
   *
   * @param places the sequences, each once
   * @param rows how many they are (N), the first of {@code places}
   * @param chunk a tensor for each of {@link #inputs}, in order, with N sequences
   * @param results a tensor for each of {@link #outputs}, in order, or {@code null} for one that is
   *     not wanted
   * @param limits of this call
   */
  public void run(int[] places, int rows, Tensor[] chunk, Tensor[] results, CallLimits limits) {
    check(places, rows);
    calls.run(call.of(places, rows), chunk, results, limits);
  }

  /** Gives back the scratch of large calls; states go on. The next call makes what it needs. */
  public void trim() {
    calls.trim();
  }

  private void check(int[] places, int rows) {
    if (rows < 0 || rows > places.length) {
      throw new IllegalArgumentException(
          "rows: expected 0 to " + places.length + ", found " + rows);
    }
    for (int row = 0; row < rows; row++) {
      check(places[row]);
    }
  }

  private void check(int place) {
    if (place < 0 || !open.get(place)) {
      throw new IllegalArgumentException("place " + place + " is not open");
    }
  }
}
