package dev.vecurrent.cli.stream;

import dev.vecurrent.Session;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feeds sequences to a session as those do who hand each state of the graph on by its name. */
final class SessionFeed {

  private final Session session;
  private final StreamedValues values;
  private final CallLimits limits;

  /** The inputs of the next call that are states. */
  private final Map<String, Value> states;

  /**
   * Feeds from the first step on.
   *
   * @param states what the first call starts from
   * @param limits of each call
   */
  SessionFeed(
      Session session, StreamedValues values, Map<String, Tensor> states, CallLimits limits) {
    this.session = session;
    this.values = values;
    this.states = new HashMap<>(states);
    this.limits = limits;
  }

  /**
   * Feeds all steps and puts the answers together.
   *
   * @param calls the steps of each call
   */
  Map<String, Tensor> run(int[] calls) {
    StreamAxes axes = values.axes();
    JoinedOutputs joined = new JoinedOutputs(axes);
    int from = 0;
    for (int steps : calls) {
      Map<String, Value> inputs = new HashMap<>(states);
      @Nullable Tensor[] part = values.part(from, from + steps);
      for (int i = 0; i < part.length; i++) {
        Tensor value = part[i];
        if (value != null) {
          inputs.put(axes.inputs().get(i).name(), value);
        }
      }
      Map<String, Value> outputs = session.runValues(inputs, limits);
      for (GraphState state : axes.model().states()) {
        Value next = outputs.get(state.output());
        if (next != null) {
          states.put(state.input(), next);
        }
      }
      joined.add(answers(axes, outputs));
      from += steps;
    }
    return joined.whole();
  }

  private static @Nullable Tensor[] answers(StreamAxes axes, Map<String, Value> outputs) {
    @Nullable Tensor[] answers = new Tensor[axes.outputs().size()];
    for (int i = 0; i < answers.length; i++) {
      ValueInfo output = axes.outputs().get(i);
      answers[i] = outputs.get(output.name()) instanceof Tensor tensor ? tensor : null;
    }
    return answers;
  }
}
