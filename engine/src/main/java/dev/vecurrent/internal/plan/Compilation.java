package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.plan.axes.TimeAxes;
import dev.vecurrent.internal.plan.cell.CellLoops;
import dev.vecurrent.internal.plan.cell.CellPatterns;
import dev.vecurrent.internal.plan.state.GraphStates;
import dev.vecurrent.internal.run.TimeFacts;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A graph or body on its way through the passes, and what they find. */
final class Compilation {

  private final @Nullable Graph graph;
  private final Kernels kernels;
  private final long foldedBytes;
  private final Bounds bounds;
  private final List<Finding> findings;
  private @Nullable Draft draft;
  private @Nullable SlotPlan slots;
  private @Nullable Graph complete;
  private TimeFacts time = new TimeFacts(Map.of(), List.of(), List.of());
  private List<GraphState> states = List.of();

  /**
   * Of a model.
   *
   * @param graph what is compiled
   * @param kernels what the model computes with
   * @param foldedBytes the most bytes that folding may add
   * @param bounds what bounds the whole compilation
   * @param findings receives every reason for refusal
   */
  Compilation(
      Graph graph, Kernels kernels, long foldedBytes, Bounds bounds, List<Finding> findings) {
    this.graph = graph;
    this.kernels = kernels;
    this.foldedBytes = foldedBytes;
    this.bounds = bounds;
    this.findings = findings;
  }

  /** Of a body that was bound and folded with the graph around it. */
  private Compilation(Compilation around, Draft body) {
    this.graph = null;
    this.kernels = around.kernels;
    this.foldedBytes = around.foldedBytes;
    this.bounds = around.bounds;
    this.findings = around.findings;
    this.draft = body;
  }

  /** The same for a body. */
  Compilation of(Draft body) {
    return new Compilation(this, body);
  }

  void bind() {
    draft = Binding.bind(Objects.requireNonNull(graph), kernels, findings);
  }

  void fold() {
    Graph whole = Objects.requireNonNull(graph);
    Folding.fold(draft(), whole.outputs(), foldedBytes, bounds, findings);
  }

  /** Notes the outputs as they are declared, with what nodes make where the file does not say. */
  void complete(List<ValueInfo> outputs) {
    Graph cut = Objects.requireNonNull(graph);
    complete =
        new Graph(
            cut.name(),
            cut.inputs(),
            outputs,
            cut.constants(),
            cut.nodes(),
            cut.optionalInputs(),
            cut.file());
  }

  void findTime() {
    time = TimeAxes.find(draft(), Set.of());
  }

  void findStates() {
    states = GraphStates.find(draft(), complete(), time.roles());
    if (!states.isEmpty()) {
      Set<String> names = new HashSet<>();
      for (GraphState state : states) {
        names.add(state.input());
      }
      time = TimeAxes.find(draft(), names); // which may tell where time is
    }
  }

  void place() {
    slots = SlotPlan.of(draft());
  }

  void fuseCells() {
    CellPatterns.fuse(draft(), bounds);
  }

  void pair() {
    Pairing.pair(draft(), bounds);
  }

  void replaceLoops() {
    CellLoops.replace(draft(), bounds);
  }

  Draft draft() {
    return Objects.requireNonNull(draft);
  }

  /** The graph with all that is known of its outputs. */
  Graph complete() {
    return Objects.requireNonNull(complete);
  }

  SlotPlan slots() {
    return Objects.requireNonNull(slots);
  }

  List<Finding> findings() {
    return findings;
  }

  /** Where time is in the model; nothing before it was asked for. */
  TimeFacts time() {
    return time;
  }

  /** The states of the model; none before they were asked for. */
  List<GraphState> states() {
    return states;
  }
}
