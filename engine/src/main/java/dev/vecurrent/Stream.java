package dev.vecurrent;

import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.Arrays;
import java.util.List;

/**
 * A batch of sequences that arrive piece by piece: states go on from call to call, so that feeding
 * a sequence in chunks gives the bits of feeding it at once.
 *
 * <p>Carried are the states of all recurrent layers, and those that are an input and an output of
 * the graph ({@link Model#states}). The caller does not see the latter: {@link #inputs} and {@link
 * #outputs} are what is left. A layer whose initial state depends on an input of the graph that is
 * no such state takes it anew in each call.
 *
 * <p>Only states are carried. An operator that mixes time steps (a mean over time, say) mixes those
 * of one call.
 *
 * <p>A call that is refused, ended or dies leaves the states as they were. A stream costs twice its
 * state, for that, and the scratch of a {@link Session}.
 *
 * <p>Not safe for use by two threads at a time. {@link #step} and {@link #run} allocate nothing
 * once the largest chunk has been seen.
 */
public final class Stream {

  private final CarryingCalls calls;
  private final Compiled compiled;
  private final int batch;
  private final Rows rows;
  private final Steps array = new Steps();
  private final int[] oneToken = new int[1];

  private Stream(Session session, Compiled compiled, Carried carried, int batch) {
    this.calls = new CarryingCalls(session, compiled, carried);
    this.compiled = compiled;
    this.batch = batch;
    this.rows = new Rows(batch);
    calls.checkDeclared(batch);
  }

  /** A stream of a new session. */
  static Stream of(Session session, Compiled compiled, List<GraphState> states, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch: expected 1 or more, found " + batch);
    }
    Carried carried = new Carried(new StateTable(batch), states, batch);
    return new Stream(session, compiled, carried, batch);
  }

  /** What the caller gives with each call, in order: the model's inputs without carried states. */
  public List<ValueInfo> inputs() {
    return calls.inputs();
  }

  /** What the caller gets, in order: the model's outputs without carried states. */
  public List<ValueInfo> outputs() {
    return calls.outputs();
  }

  /** How many sequences run side by side (N). */
  public int batch() {
    return batch;
  }

  /** Bytes of the state of one sequence. The stream holds two, the second to go back to. */
  public long stateBytes() {
    return calls.table().stateBytes();
  }

  /**
   * Feeds one time step.
   *
   * @param x one step of each sequence: the shape of the input without its time axis, dense, such
   *     as {@code [N, I]}
   * @param y receives the first output of the call, dense; may be longer
   * @throws IllegalArgumentException if an array has not the size it must have; no state has
   *     changed then
   */
  public void step(float[] x, float[] y) {
    run(x, 1, y);
  }

  /**
   * As {@link #step(float[], float[])}, with limits; see {@link #run(Tensor[], Tensor[],
   * CallLimits)}.
   */
  public void step(float[] x, float[] y, CallLimits limits) {
    run(x, 1, y, limits);
  }

  /**
   * Feeds one token to a stream of one sequence.
   *
   * @param token an index into the model's embedding
   * @param y receives the first output of the call, dense; may be longer
   * @throws IllegalArgumentException if the stream has more sequences, the input takes no tokens,
   *     there is no such token or y is too short; no state has changed then
   */
  public void step(int token, float[] y) {
    if (batch != 1) {
      throw new IllegalArgumentException("token: expected one of each of " + batch + " sequences");
    }
    oneToken[0] = token;
    step(oneToken, y);
  }

  /**
   * Feeds one token of each sequence.
   *
   * @param tokens {@code [N]}
   * @param y receives the first output of the call, dense; may be longer
   * @throws IllegalArgumentException as {@link #step(int, float[])}
   */
  public void step(int[] tokens, float[] y) {
    run(tokens, 1, y);
  }

  /**
   * Feeds some time steps to a model with one input, states aside.
   *
   * @param x in the order of the input, dense: {@code [steps, N, I]}, or {@code [N, steps, I]}
   *     where the model reads batch-major
   * @param steps how many, 0 or more; 1 where nothing tells which axis is time
   * @param y receives the first output of the call, dense; may be longer
   * @throws IllegalArgumentException if an array has not the size it must have; no state has
   *     changed then
   */
  public void run(float[] x, int steps, float[] y) {
    run(x, steps, y, CallLimits.none());
  }

  /**
   * As {@link #run(float[], int, float[])}, with limits; see {@link #run(Tensor[], Tensor[],
   * CallLimits)}.
   */
  public void run(float[] x, int steps, float[] y, CallLimits limits) {
    calls.run(rows, array.of(x, steps), y, limits, false);
  }

  /**
   * Feeds some tokens of each sequence to a model with one input, states aside.
   *
   * @param tokens {@code [N, steps]} or {@code [steps, N]}, as the input has it
   * @param steps how many, 0 or more
   * @param y receives the first output of the call, dense; may be longer
   * @throws IllegalArgumentException as {@link #step(int, float[])}
   */
  public void run(int[] tokens, int steps, float[] y) {
    run(tokens, steps, y, CallLimits.none());
  }

  /** As {@link #run(int[], int, float[])}, with limits. */
  public void run(int[] tokens, int steps, float[] y, CallLimits limits) {
    calls.run(rows, array.of(tokens, steps), y, limits, false);
  }

  /**
   * Feeds some time steps, and asks only for the outputs of the last one: what is behind the layers
   * is not computed for the others.
   *
   * @param x as for {@link #run(float[], int, float[])}
   * @param steps how many, 1 or more
   * @param y receives the first output of the last step, dense; may be longer
   * @throws IllegalArgumentException as {@link #run(float[], int, float[])}
   */
  public void runToLast(float[] x, int steps, float[] y) {
    calls.run(rows, array.of(x, steps), y, CallLimits.none(), true);
  }

  /** As {@link #runToLast(float[], int, float[])}, for tokens. */
  public void runToLast(int[] tokens, int steps, float[] y) {
    calls.run(rows, array.of(tokens, steps), y, CallLimits.none(), true);
  }

  /**
   * Feeds a chunk to a model with any inputs; see {@link Session#run(Value[], Value[])}.
   *
   * @param chunk a tensor for each of {@link #inputs}, in order
   * @param results a tensor for each of {@link #outputs}, in order, or {@code null} for one that is
   *     not wanted and need not be computed
   * @throws IllegalArgumentException also if the first input is not of this stream's batch; no
   *     state has changed then
   */
  public void run(Tensor[] chunk, Tensor[] results) {
    run(chunk, results, CallLimits.none());
  }

  /**
   * As {@link #run(Tensor[], Tensor[])}, with limits of this call.
   *
   * @throws dev.vecurrent.limit.CallEndedException if a limit or an interrupt ends the call; no
   *     state has changed then
   */
  public void run(Tensor[] chunk, Tensor[] results, CallLimits limits) {
    calls.run(rows, chunk, results, limits);
  }

  /** Starts random numbers again, from a seed; see {@link Session#seed}. */
  public void seed(long seed) {
    calls.session().seed(seed);
  }

  /** Forgets the states: the next step is the first of new sequences. */
  public void reset() {
    calls.session().alone(calls.table()::resetAll);
  }

  /**
   * Forgets the state of one sequence; the others go on.
   *
   * @param sequence 0 to N - 1
   */
  public void reset(int sequence) {
    calls.session().alone(() -> calls.table().reset(sequence));
  }

  /**
   * Takes back the last call: states and random numbers are those before it. Only the last one, and
   * only once.
   *
   * @return whether there was one that could be taken back
   */
  public boolean undo() {
    return calls.undoAll();
  }

  /**
   * The states of all sequences as bytes, with the seed of random numbers: little-endian, the same
   * on every machine. {@link #stateBytes} a sequence, and some hundred for the rest.
   */
  public byte[] snapshot() {
    return calls.snapshots(places()).write();
  }

  /**
   * Goes on from the states of a snapshot, be it of another stream, process or machine.
   *
   * @param snapshot of a stream of the same model and batch
   * @throws dev.vecurrent.limit.SnapshotRefusedException if it is damaged, of another version of
   *     the format, of another model or batch; the states are as before
   */
  public void restore(byte[] snapshot) {
    calls.snapshots(places()).read(snapshot);
  }

  private int[] places() {
    int[] all = new int[batch];
    Arrays.setAll(all, place -> place);
    return all;
  }

  /** Another stream that goes on from the states that this one has, by itself. */
  public Stream fork() {
    Stream[] made = new Stream[1];
    Session session = calls.session();
    session.alone(() -> {
      StateTable table = calls.table().like();
      table.copyAll(calls.table());
      Session other = session.another();
      other.goOn(session.randomness());
      made[0] =
          new Stream(other, compiled, new Carried(table, calls.carried().states(), batch), batch);
    });
    return made[0];
  }

  /** Gives back the scratch of large chunks; states go on. The next call makes what it needs. */
  public void trim() {
    calls.trim();
  }
}
