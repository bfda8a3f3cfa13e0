package dev.vecurrent;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.Compiled;
import dev.vecurrent.internal.plan.GraphRun;
import dev.vecurrent.internal.plan.WarmUpLoop;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
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
   * @param inputs one tensor for each of {@link Model#inputs}, in order; only read
   * @param outputs one tensor for each of {@link Model#outputs}, in order, or {@code null} for one
   *     that is not wanted; each is given its shape ({@link Tensor#resize}) and written whole. No
   *     output may share its array with an input
   * @throws IllegalArgumentException if an input does not have the declared type and shape, two
   *     dimensions with the same symbol differ, or an output is too short; names the value,
   *     expected and actual. Where an input is at fault, nothing has been written
   */
  public void run(Tensor[] inputs, Tensor[] outputs) {
    run.run(inputs, outputs);
  }

  /**
   * Runs the model; allocates its answers.
   *
   * @param inputs a tensor for each name of {@link Model#inputs}
   * @return a tensor for each name of {@link Model#outputs}, in that order
   * @throws IllegalArgumentException also if a name is missing or unknown
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    List<ValueInfo> expected = model.inputs();
    Tensor[] in = new Tensor[expected.size()];
    for (int i = 0; i < in.length; i++) {
      Tensor tensor = inputs.get(expected.get(i).name());
      if (tensor == null) {
        throw new IllegalArgumentException("input " + expected.get(i) + " is missing");
      }
      in[i] = tensor;
    }
    for (String name : inputs.keySet()) {
      if (expected.stream().noneMatch(info -> info.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no input '" + name + "'; inputs are " + expected);
      }
    }
    Tensor[] out = new Tensor[model.outputs().size()];
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < out.length; i++) {
      out[i] = Tensor.growable(model.outputs().get(i).type());
      named.put(model.outputs().get(i).name(), out[i]);
    }
    run.run(in, out);
    return named;
  }

  /**
   * Runs this session on inputs of the caller until its calls no longer become faster: {@link
   * Model#warmUp(Duration)} for those who know what their calls look like. The session has scratch
   * for calls of this size then.
   *
   * @param inputs as for {@link #run(Tensor[], Tensor[])}
   * @param limit no call begins after this time; the one that is running is finished
   * @throws IllegalArgumentException if the limit is not positive, or as {@link #run(Tensor[],
   *     Tensor[])}
   */
  public WarmUp warmUp(Tensor[] inputs, Duration limit) {
    return WarmUp.of(WarmUpLoop.onInputs(compiled, run, inputs, WarmUp.nanos(limit)));
  }

  GraphRun graphRun() {
    return run;
  }
}
