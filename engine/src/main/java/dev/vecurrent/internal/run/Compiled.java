package dev.vecurrent.internal.run;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled graph. Immutable and shared by threads.
 *
 * @param graph what was compiled
 * @param steps what runs, in order
 * @param slots for each value slot, what it holds
 * @param constants for each value slot, the constant in it
 * @param valueBytes the most bytes of one value in a run
 * @param sessionBytes the most bytes of a session
 * @param inputSlots the slot of each graph input
 * @param outputSlots the slot of each graph output
 * @param parameters elements of the constants that steps read
 * @param packedBytes bytes of packed weights
 * @param constantBytes bytes of constants that are kept beside them
 * @param folded nodes computed at compile time, by operator
 * @param absorbed nodes that became part of others, by operator
 * @param values how many values steps make; several may share a slot, one after the other
 * @param randomOutputs names of outputs whose elements depend on random numbers
 * @param time where time and batch are, and what stands in the way of streams
 * @param states which outputs are the next values of which inputs, in order of outputs
 * @param unread names of the graph inputs that no output needs
 * @param kernels what steps compute with
 */
public record Compiled(
    Graph graph,
    List<Step> steps,
    List<SlotType> slots,
    Map<Integer, Tensor> constants,
    long valueBytes,
    long sessionBytes,
    List<Integer> inputSlots,
    List<Integer> outputSlots,
    long parameters,
    long packedBytes,
    long constantBytes,
    Map<String, Integer> folded,
    Map<String, Integer> absorbed,
    int values,
    Set<String> randomOutputs,
    TimeFacts time,
    List<GraphState> states,
    Set<String> unread,
    Kernels kernels) {

  /** This graph with other steps that do the same. */
  public Compiled withSteps(List<Step> others) {
    return new Compiled(
        graph,
        others,
        slots,
        constants,
        valueBytes,
        sessionBytes,
        inputSlots,
        outputSlots,
        parameters,
        packedBytes,
        constantBytes,
        folded,
        absorbed,
        values,
        randomOutputs,
        time,
        states,
        unread,
        kernels);
  }

  /** An empty value for an output, as a caller may own one. */
  public Value newOutput(int output, Budget budget) {
    ValueInfo info = graph.outputs().get(output);
    return new SlotType(info.type(), info.isSequence(), info.isOptional()).newValue(budget);
  }

  /** An empty value for a slot, which grows within a budget. */
  Value newValue(int slot, Budget budget) {
    return slots.get(slot).newValue(budget);
  }

  /** What a session of this graph may hold, and callers may own. */
  public Budget newBudget() {
    return Budget.ofSession(sessionBytes, valueBytes);
  }

  /**
   * Checks that sequences may arrive piece by piece.
   *
   * @throws IllegalArgumentException naming the first layer that cannot go on where a piece ended
   */
  public void requireStreamable() {
    for (Hindrance hindrance : time.hindrances()) {
      if (hindrance.refuses()) {
        throw new IllegalArgumentException(hindrance + ": such a model cannot be streamed");
      }
    }
  }

  /** The axes of time and batch in each graph output. */
  public List<OutputAxes> outputAxes() {
    return time.outputs();
  }

  /** What prevents that sequences may arrive piece by piece, in the order of the nodes. */
  public List<Hindrance> hindrances() {
    return time.hindrances();
  }

  /** Whether a graph input is one that no output needs. */
  public boolean isUnread(String input) {
    return unread.contains(input);
  }

  /** What layers tell about a graph input. */
  public InputRole roleOf(String input) {
    return time.roles().getOrDefault(input, InputRole.UNKNOWN);
  }
}
