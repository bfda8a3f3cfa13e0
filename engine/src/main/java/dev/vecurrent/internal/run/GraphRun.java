package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.FloatStorage;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.random.Draws;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.OptionalValue;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.TensorSequence;
import dev.vecurrent.tensor.Value;
import java.util.List;

/** The values and scratch of one session. Not safe for two threads. */
public final class GraphRun {

  private final Compiled compiled;
  private final Watch watch;
  private final Bounds bounds;
  private final WantedSteps wantedSteps;
  private final InputChecks checks;
  private final SharedArrays shared;
  private final int[] inputSlots;
  private final int[] outputSlots;
  private final Step.Run[] steps;
  private final @Nullable Value[] values;

  /** What stands for an optional input that is not given; {@code null} for other inputs. */
  private final @Nullable Value[] absent;

  private final Draws draws = new Draws();

  /** Where states are carried from run to run; {@code null} where they are not. */
  private @Nullable StateTable table;

  /** Those that are inputs and outputs of the graph, likewise. */
  private @Nullable StateTensors states;

  /** Session-owned values of the slots that graph outputs are written to. */
  private final Value[] results;

  /** Widened 16-bit inputs; {@code null} where the caller's tensor is read as it is. */
  private final @Nullable Tensor[] widened;

  /** Whether an output is made by a recurrent layer, which may write into the caller's tensor. */
  private final boolean[] direct;

  /** A session of a compiled graph that runs in one thread. */
  public GraphRun(Compiled compiled) {
    this(compiled, Team.ALONE);
  }

  /** A session of a compiled graph whose calls a team may help. */
  public GraphRun(Compiled compiled, Team team) {
    this(compiled, team, new Watch());
  }

  /**
   * A session of a compiled graph.
   *
   * @param team who may help its calls
   * @param watch whether a call goes on
   */
  public GraphRun(Compiled compiled, Team team, Watch watch) {
    this.compiled = compiled;
    this.watch = watch;
    this.bounds = new Bounds(watch, compiled.newBudget());
    this.wantedSteps = new WantedSteps(compiled);
    this.checks = new InputChecks(compiled);
    this.shared = new SharedArrays(compiled.graph().inputs(), compiled.graph().outputs());
    this.inputSlots = Slots.array(compiled.inputSlots());
    this.outputSlots = Slots.array(compiled.outputSlots());
    this.values = new Value[compiled.slots().size()];
    for (int slot = 0; slot < values.length; slot++) {
      Tensor constant = compiled.constants().get(slot);
      values[slot] = constant != null ? constant : compiled.newValue(slot, bounds.budget());
    }
    this.steps = Step.newRuns(compiled.steps(), team, bounds);
    for (Step.Run step : steps) {
      step.draw(draws);
    }
    this.absent = new Value[inputSlots.length];
    for (int i = 0; i < absent.length; i++) {
      ValueInfo info = compiled.graph().inputs().get(i);
      absent[i] = info.isOptional() ? OptionalValue.absent(info.type(), info.isSequence()) : null;
    }
    this.widened = new Tensor[inputSlots.length];
    for (int i = 0; i < widened.length; i++) {
      ElementType type = compiled.graph().inputs().get(i).type();
      widened[i] =
          type == type.computeType()
              ? null
              : Tensor.growable(type.computeType(), bounds.budget().values());
    }
    this.results = new Value[outputSlots.length];
    this.direct = new boolean[results.length];
    for (int i = 0; i < results.length; i++) {
      int slot = outputSlots[i];
      Value value = values[slot];
      results[i] = value == null ? compiled.newValue(slot, bounds.budget()) : value;
    }
    markDirect();
  }

  /** Marks the outputs that a recurrent layer makes in their own type and for one name only. */
  private void markDirect() {
    boolean[] byLayer = new boolean[values.length];
    for (Step step : compiled.steps()) {
      if (step instanceof RecurrentStep recurrent) {
        recurrent.markMade(byLayer);
      }
    }
    int[] uses = new int[values.length];
    for (int slot : outputSlots) {
      uses[slot]++;
    }
    for (int i = 0; i < direct.length; i++) {
      int slot = outputSlots[i];
      boolean sameType =
          compiled.graph().outputs().get(i).type() == compiled.slots().get(slot).type();
      direct[i] = byLayer[slot] && uses[slot] == 1 && sameType;
    }
  }

  /**
   * See {@code Session.run}. Where states are carried, whoever calls has begun the call of their
   * table; those of the graph are put among the inputs and outputs.
   */
  public void run(@Nullable Value[] inputs, @Nullable Value[] outputs) {
    if (states != null) {
      states.gather(inputs, outputs);
    }
    checks.check(inputs);
    checkOutputs(outputs);
    shared.check(inputs, outputs);
    for (int i = 0; i < inputs.length; i++) {
      Value given = inputs[i] != null ? inputs[i] : absent[i];
      if (given == null) {
        continue; // one that no step reads
      }
      Tensor wide = widened[i];
      if (wide != null) {
        FloatStorage.widen((Tensor) given, wide);
      }
      put(inputSlots[i], wide != null ? wide : given);
    }
    for (int i = 0; i < results.length; i++) {
      if (direct[i]) {
        put(outputSlots[i], outputs[i] != null ? outputs[i] : results[i]);
      }
    }
    draws.nextCall();
    boolean[] wanted = wantedSteps.of(outputs);
    boolean done = false;
    try {
      for (int i = 0; i < steps.length; i++) {
        if (wanted == null || wanted[i]) {
          steps[i].run(values);
        }
      }
      copyOutputs(outputs);
      if (states != null) {
        states.scatter();
      }
      done = true;
    } finally {
      if (!done) {
        draws.undo();
      }
    }
    if (table != null) {
      table.commit();
    }
  }

  /** Callers bring the same tensors again and again; comparing is cheaper than storing. */
  private void put(int slot, @Nullable Value value) {
    if (values[slot] != value) {
      values[slot] = value;
    }
  }

  private void copyOutputs(@Nullable Value[] outputs) {
    for (int i = 0; i < results.length; i++) {
      Value to = outputs[i];
      Value from = values[outputSlots[i]];
      if (to != null && from != null && to != from) {
        copy(compiled.graph().outputs().get(i), from, to);
      }
    }
  }

  /** What the session's random numbers share. */
  public Draws draws() {
    return draws;
  }

  private void checkOutputs(@Nullable Value[] outputs) {
    if (outputs.length != results.length) {
      throw new IllegalArgumentException(
          "outputs: expected " + results.length + " values, found " + outputs.length);
    }
    for (int i = 0; i < outputs.length; i++) {
      ValueInfo info = compiled.graph().outputs().get(i);
      Value output = outputs[i];
      if (output != null && !fits(info, output)) {
        String kind = info.isSequence() ? "sequence of " + info.type() : info.type() + " tensor";
        throw new IllegalArgumentException(
            "output "
                + info
                + ": expected "
                + (info.isOptional() ? "an optional " : "a ")
                + kind
                + ", found "
                + output);
      }
    }
  }

  private static boolean fits(ValueInfo info, Value output) {
    if (output.type() != info.type() || output instanceof OptionalValue != info.isOptional()) {
      return false;
    }
    Value place = output instanceof OptionalValue optional ? optional.place() : output;
    return place instanceof TensorSequence == info.isSequence();
  }

  private void copy(ValueInfo info, Value from, Value to) {
    try {
      if (to.type() != from.type()) {
        FloatStorage.narrow((Tensor) from, (Tensor) to);
      } else {
        BodyRun.copy(from, to, watch);
      }
    } catch (RuntimeException e) {
      throw NodeErrors.at(Printable.line("output " + info.name()), e);
    }
  }

  /**
   * Lets states go on from run to run, from now on.
   *
   * @param newTable holds them by place; columns are added where it does not have them yet
   * @param graphStates those that are inputs and outputs of the graph
   * @param rows how many sequences runs have, or at least
   * @throws IllegalArgumentException if a state of the graph cannot be carried: its size is not
   *     declared, or which of its axes is the batch
   */
  public void carry(StateTable newTable, List<GraphState> graphStates, int rows) {
    newTable.attach(bounds.budget());
    table = newTable;
    states =
        graphStates.isEmpty()
            ? null
            : new StateTensors(compiled, graphStates, newTable, rows, bounds.budget());
    for (Step.Run step : steps) {
      step.carry(newTable);
    }
    wantedSteps.carry();
  }
}
