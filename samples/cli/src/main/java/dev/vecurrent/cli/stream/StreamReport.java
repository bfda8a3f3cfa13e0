package dev.vecurrent.cli.stream;

import dev.vecurrent.Model;
import dev.vecurrent.Streaming;
import dev.vecurrent.console.Printable;
import dev.vecurrent.spec.GraphState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a model streams, in words and as an object of JSON. */
public final class StreamReport {

  private final Model model;
  private final Streaming streaming;

  /** Of a model with the states that it carries. */
  public StreamReport(Model model) {
    this.model = model;
    this.streaming = model.streaming();
  }

  /** Prints a section. */
  public void print(PrintWriter out) {
    out.println(
        !streaming.isPossible()
            ? "streaming: not possible"
            : streaming.isExact()
                ? "streaming: chunks have the bits of the whole"
                : "streaming: possible, but chunks may differ from the whole");
    streaming.refusals().forEach(why -> out.println("  because " + Printable.line(why)));
    streaming
        .mixers()
        .forEach(node ->
            out.println("  " + Printable.line(node) + "; behind it, chunks differ from the whole"));
    for (Streaming.State state : streaming.states()) {
      out.printf(
          Locale.ROOT,
          "  state %s: %s, %s; carried by the %s%n",
          Printable.line(state.name()),
          state.type(),
          state.elements() == 0
              ? "as many elements as a call tells"
              : String.format(
                  Locale.ROOT, "%,d elements, %,d bytes", state.elements(), state.bytes()),
          carrier(state));
    }
    if (streaming.isPossible()) {
      out.printf(Locale.ROOT, "  %,15d bytes  state of a sequence%n", streaming.stateBytes());
      out.printf(
          Locale.ROOT,
          "  %,15d bytes  a live sequence: twice its state, and its row in a table%n",
          streaming.liveBytes());
    }
  }

  private String carrier(Streaming.State state) {
    GraphState pair = pair(state);
    return pair == null
        ? "layer"
        : "graph, input "
            + Printable.line(pair.input())
            + " -> output "
            + Printable.line(pair.output());
  }

  private @Nullable GraphState pair(Streaming.State state) {
    for (GraphState pair : model.states()) {
      if (state.isOfGraph() && Printable.line(pair.input()).equals(state.name())) {
        return pair;
      }
    }
    return null;
  }

  /** An object of JSON. */
  public Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("possible", streaming.isPossible());
    map.put("exact", streaming.isExact());
    map.put("states", streaming.states().stream().map(this::map).toList());
    if (streaming.isPossible()) {
      map.put("stateBytes", streaming.stateBytes());
      map.put("liveBytes", streaming.liveBytes());
    }
    map.put("refusals", List.copyOf(streaming.refusals()));
    map.put("mixers", List.copyOf(streaming.mixers()));
    return map;
  }

  private Map<String, Object> map(Streaming.State state) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", state.name());
    GraphState pair = pair(state);
    map.put("carriedBy", pair == null ? "layer" : "graph");
    if (pair != null) {
      map.put("input", pair.input());
      map.put("output", pair.output());
    }
    map.put("type", state.type().name());
    map.put("elements", state.elements());
    map.put("bytes", state.bytes());
    return map;
  }
}
