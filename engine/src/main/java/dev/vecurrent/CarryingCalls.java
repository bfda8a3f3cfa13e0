package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Calls of a session that carries states, with what the caller gives and gets: the inputs and
 * outputs of the model without those states. Rows of a call are some places of the state table.
 */
final class CarryingCalls {

  private final Session session;
  private final Carried carried;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;

  /** Where the caller's inputs and outputs are among those of the model. */
  private final int[] inputAt;

  private final int[] outputAt;

  /** All inputs and outputs of a call. Those of states remain empty here. */
  private final @Nullable Value[] in;

  private final @Nullable Value[] out;

  /** What arrays of the caller are put into and taken from; {@code null} where there is nothing. */
  private final @Nullable StreamInput x;

  private final @Nullable StreamOutput y;

  /** The states before a call of two parts. */
  private @Nullable StateTable before;

  /** How many calls had drawn random numbers before the last one, and after it. */
  private long drawsBefore;

  private long drawsAfter;

  /**
   * Begins to carry.
   *
   * @throws IllegalArgumentException if the model cannot be streamed
   */
  CarryingCalls(Session session, Compiled compiled, Carried carried) {
    compiled.requireStreamable();
    this.session = session;
    this.carried = carried;
    Model model = session.model();
    List<String> reads = new ArrayList<>();
    List<String> makes = new ArrayList<>();
    for (GraphState state : carried.states()) {
      reads.add(state.input());
      makes.add(state.output());
    }
    this.inputAt = others(model.inputs(), reads);
    this.outputAt = others(model.outputs(), makes);
    this.inputs = pick(model.inputs(), inputAt);
    this.outputs = pick(model.outputs(), outputAt);
    this.in = new Value[model.inputs().size()];
    this.out = new Value[model.outputs().size()];
    session.carry(carried);
    if (carried.table().columns().isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is carried from call to call: the model has no recurrent layer over time, and no"
              + " state that is an input and an output");
    }
    Budget budget = session.newBudget();
    this.x = StreamShapes.input(compiled, inputs, carried.states(), budget.values());
    this.y = StreamShapes.output(compiled, outputs, outputAt, budget.values());
  }

  private static int[] others(List<ValueInfo> all, List<String> names) {
    int[] others = new int[all.size()];
    int count = 0;
    for (int i = 0; i < others.length; i++) {
      if (!names.contains(all.get(i).name())) {
        others[count++] = i;
      }
    }
    return Arrays.copyOf(others, count);
  }

  private static List<ValueInfo> pick(List<ValueInfo> all, int[] at) {
    List<ValueInfo> some = new ArrayList<>();
    for (int i : at) {
      some.add(all.get(i));
    }
    return List.copyOf(some);
  }

  List<ValueInfo> inputs() {
    return inputs;
  }

  List<ValueInfo> outputs() {
    return outputs;
  }

  Session session() {
    return session;
  }

  Carried carried() {
    return carried;
  }

  StateTable table() {
    return carried.table();
  }

  /** Checks that a call may have so many sequences. */
  void checkDeclared(int batch) {
    if (x != null) {
      x.checkDeclared(batch);
    }
  }

  /**
   * Runs some steps from an array of the caller into another.
   *
   * @param rows the places that the call runs
   * @param steps what the array holds
   * @param answer receives the first output
   * @param onlyLast whether only the outputs of the last step are wanted
   */
  void run(Rows rows, Steps steps, float[] answer, CallLimits limits, boolean onlyLast) {
    StreamInput from = x;
    StreamOutput to = y;
    if (inputs.size() != 1 || from == null || to == null) {
      throw new IllegalArgumentException(
          "the inputs are %s, the outputs %s: use run(Tensor[], Tensor[])"
              .formatted(inputs, outputs));
    }
    if (onlyLast && steps.count < 1) {
      throw new IllegalArgumentException("steps: expected 1 or more, found " + steps.count);
    }
    int first = onlyLast ? steps.count - 1 : 0;
    to.check(answer, rows.count, steps.count - first);
    from.put(rows.count, steps, 0, first > 0 ? first : steps.count);
    if (first == 0) {
      call(rows, from, to, answer, limits);
      return;
    }
    StateTable saved = save();
    long drawn = session.draws().calls();
    boolean done = false;
    try {
      call(rows, from, null, answer, limits);
      from.put(rows.count, steps, first, steps.count);
      call(rows, from, to, answer, limits);
      table().goBackTo(saved);
      drawsBefore = drawn;
      done = true;
    } finally {
      if (!done) {
        table().copyAll(saved);
        session.draws().returnTo(drawn);
      }
    }
  }

  /** One call; nothing but states is wanted of it where there is no output. */
  private void call(
      Rows rows, StreamInput from, @Nullable StreamOutput to, float[] answer, CallLimits limits) {
    put(in, inputAt[0], from.tensor());
    put(out, outputAt[0], to == null ? null : to.tensor());
    for (int i = 1; i < outputAt.length; i++) {
      put(out, outputAt[i], null);
    }
    run(rows, limits);
    if (to == null) {
      return;
    }
    if (!to.fits(answer)) {
      undoAll(); // only where shapes did not tell
      throw to.tooShort(answer, null);
    }
    to.copy(answer);
  }

  /** Callers bring the same tensors again and again; comparing is cheaper than storing. */
  private static void put(@Nullable Value[] values, int at, @Nullable Value value) {
    if (values[at] != value) {
      values[at] = value;
    }
  }

  private void run(Rows rows, CallLimits limits) {
    drawsBefore = session.draws().calls();
    session.run(in, out, limits, rows);
    drawsAfter = session.draws().calls();
  }

  /** Keeps the states of all places, so that two calls can be taken back as one. */
  private StateTable save() {
    StateTable saved = before == null ? table().like() : before;
    before = saved;
    saved.copyAll(table());
    return saved;
  }

  /** Runs tensors of the caller; see {@link Stream#run(Tensor[], Tensor[], CallLimits)}. */
  void run(Rows rows, Tensor[] chunk, Tensor[] results, CallLimits limits) {
    if (chunk.length != inputAt.length) {
      throw new IllegalArgumentException(
          "inputs: expected %s, found %d tensors".formatted(inputs, chunk.length));
    }
    if (results.length != outputAt.length) {
      throw new IllegalArgumentException(
          "outputs: expected %s, found %d tensors".formatted(outputs, results.length));
    }
    if (x != null) {
      x.checkBatch(rows.count, chunk[0]);
    }
    for (int i = 0; i < inputAt.length; i++) {
      put(in, inputAt[i], chunk[i]);
    }
    for (int i = 0; i < outputAt.length; i++) {
      put(out, outputAt[i], results[i]);
    }
    run(rows, limits);
  }

  /** Takes back the last call. */
  boolean undoAll() {
    boolean[] done = new boolean[1];
    session.alone(() -> {
      done[0] = table().undoAll();
      if (done[0] && session.draws().calls() == drawsAfter) { // no seed was given since
        session.draws().returnTo(drawsBefore);
      }
    });
    return done[0];
  }

  /** What is to be known of some places, to go on from elsewhere. */
  Snapshots snapshots(int... places) {
    return new Snapshots(session, table(), places);
  }

  /** Gives up scratch; states go on. */
  void trim() {
    session.alone(() -> {
      before = null;
      if (x != null) {
        x.release();
      }
      if (y != null) {
        y.tensor().release();
      }
      session.trim();
    });
  }
}
