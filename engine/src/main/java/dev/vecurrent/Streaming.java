package dev.vecurrent;

import dev.vecurrent.tensor.ElementType;
import java.util.List;

/**
 * How a model streams: what goes on from call to call, who carries it, and what stands in the way.
 *
 * @param states what is carried; empty where the model cannot stream
 * @param liveBytes what a live sequence costs a {@link Stream} or {@link Batcher}: its state twice,
 *     and what is kept of it beside
 * @param refusals why it cannot be streamed, each naming its node or value; empty if it can
 * @param mixers nodes that mix time steps of one call: behind them, chunks differ from the whole
 */
public record Streaming(
    List<State> states, long liveBytes, List<String> refusals, List<String> mixers) {

  /** Copies the lists. */
  public Streaming {
    states = List.copyOf(states);
    refusals = List.copyOf(refusals);
    mixers = List.copyOf(mixers);
  }

  /**
   * A state of one sequence.
   *
   * @param name the layer and which of its states, or the input of the graph
   * @param isOfGraph whether it is an input and an output of the graph, and not a layer's own
   * @param type of its elements
   * @param elements how many there are; 0 where only a call tells
   */
  public record State(String name, boolean isOfGraph, ElementType type, int elements) {

    /** Bytes of the state. */
    public long bytes() {
      return (long) elements * type.bytes();
    }
  }

  /** Whether the model can be streamed. */
  public boolean isPossible() {
    return refusals.isEmpty();
  }

  /** Whether chunks have the bits of the whole, as far as operators tell. */
  public boolean isExact() {
    return isPossible() && mixers.isEmpty();
  }

  /** Bytes of the state of one sequence. */
  public long stateBytes() {
    long bytes = 0;
    for (State state : states) {
      bytes += state.bytes();
    }
    return bytes;
  }
}
