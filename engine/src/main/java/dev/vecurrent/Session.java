package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.probe.WarmUpLoop;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.state.Snapshot;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a {@link Model}, in the calling thread and in {@link Workers} if it was given some. Holds
 * scratch, which grows to the largest call so far; a call that is not larger than one before
 * allocates nothing. Not safe for use by two threads at a time: the second one that enters is
 * refused.
 *
 * <p>A call that throws an exception leaves the session as it was before. One that dies of an
 * error, such as a heap or stack that has ended, makes the next call begin with new scratch.
 */
public final class Session {

  private final Model model;
  private final Variants variants;
  private final Team team;

  /** The optional inputs, and the shapes, that were ever given beside what the model declares. */
  private Variants.Form form = Variants.Form.DECLARED;

  /** Whether each of the inputs, then of the optional ones, is declared a scalar. */
  private final boolean[] scalar;

  private long seed;

  /** What is given for the model's inputs, then for the optional ones of the form, in order. */
  private Value[] filled;

  private final Watch watch = new Watch();
  private Compiled compiled;
  private GraphRun run;

  /** What goes on from call to call; {@code null} if nothing does. */
  private @Nullable Carried carried;

  /** Whether a call died in the middle, of a stack or heap that ended, say. */
  private boolean isBroken;

  Session(Model model, Variants variants, Team team) {
    this.model = model;
    this.variants = variants;
    this.team = team;
    this.compiled = variants.declared();
    this.run = new GraphRun(compiled, team, watch);
    this.filled = new Value[compiled.graph().inputs().size()];
    this.scalar = new boolean[model.inputs().size() + model.optionalInputs().size()];
    for (int i = 0; i < scalar.length; i++) {
      ValueInfo info = info(i);
      scalar[i] = !info.isSequence() && info.shape().isPresent() && info.shape().get().isEmpty();
    }
  }

  /** One of the inputs, or of the optional inputs behind them. */
  private ValueInfo info(int i) {
    int required = model.inputs().size();
    return i < required ? model.inputs().get(i) : model.optionalInputs().get(i - required);
  }

  /** The model this session runs. */
  public Model model() {
    return model;
  }

  /**
   * Runs the model into tensors that the caller owns.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, in order, or a sequence where that
   *     says so; only read. One that is declared a scalar may have any shape, which files declare
   *     that know none: each such input is compiled anew, once. An optional one may also be an
   *     {@link dev.vecurrent.tensor.OptionalValue}, or {@code null} for none. Behind them there may
   *     be one for each of {@link Model#optionalInputs}, {@code null} for one that shall be what
   *     the file says
   * @param outputs one tensor or sequence for each of {@link Model#outputs}, in order, or {@code
   *     null} for one that is not wanted, and not computed if others are; each is given its shape
   *     ({@link Tensor#resize}) and written whole. No output may share its array with an input
   * @throws IllegalArgumentException if an input does not have the declared type and shape, sizes
   *     do not fit each other, or an output is too short; names the value, expected and actual.
   *     Where the type or shape of an input is at fault, nothing has been written
   */
  public void run(Value[] inputs, Value[] outputs) {
    run(inputs, outputs, CallLimits.none());
  }

  /**
   * As {@link #run(Value[], Value[])}, with limits of this call.
   *
   * @throws dev.vecurrent.limit.CallEndedException if a limit or an interrupt ends the call; states
   *     and random numbers are as they were, outputs may have been written in part
   * @throws dev.vecurrent.limit.LimitExceededException if it needs more memory than it may have
   * @throws dev.vecurrent.limit.NodeFailedException if a node fails that should not
   * @throws dev.vecurrent.limit.SessionInUseException if another thread is in a call of this
   *     session
   */
  public void run(Value[] inputs, Value[] outputs, CallLimits limits) {
    run(inputs, outputs, limits, null);
  }

  /** As {@link #run(Value[], Value[], CallLimits)}, where states are carried. */
  void run(Value[] inputs, Value[] outputs, CallLimits limits, @Nullable Rows rows) {
    watch.enter(limits);
    boolean alive = false;
    try {
      if (carried != null && rows != null) {
        rows.begin(carried.table());
      }
      runEntered(inputs, outputs);
      alive = true;
    } catch (RuntimeException e) {
      alive = true; // each leaves the session as it was before the call
      throw e;
    } finally {
      isBroken |= !alive;
      watch.leave();
    }
  }

  private void runEntered(Value[] inputs, Value[] outputs) {
    if (isBroken) {
      mend();
    }
    int required = model.inputs().size();
    int optional = model.optionalInputs().size();
    if (inputs.length != required + optional || optional == 0) {
      if (form.given().isEmpty() || inputs.length != required) {
        if (inputs.length == required) {
          adapt(inputs);
        }
        run.run(inputs, outputs); // which refuses a wrong number
        return;
      }
    }
    adapt(inputs);
    fill(inputs);
    run.run(filled, outputs);
  }

  /** Begins anew after a call that died, with the random numbers that it began with. */
  private void mend() {
    if (carried != null && carried.table().isTorn()) {
      throw new IllegalStateException(
          "the stream is closed: a call ended in an error, and its state is lost");
    }
    become(form);
    isBroken = false;
  }

  /** Compiles the model for what is given and was not before. */
  private void adapt(Value[] inputs) {
    int required = model.inputs().size();
    for (int i = 0; i < inputs.length; i++) {
      Value value = inputs[i];
      String name = info(i).name();
      if (i >= required && value != null && !form.given().contains(name)) {
        become(new Variants.Form(with(form.given(), name), form.ofAnyShape()));
      }
      if (scalar[i]
          && value instanceof Tensor tensor
          && tensor.rank() > 0
          && tensor.type() == info(i).type()
          && !form.ofAnyShape().contains(name)) {
        become(new Variants.Form(form.given(), with(form.ofAnyShape(), name)));
      }
    }
  }

  private static Set<String> with(Set<String> names, String name) {
    Set<String> more = new HashSet<>(names);
    more.add(name);
    return more;
  }

  /** Random numbers go on as they would have. */
  private void become(Variants.Form next) {
    Compiled nextCompiled = variants.of(next, watch);
    GraphRun nextRun = new GraphRun(nextCompiled, team, watch);
    nextRun.draws().restart(seed);
    nextRun.draws().returnTo(run.draws().calls());
    if (carried != null) {
      carried.attach(nextRun);
    }
    filled = new Value[nextCompiled.graph().inputs().size()];
    compiled = nextCompiled;
    form = next;
    run = nextRun;
  }

  /** Puts what is given and what the file says for the rest in the order of the inputs. */
  private void fill(Value[] inputs) {
    List<ValueInfo> optional = model.optionalInputs();
    int required = model.inputs().size();
    System.arraycopy(inputs, 0, filled, 0, required);
    int at = required;
    for (int i = 0; at < filled.length; i++) {
      String name = optional.get(i).name();
      if (form.given().contains(name)) {
        Value value = required + i < inputs.length ? inputs[required + i] : null;
        filled[at++] = value == null ? variants.initial(name) : value;
      }
    }
  }

  /**
   * Runs the model; allocates its answers.
   *
   * @param inputs a tensor for each name of {@link Model#inputs} that an output needs, and for any
   *     of {@link Model#optionalInputs}; optional inputs of the file that no output needs are
   *     ignored
   * @return a tensor for each name of {@link Model#outputs}, in that order
   * @throws IllegalArgumentException also if a name is missing or unknown, or an output is a
   *     sequence or optional: those are for {@link #runValues}
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, CallLimits.none());
  }

  /**
   * As {@link #run(Map)}, with limits of this call; see {@link #run(Value[], Value[], CallLimits)}.
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, CallLimits limits) {
    for (ValueInfo output : model.outputs()) {
      if (output.isSequence() || output.isOptional()) {
        throw new IllegalArgumentException("output " + output + ": use runValues");
      }
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (Map.Entry<String, Value> output : runValues(inputs, limits).entrySet()) {
      named.put(output.getKey(), (Tensor) output.getValue());
    }
    return named;
  }

  /**
   * Runs a model that may read or make sequences and optional values; allocates its answers.
   *
   * @param inputs a tensor or sequence for each name of {@link Model#inputs} that an output needs,
   *     and for any of {@link Model#optionalInputs}; an optional value may be left out
   * @return a tensor or sequence for each name of {@link Model#outputs}, in that order; an {@link
   *     dev.vecurrent.tensor.OptionalValue} for an optional one
   * @throws IllegalArgumentException also if a name is missing or unknown
   */
  public Map<String, Value> runValues(Map<String, ? extends Value> inputs) {
    return runValues(inputs, CallLimits.none());
  }

  /**
   * As {@link #runValues(Map)}, with limits of this call; see {@link #run(Value[], Value[],
   * CallLimits)}.
   */
  public Map<String, Value> runValues(Map<String, ? extends Value> inputs, CallLimits limits) {
    List<ValueInfo> expected = new ArrayList<>(model.inputs());
    int required = expected.size();
    for (ValueInfo optional : model.optionalInputs()) {
      if (inputs.containsKey(optional.name())) {
        expected.addAll(model.optionalInputs());
        break;
      }
    }
    @Nullable Value[] in = new Value[expected.size()];
    for (int i = 0; i < in.length; i++) {
      ValueInfo info = expected.get(i);
      Value value = inputs.get(info.name());
      boolean wanted = i < required && !compiled.isUnread(info.name()) && !info.isOptional();
      if (value == null && wanted) {
        throw new IllegalArgumentException("input " + expected.get(i) + " is missing");
      }
      in[i] = value;
    }
    for (String name : inputs.keySet()) {
      if (!isAmong(expected, name) && !variants.isUnread(name)) {
        throw new IllegalArgumentException(
            Printable.lineMessage(
                "there is no input '" + name + "'; inputs are " + expected + optionalWords()));
      }
    }
    Value[] out = new Value[model.outputs().size()];
    Budget budget = compiled.newBudget();
    Map<String, Value> named = new LinkedHashMap<>();
    for (int i = 0; i < out.length; i++) {
      out[i] = compiled.newOutput(i, budget);
      named.put(model.outputs().get(i).name(), out[i]);
    }
    run(in, out, limits);
    return named;
  }

  private static boolean isAmong(List<ValueInfo> infos, String name) {
    for (ValueInfo info : infos) {
      if (info.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private String optionalWords() {
    return model.optionalInputs().isEmpty() ? "" : ", optional " + model.optionalInputs();
  }

  /**
   * Starts the random numbers of operators such as RandomNormal again, from a seed: the next call
   * is the first with it. A new session has seed 0. A node of the model with a seed of its own
   * draws from that instead, and starts again, too.
   */
  public void seed(long seed) {
    watch.enter(CallLimits.none());
    try {
      this.seed = seed;
      run.draws().restart(seed);
    } finally {
      watch.leave();
    }
  }

  /**
   * Runs this session on inputs of the caller until its calls no longer become faster: {@link
   * Model#warmUp(Duration)} for those who know what their calls look like. The session has scratch
   * for calls of this size then.
   *
   * @param inputs as for {@link #run(Value[], Value[])}
   * @param limit no call begins after this time; one that is running then is ended
   * @throws IllegalArgumentException if the limit is not positive, or as {@link #run(Value[],
   *     Value[])}
   * @throws dev.vecurrent.limit.CallEndedException if not one call ends within the limit
   */
  public WarmUp warmUp(Value[] inputs, Duration limit) {
    long nanos = WarmUp.nanos(limit);
    watch.enter(CallLimits.within(limit));
    boolean alive = false;
    try {
      if (isBroken) {
        mend();
      }
      WarmUp done = WarmUp.of(WarmUpLoop.onInputs(compiled, run, inputs, nanos), nanos);
      alive = true;
      return done;
    } catch (RuntimeException e) {
      alive = true;
      throw e;
    } finally {
      isBroken |= !alive;
      watch.leave();
    }
  }

  /** Lets states go on from call to call, from now on. */
  void carry(Carried newCarried) {
    carried = newCarried;
    newCarried.attach(run);
  }

  /** Does something to what is carried, while no call runs. */
  void alone(Runnable what) {
    watch.enter(CallLimits.none());
    try {
      what.run();
    } finally {
      watch.leave();
    }
  }

  /** Another one that runs the same, without scratch and states. */
  Session another() {
    return new Session(model, variants, team);
  }

  /** Gives up scratch; random numbers and carried states go on. */
  void trim() {
    become(form);
  }

  /** What its random numbers go on from. */
  Snapshot.Randomness randomness() {
    return new Snapshot.Randomness(seed, run.draws().calls());
  }

  /** Lets random numbers go on from somewhere else. */
  void goOn(Snapshot.Randomness randomness) {
    seed = randomness.seed();
    run.draws().restart(seed);
    run.draws().returnTo(randomness.calls());
  }

  /** What random numbers are drawn from. */
  Draws draws() {
    return run.draws();
  }

  /** What the caller of a stream may be given. */
  Budget newBudget() {
    return compiled.newBudget();
  }
}
