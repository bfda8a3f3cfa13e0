package dev.vecurrent;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.Compiled;
import dev.vecurrent.internal.plan.GraphRun;
import dev.vecurrent.internal.plan.WarmUpLoop;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a {@link Model}, in the calling thread and in {@link Workers} if it was given some. Holds
 * scratch, which grows to the largest call so far; a call that is not larger than one before
 * allocates nothing. Not safe for use by two threads at a time.
 */
public final class Session {

  private final Model model;
  private final Compiled compiled;
  private final GraphRun run;

  Session(Model model, Compiled compiled, Team team) {
    this.model = model;
    this.compiled = compiled;
    this.run = new GraphRun(compiled, team);
  }

  /** The model this session runs. */
  public Model model() {
    return model;
  }

  /**
   * Runs the model into tensors that the caller owns.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, in order, or a sequence where that
   *     says so; only read. An optional one may also be an {@link
   *     dev.vecurrent.tensor.OptionalValue}, or {@code null} for none
   * @param outputs one tensor or sequence for each of {@link Model#outputs}, in order, or {@code
   *     null} for one that is not wanted; each is given its shape ({@link Tensor#resize}) and
   *     written whole. No output may share its array with an input
   * @throws IllegalArgumentException if an input does not have the declared type and shape, two
   *     dimensions with the same symbol differ, or an output is too short; names the value,
   *     expected and actual. Where an input is at fault, nothing has been written
   */
  public void run(Value[] inputs, Value[] outputs) {
    run.run(inputs, outputs);
  }

  /**
   * Runs the model; allocates its answers.
   *
   * @param inputs a tensor for each name of {@link Model#inputs}
   * @return a tensor for each name of {@link Model#outputs}, in that order
   * @throws IllegalArgumentException also if a name is missing or unknown, or an output is a
   *     sequence or optional: those are for {@link #runValues}
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    for (ValueInfo output : model.outputs()) {
      if (output.isSequence() || output.isOptional()) {
        throw new IllegalArgumentException("output " + output + ": use runValues");
      }
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    runValues(inputs).forEach((name, value) -> named.put(name, (Tensor) value));
    return named;
  }

  /**
   * Runs a model that may read or make sequences and optional values; allocates its answers.
   *
   * @param inputs a tensor or sequence for each name of {@link Model#inputs}; an optional one may
   *     be left out
   * @return a tensor or sequence for each name of {@link Model#outputs}, in that order; an {@link
   *     dev.vecurrent.tensor.OptionalValue} for an optional one
   * @throws IllegalArgumentException also if a name is missing or unknown
   */
  public Map<String, Value> runValues(Map<String, ? extends Value> inputs) {
    List<ValueInfo> expected = model.inputs();
    @Nullable Value[] in = new Value[expected.size()];
    for (int i = 0; i < in.length; i++) {
      Value value = inputs.get(expected.get(i).name());
      if (value == null && !expected.get(i).isOptional()) {
        throw new IllegalArgumentException("input " + expected.get(i) + " is missing");
      }
      in[i] = value;
    }
    for (String name : inputs.keySet()) {
      if (expected.stream().noneMatch(info -> info.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no input '" + name + "'; inputs are " + expected);
      }
    }
    Value[] out = new Value[model.outputs().size()];
    Map<String, Value> named = new LinkedHashMap<>();
    for (int i = 0; i < out.length; i++) {
      out[i] = compiled.newOutput(i);
      named.put(model.outputs().get(i).name(), out[i]);
    }
    run.run(in, out);
    return named;
  }

  /**
   * Starts the random numbers of operators such as RandomNormal again, from a seed: the next call
   * is the first with it. A new session has seed 0. A node of the model with a seed of its own
   * draws from that instead, and starts again, too.
   */
  public void seed(long seed) {
    run.draws().restart(seed);
  }

  /**
   * Runs this session on inputs of the caller until its calls no longer become faster: {@link
   * Model#warmUp(Duration)} for those who know what their calls look like. The session has scratch
   * for calls of this size then.
   *
   * @param inputs as for {@link #run(Value[], Value[])}
   * @param limit no call begins after this time; the one that is running is finished
   * @throws IllegalArgumentException if the limit is not positive, or as {@link #run(Value[],
   *     Value[])}
   */
  public WarmUp warmUp(Value[] inputs, Duration limit) {
    return WarmUp.of(WarmUpLoop.onInputs(compiled, run, inputs, WarmUp.nanos(limit)));
  }

  GraphRun graphRun() {
    return run;
  }
}
