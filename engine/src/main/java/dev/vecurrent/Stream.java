package dev.vecurrent;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;

/**
 * A batch of sequences that arrive piece by piece: the states of all recurrent layers carry over
 * from call to call, so that feeding a sequence in chunks gives the bits of feeding it at once.
 *
 * <p>Only recurrent state is carried. Operators around the layers see each call as a sequence of
 * its own: one that mixes time steps (a mean over time, say) mixes those of the call. A layer whose
 * initial state is an input of the graph takes that instead of the carried one.
 *
 * <p>A call that is refused or ended leaves the states as they were. One that dies of an error,
 * such as a heap or stack that has ended, closes the stream until {@link #reset}.
 *
 * <p>Not safe for use by two threads at a time. {@link #step} and {@link #run} allocate nothing
 * once the largest chunk has been seen.
 */
public final class Stream {

  private final Session session;
  private final int batch;
  private final boolean batchMajor;
  private final int inputSize;
  private final Tensor[] inputs;
  private final Tensor[] outputs;
  private final int[] xShape = new int[3];

  Stream(Session session, Compiled compiled, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch: expected 1 or more, found " + batch);
    }
    compiled.requireStreamable();
    ValueInfo x = streamedInput(session.model().inputs());
    this.session = session;
    this.batch = batch;
    this.batchMajor = batchMajor(compiled, x, batch);
    this.inputSize = x.shape().orElseThrow().get(2).size();
    this.inputs = new Tensor[session.model().inputs().size()];
    Budget budget = session.newBudget();
    this.inputs[0] = Tensor.growable(x.type(), budget.values());
    this.outputs = new Tensor[session.model().outputs().size()];
    this.outputs[0] = Tensor.growable(session.model().outputs().getFirst().type(), budget.values());
    session.carryState();
  }

  private static boolean batchMajor(Compiled compiled, ValueInfo x, int batch) {
    InputRole role = compiled.roleOf(x.name());
    boolean leads = role.timeAxis() >= 0 && role.batchAxis() >= 0;
    if (!leads || role.timeAxis() > 1 || role.batchAxis() > 1) {
      throw new IllegalArgumentException(
          "input " + x + ": which axis is time cannot be told from the model's layers");
    }
    Dimension declared = x.shape().orElseThrow().get(role.batchAxis());
    if (declared.isFixed() && declared.size() != batch) {
      throw new IllegalArgumentException(
          "batch: input " + x + " is declared for " + declared.size() + ", found " + batch);
    }
    return role.batchAxis() == 0;
  }

  private static ValueInfo streamedInput(List<ValueInfo> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a model without inputs cannot be streamed");
    }
    ValueInfo x = inputs.getFirst();
    boolean fits =
        (x.type() == ElementType.FLOAT32 || x.type() == ElementType.FLOAT64)
            && x.shape().isPresent()
            && x.shape().get().size() == 3
            && x.shape().get().get(2).isFixed();
    if (!fits) {
      throw new IllegalArgumentException(
          "input "
              + x
              + " cannot be streamed: expected FLOAT32 or FLOAT64 of rank 3, features fixed");
    }
    return x;
  }

  /**
   * Feeds one time step.
   *
   * @param x {@code [N, I]}: one step of each sequence
   * @param y receives the first output of the call, dense
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
   * Feeds some time steps to a model with one input.
   *
   * @param x {@code [steps, N, I]}, or {@code [N, steps, I]} where the model reads batch-major
   * @param steps how many, 0 or more
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
    if (inputs.length != 1) {
      throw new IllegalArgumentException(
          "the model has " + inputs.length + " inputs: use run(Tensor[], Tensor[])");
    }
    if (inputs[0].type() != ElementType.FLOAT32 || outputs[0].type() != ElementType.FLOAT32) {
      throw new IllegalArgumentException(
          "input %s and output %s are not both FLOAT32: use run(Tensor[], Tensor[])"
              .formatted(inputs[0].type(), outputs[0].type()));
    }
    if (steps < 0 || x.length < (long) steps * batch * inputSize) {
      throw new IllegalArgumentException(
          "x: expected %d steps of %d by %d floats, found %d"
              .formatted(steps, batch, inputSize, x.length));
    }
    xShape[0] = batchMajor ? batch : steps;
    xShape[1] = batchMajor ? steps : batch;
    xShape[2] = inputSize;
    inputs[0].resize(xShape, 3);
    System.arraycopy(x, 0, inputs[0].floats(), 0, inputs[0].size());
    session.run(inputs, outputs, limits);
    Tensor out = outputs[0];
    if (y.length < out.size()) {
      session.undo();
      throw new IllegalArgumentException(
          "y: the output is " + out + ", the array has " + y.length + " floats");
    }
    System.arraycopy(out.floats(), 0, y, 0, out.size());
  }

  /**
   * Feeds a chunk to a model with any inputs; see {@link Session#run(Value[], Value[])}.
   *
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
    if (chunk.length != inputs.length) {
      throw new IllegalArgumentException(
          "inputs: expected %d tensors, found %d".formatted(inputs.length, chunk.length));
    }
    if (chunk.length > 0 && chunk[0] != null && chunk[0].rank() == 3) {
      int found = chunk[0].dim(batchMajor ? 0 : 1);
      if (found != batch) {
        throw new IllegalArgumentException(
            "input 0: expected a batch of " + batch + ", found " + chunk[0]);
      }
    }
    session.run(chunk, results, limits);
  }

  /** Starts random numbers again, from a seed; see {@link Session#seed}. */
  public void seed(long seed) {
    session.seed(seed);
  }

  /** Forgets the states: the next step is the first of new sequences. */
  public void reset() {
    session.reset();
  }
}
