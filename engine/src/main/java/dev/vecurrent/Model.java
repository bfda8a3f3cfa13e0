package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.Outline;
import dev.vecurrent.internal.plan.state.DeclaredStates;
import dev.vecurrent.internal.probe.MemoryProbe;
import dev.vecurrent.internal.probe.WarmUpLoop;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.Hindrance;
import dev.vecurrent.internal.state.ModelHash;
import dev.vecurrent.internal.state.StateColumn;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A compiled network: constants folded, recurrent layers stacked, weights packed, kernels chosen.
 *
 * <p>Immutable and safe for use by any number of threads. Each thread opens a {@link Session}, or a
 * {@link Stream} where sequences arrive piece by piece.
 *
 * <p>The output of a sequence has the same bits whatever its place in the batch, the batch size,
 * the vector width, the thread and the number of threads, and whether or not the code has been
 * compiled by the JVM yet.
 */
public final class Model {

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private final Compiled compiled;
  private final Variants variants;
  private final List<GraphState> states;
  private byte @Nullable [] hash;

  private Model(Variants variants, List<GraphState> states) {
    this.variants = variants;
    this.compiled = variants.declared();
    this.states = List.copyOf(states);
  }

  /** Compiles a graph with default options; see {@link #compile(Graph, CompileOptions)}. */
  public static Model compile(Graph graph) {
    return compile(graph, CompileOptions.defaults());
  }

  /**
   * Compiles a graph, or the part of it that the options ask for. What the wanted outputs do not
   * need is dropped before anything is judged.
   *
   * @throws dev.vecurrent.spec.ModelRefusedException if a node is not supported, names do not hold
   *     together or shapes contradict each other; lists every finding
   */
  public static Model compile(Graph graph, CompileOptions options) {
    return compile(graph, options, CallLimits.none());
  }

  /**
   * As {@link #compile(Graph, CompileOptions)}, with limits of this call.
   *
   * @throws dev.vecurrent.limit.CallEndedException if a limit or an interrupt ends the call
   * @throws dev.vecurrent.limit.LimitExceededException if it needs more memory than it may have
   * @throws dev.vecurrent.limit.NodeFailedException if something fails that should not
   */
  public static Model compile(Graph graph, CompileOptions options, CallLimits limits) {
    Watch watch = new Watch();
    watch.enter(limits);
    Variants variants = new Variants(graph, options, watch);
    return new Model(variants, variants.declared().states());
  }

  /**
   * What a caller gives, in order. An input that no output needs is among them unless options name
   * inputs or outputs: callers that give values by name may leave it out.
   */
  public List<ValueInfo> inputs() {
    return compiled.graph().inputs();
  }

  /**
   * What a caller may give beside the {@link #inputs}, in order: where one is not given, it is what
   * the file says. Each set of optional inputs that a session is given is compiled, once.
   */
  public List<ValueInfo> optionalInputs() {
    return compiled.graph().optionalInputs();
  }

  /**
   * What a caller gets, in order. Types and shapes that the graph does not declare are those that
   * its nodes make, as far as they are known.
   */
  public List<ValueInfo> outputs() {
    return compiled.graph().outputs();
  }

  /**
   * What was passed over when the graph was read and compiled, and does not hinder a run: numbers
   * that an operator does not take, parts that no output needs.
   */
  public List<Finding> notes() {
    return compiled.graph().file().notes();
  }

  /**
   * Names of the outputs whose elements depend on random numbers that the model draws: they differ
   * from call to call. {@link Session#seed} makes them repeatable.
   */
  public Set<String> randomOutputs() {
    return compiled.randomOutputs();
  }

  /**
   * What the recurrent layers tell about an input: sequences, their lengths or a state, and which
   * axes are time and batch. Layers tell it that read the input itself, or behind operators that
   * treat each step by itself: element by element, a product with a constant matrix, an embedding,
   * a transposition or reshape that keeps the steps in order.
   *
   * @param input name of an input
   * @return its role, {@link InputRole#UNKNOWN} where no layer tells it or two contradict each
   *     other
   */
  public InputRole roleOf(String input) {
    return compiled.roleOf(input);
  }

  /**
   * The axis along which an output has time steps, of the sequences that layers read.
   *
   * @param output name of an output
   * @return empty if it has none, such as a final state, or could not be followed
   */
  public OptionalInt timeAxisOf(String output) {
    for (int i = 0; i < outputs().size(); i++) {
      int time = compiled.outputAxes().get(i).time();
      if (outputs().get(i).name().equals(output) && time >= 0) {
        return OptionalInt.of(time);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The states that are inputs and outputs: what one call makes is what the next one reads. They
   * are found where an output can be followed back to an input through layers and operators that
   * move, append or count, or where names leave no doubt. A {@link Stream} carries them.
   */
  public List<GraphState> states() {
    return states;
  }

  /**
   * This model with a state that is an input and an output, for those that {@link #states} does not
   * find. Pairs that were found and share a name with it go.
   *
   * @param input name of the input that reads the state
   * @param output name of the output that makes the next one
   * @throws IllegalArgumentException if there are no such values, or their types and shapes differ
   */
  public Model withState(String input, String output) {
    GraphState declared = DeclaredStates.of(compiled, input, output);
    List<GraphState> all = new ArrayList<>();
    for (GraphState state : states) {
      if (!state.input().equals(input) && !state.output().equals(output)) {
        all.add(state);
      }
    }
    all.add(declared);
    return new Model(variants, all);
  }

  /**
   * This model without a state that {@link #states} found: its input is the caller's to give.
   *
   * @throws IllegalArgumentException if no state has this input
   */
  public Model withoutState(String input) {
    List<GraphState> others = new ArrayList<>();
    for (GraphState state : states) {
      if (!state.input().equals(input)) {
        others.add(state);
      }
    }
    if (others.size() == states.size()) {
      throw new IllegalArgumentException(
          Printable.lineMessage("no state has the input '" + input + "'; states are " + states));
    }
    return new Model(variants, others);
  }

  /** What a snapshot of states is tied to; found when it is first asked for. */
  synchronized byte[] hash() {
    byte[] known = hash;
    if (known == null) {
      known = ModelHash.of(variants.graph());
      hash = known;
    }
    return known;
  }

  /** What a run does. */
  public Plan plan() {
    return new Plan(
        compiled.steps().stream()
            .map(s -> new Plan.Step(s.operator(), s.name(), s.reads(), s.makes(), s.details()))
            .toList(),
        compiled.parameters(),
        compiled.packedBytes(),
        compiled.constantBytes(),
        compiled.folded(),
        compiled.absorbed(),
        compiled.values(),
        compiled.slots().size());
  }

  /** The nodes that the outputs need, before anything was folded or fused, in order. */
  public List<Plan.Step> nodes() {
    return Outline.of(compiled.graph()).entries().stream()
        .map(node ->
            new Plan.Step(node.operator(), node.name(), node.reads(), node.makes(), List.of()))
        .toList();
  }

  /**
   * What calls of one size take in memory: runs the model twice on made-up inputs, in a session of
   * its own.
   *
   * @param sizes sizes by the symbol of a dimension, such as {@code batch}, or by input and axis
   *     where it has none, such as {@code x.1}. Others are taken by their meaning, which layers
   *     tell, or names: batch 1, 100 time steps, 1 for the rest; or sizes that the model takes
   *     where it refuses these
   * @throws IllegalArgumentException if a name is none of the model's, an input is a sequence, or
   *     the model refuses the inputs: indices and other integers are 0, floats between -1 and 1
   * @throws dev.vecurrent.limit.CallEndedException if it takes more than {@link Memory#TIMEOUT}
   */
  public Memory memory(Map<String, Integer> sizes) {
    return memory(sizes, CallLimits.within(Memory.TIMEOUT));
  }

  /**
   * As {@link #memory(Map)}, with limits of this call.
   *
   * @throws dev.vecurrent.limit.CallEndedException if a limit or an interrupt ends the call
   */
  public Memory memory(Map<String, Integer> sizes, CallLimits limits) {
    Watch watch = new Watch();
    watch.enter(limits);
    return Memory.of(MemoryProbe.of(compiled, sizes, watch));
  }

  /** Scratch for calls that run in one thread, without state from run to run. */
  public Session newSession() {
    return new Session(this, variants, Team.ALONE);
  }

  /**
   * Scratch for calls that workers may help with, without state from run to run.
   *
   * @param workers threads, which other sessions may share; they remain the caller's to close
   */
  public Session newSession(Workers workers) {
    return new Session(this, variants, workers.team());
  }

  /** How this model streams: what is carried by whom, and what stands in the way. */
  public Streaming streaming() {
    StateTable table = new StateTable(1);
    List<String> refusals = new ArrayList<>();
    try {
      new CarryingCalls(newSession(), compiled, new Carried(table, states, 1));
    } catch (IllegalArgumentException e) {
      refusals.add(String.valueOf(e.getMessage()));
    }
    List<Streaming.State> carried = new ArrayList<>();
    for (StateColumn column : table.columns()) {
      boolean isOfGraph = carried.size() < states.size(); // which come first
      carried.add(new Streaming.State(column.name(), isOfGraph, column.type(), column.size()));
    }
    List<String> mixers = new ArrayList<>();
    for (Hindrance hindrance : compiled.hindrances()) {
      if (!hindrance.refuses()) {
        mixers.add(hindrance.toString());
      }
    }
    return refusals.isEmpty()
        ? new Streaming(carried, table.bytes(), refusals, mixers)
        : new Streaming(List.of(), 0, refusals, mixers);
  }

  /**
   * A running state for sequences that arrive piece by piece.
   *
   * @param batch how many sequences run side by side (N)
   * @throws IllegalArgumentException if the model cannot be streamed: a layer reads backwards,
   *     nothing is carried from call to call, a batch is fixed to another size, or nothing tells
   *     which axis is time or how large a state is; names the node or value
   */
  public Stream newStream(int batch) {
    return Stream.of(newSession(), compiled, states, batch);
  }

  /**
   * A running state whose calls workers may help with; see {@link #newStream(int)}. Calls of a few
   * steps are too short for that: it is for long chunks.
   *
   * @param workers threads, which other sessions may share; they remain the caller's to close
   */
  public Stream newStream(int batch, Workers workers) {
    return Stream.of(newSession(workers), compiled, states, batch);
  }

  /**
   * Room for live sequences that come and go, of which each call steps those that are ready.
   *
   * @param capacity how many may live at the same time
   * @throws IllegalArgumentException as {@link #newStream(int)} of one sequence
   */
  public Batcher newBatcher(int capacity) {
    return new Batcher(newSession(), compiled, states, capacity);
  }

  /**
   * As {@link #newBatcher(int)}; workers may help with its calls.
   *
   * @param workers threads, which other sessions may share; they remain the caller's to close
   */
  public Batcher newBatcher(int capacity, Workers workers) {
    return new Batcher(newSession(workers), compiled, states, capacity);
  }

  /** Warms up for at most 2 seconds; see {@link #warmUp(Duration)}. */
  public WarmUp warmUp() {
    return warmUp(WARM_UP);
  }

  /**
   * Brings the code that this model runs to full speed, in the calling thread: runs the model on
   * made-up inputs until its calls no longer become faster. A service calls this before it reports
   * that it is ready.
   *
   * <p>Inputs have the declared shapes; sizes that are not declared are 1 and 8, or others that the
   * model takes where it refuses these. Floats look like noise, integers are 0, a sampling rate is
   * 16,000. Where calls will have other sizes, {@link #warmUp(Map, Duration)} takes them, and
   * {@link Session#warmUp} takes inputs of the caller. Answers have the same bits before, during
   * and after; sessions and streams are not touched. Other threads may call meanwhile: they are
   * answered as before, and go over to the faster code as soon as it is there.
   *
   * <p>The code is that of the whole process: a second model with the same kinds of layers finds
   * most of it warm.
   *
   * @param limit no call begins after this time; one that is running then is ended
   * @return what was done, and which made-up inputs the model refused
   * @throws dev.vecurrent.limit.CallEndedException if the thread is interrupted
   * @throws IllegalArgumentException if the limit is not positive, or the model refuses all inputs
   *     that were made up
   */
  public WarmUp warmUp(Duration limit) {
    long nanos = WarmUp.nanos(limit);
    Watch watch = new Watch();
    watch.enter(CallLimits.within(limit));
    return WarmUp.of(WarmUpLoop.onMadeUpInputs(compiled, nanos, watch), nanos);
  }

  /**
   * As {@link #warmUp(Duration)}, on inputs of chosen sizes.
   *
   * @param sizes as for {@link #memory(Map)}; others are taken by their meaning
   * @param limit no call begins after this time; one that is running then is ended
   * @throws IllegalArgumentException also if a name is none of the model's
   */
  public WarmUp warmUp(Map<String, Integer> sizes, Duration limit) {
    long nanos = WarmUp.nanos(limit);
    Watch watch = new Watch();
    watch.enter(CallLimits.within(limit));
    return WarmUp.of(WarmUpLoop.onSizes(compiled, sizes, nanos, watch), nanos);
  }
}
