package dev.vecurrent.internal.probe;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.Outline;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.SlotType;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs a compiled graph step by step and notes what its values and its scratch take. */
public final class MemoryProbe {

  /**
   * What a call takes, in bytes.
   *
   * @param inputs the inputs of the call in words
   * @param sizes of its dimensions that are not fixed, by symbol or by input and axis
   * @param graph all values that nodes of the graph make, before any pass
   * @param unknown how many of those are not counted, their size being known in a run only
   * @param values all values that steps make, were each kept for itself
   * @param live the most that is needed at one time
   * @param slots what the session holds for values
   * @param scratch what its steps hold beside them: gates and states of layers, bodies, workspaces
   */
  public record Use(
      List<String> inputs,
      Map<String, Integer> sizes,
      long graph,
      int unknown,
      long values,
      long live,
      long slots,
      long scratch) {}

  /** A value that a step made. */
  private record Made(int step, int slot, long bytes, Object storage, long capacity) {}

  /** The batch that is taken where none is given. */
  public static final int BATCH = 1;

  /** The time steps that are taken where none are given. */
  public static final int STEPS = 100;

  private final Compiled compiled;
  private final List<Step> steps;
  private final List<Made> made = new ArrayList<>();
  private final List<Step.Run> runs = new ArrayList<>();

  private MemoryProbe(Compiled compiled) {
    this.compiled = compiled;
    this.steps = compiled.steps();
  }

  /**
   * Runs a graph on made-up inputs in one thread, in a session of its own.
   *
   * @param sizes of dimensions that are not fixed; see {@link MadeUpInputs}. Others have a size by
   *     their meaning: {@link #BATCH}, {@link #STEPS}, 1; where the graph refuses that, others that
   *     it might take
   * @param watch whether it goes on
   * @throws IllegalArgumentException if no such inputs can be made up, or the graph refuses them
   */
  public static Use of(Compiled compiled, Map<String, Integer> sizes, Watch watch) {
    IllegalArgumentException first = null;
    for (MadeUpInputs.Guess guess : SizeGuesses.of(compiled, BATCH, STEPS)) {
      MadeUpInputs.Made made = MadeUpInputs.of(compiled, sizes, guess);
      try {
        return of(compiled, made, watch);
      } catch (IllegalArgumentException e) {
        first = first == null ? e : first;
      }
      if (made.sizes().isEmpty()) {
        throw first;
      }
    }
    throw Objects.requireNonNull(first);
  }

  private static Use of(Compiled compiled, MadeUpInputs.Made made, Watch watch) {
    MemoryProbe probe = new MemoryProbe(compiled);
    List<Step> observed = new ArrayList<>();
    for (int i = 0; i < probe.steps.size(); i++) {
      observed.add(new Observed(probe, i, probe.steps.get(i)));
    }
    GraphRun run = new GraphRun(compiled.withSteps(observed), Team.ALONE, watch);
    @Nullable Value[] outputs = new Value[compiled.outputSlots().size()];
    Tensor[] inputs = made.tensors().toArray(new Tensor[0]);
    run.run(inputs, outputs);
    probe.made.clear(); // the first run makes storage grow
    run.run(inputs, outputs);
    return probe.use(made);
  }

  private void note(int step, @Nullable Value[] values) {
    boolean[] slots = new boolean[compiled.slots().size()];
    steps.get(step).markMade(slots);
    for (int slot = 0; slot < slots.length; slot++) {
      Value value = slots[slot] ? values[slot] : null;
      if (value != null) {
        Object storage = value instanceof Tensor tensor ? tensor.storage() : value;
        made.add(new Made(step, slot, size(value), storage, SlotType.bytes(value)));
      }
    }
  }

  private static long size(Value value) {
    return switch (value) {
      case Tensor tensor -> (long) tensor.size() * tensor.type().bytes();
      case TensorSequence sequence -> {
        long size = 0;
        for (int i = 0; i < sequence.size(); i++) {
          size += size(sequence.get(i));
        }
        yield size;
      }
      case OptionalValue optional -> optional.isPresent() ? size(optional.get()) : 0;
    };
  }

  private Use use(MadeUpInputs.Made madeUp) {
    Tensor[] inputs = madeUp.tensors().toArray(new Tensor[0]);
    long values = 0;
    IdentityHashMap<Object, Long> slots = new IdentityHashMap<>();
    for (Made one : made) {
      values += one.bytes();
      slots.put(one.storage(), one.capacity());
    }
    Outline outline = Outline.of(compiled.graph(), inputs);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      words.add(compiled.graph().inputs().get(i).name() + ": " + inputs[i]);
    }
    return new Use(
        words,
        madeUp.sizes(),
        outline.bytes(),
        outline.unknown(),
        values,
        mostLive(),
        slots.values().stream().mapToLong(Long::longValue).sum(),
        runs.stream().mapToLong(Step.Run::bytes).sum());
  }

  /** The most that is needed while a step runs: views count once with what they view. */
  private long mostLive() {
    int[] ends = ends();
    IdentityHashMap<Object, long[]> spans =
        new IdentityHashMap<>(); // storage: bytes, first and last step
    long[] change = new long[steps.size() + 2];
    for (int i = 0; i < made.size(); i++) {
      Made one = made.get(i);
      long[] span = spans.computeIfAbsent(one.storage(), _ -> new long[] {0, 0, -1});
      if (one.step() > span[2]) {
        count(span, change);
        span[0] = 0;
        span[1] = one.step();
      }
      span[0] = Math.max(span[0], one.bytes());
      span[2] = Math.max(span[2], ends[i]);
    }
    spans.values().forEach(span -> count(span, change));
    long live = 0;
    long most = 0;
    for (long each : change) {
      live += each;
      most = Math.max(most, live);
    }
    return most;
  }

  private static void count(long[] span, long[] change) {
    change[(int) span[1]] += span[0];
    change[(int) span[2] + 1] -= span[0];
  }

  /** For each value the last step that reads it before its slot is written again. */
  private int[] ends() {
    int[] lastRead = new int[compiled.slots().size()];
    compiled.outputSlots().forEach(slot -> lastRead[slot] = steps.size());
    int[] ends = new int[made.size()];
    int at = made.size() - 1;
    for (int step = steps.size() - 1; step >= 0; step--) {
      for (; at >= 0 && made.get(at).step() == step; at--) {
        int slot = made.get(at).slot();
        ends[at] = Math.max(step, lastRead[slot]);
        lastRead[slot] = 0;
      }
      boolean[] reads = new boolean[lastRead.length];
      steps.get(step).markRead(reads);
      for (int slot = 0; slot < reads.length; slot++) {
        lastRead[slot] = reads[slot] ? Math.max(step, lastRead[slot]) : lastRead[slot];
      }
    }
    return ends;
  }

  /** A step that says when it has run. */
  private record Observed(MemoryProbe probe, int index, Step step) implements Step {

    @Override
    public String operator() {
      return step.operator();
    }

    @Override
    public String name() {
      return step.name();
    }

    @Override
    public List<String> reads() {
      return step.reads();
    }

    @Override
    public List<String> makes() {
      return step.makes();
    }

    @Override
    public List<String> details() {
      return step.details();
    }

    @Override
    public void markRead(boolean[] slots) {
      step.markRead(slots);
    }

    @Override
    public void markMade(boolean[] slots) {
      step.markMade(slots);
    }

    @Override
    public Run newRun(Team team, Bounds bounds) {
      Run inner = step.newRun(team, bounds);
      probe.runs.add(inner);
      return new Run() {
        @Override
        public void run(@Nullable Value[] values) {
          inner.run(values);
          probe.note(index, values);
        }

        @Override
        public long bytes() {
          return inner.bytes();
        }
      };
    }
  }
}
