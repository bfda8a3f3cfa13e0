package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.advice.NearestNames;
import dev.vecurrent.internal.draft.Counts;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.RefusedNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Cuts a graph to what wanted outputs need, before anything in it is judged. Outputs may be any
 * values of the graph, and so may inputs: a value that is given is not computed.
 *
 * <p>Nodes in bodies that no result of the body needs go, too.
 */
final class Cut {

  /** Enough for constants that shapes are computed from. */
  private static final long FOLDED_BYTES = 1 << 20;

  /** The most names in a note. */
  private static final int MOST_NAMES = 20;

  private final Graph graph;
  private final List<Finding> findings;

  /** What is known by name: what the file declares, and names without a type. */
  private final Map<String, ValueInfo> known = new LinkedHashMap<>();

  private Cut(Graph graph, List<Finding> findings) {
    this.graph = graph;
    this.findings = findings;
    for (ValueInfo input : graph.inputs()) {
      known.put(input.name(), input);
    }
    for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
      known.put(constant.getKey(), constant(constant.getKey(), constant.getValue()));
    }
    for (ValueInfo info : graph.optionalInputs()) {
      if (graph.constants().containsKey(info.name())) {
        known.put(info.name(), info);
      }
    }
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        ValueInfo declared = graph.file().values().get(output);
        known.put(output, declared != null ? declared : ValueInfo.untyped(output));
      }
    }
    for (ValueInfo output : graph.outputs()) {
      if (output.isTyped() || !known.containsKey(output.name())) {
        known.put(output.name(), output);
      }
    }
    known.remove("");
  }

  private static ValueInfo constant(String name, Tensor tensor) {
    List<Dimension> dims = new ArrayList<>();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      dims.add(Dimension.of(tensor.dim(axis)));
    }
    return new ValueInfo(name, tensor.type(), Optional.of(dims));
  }

  /**
   * What outputs need.
   *
   * @param inputs names of the values to start from, inputs first of all; the others that are
   *     needed stay inputs behind them; empty for those of the graph, needed or not
   * @param outputs names of the values that are wanted; empty for those of the graph
   * @param findings receives names that the graph does not have
   */
  static Graph of(Graph graph, List<String> inputs, List<String> outputs, List<Finding> findings) {
    return new Cut(graph, findings).cut(inputs, outputs);
  }

  private Graph cut(List<String> starts, List<String> wanted) {
    requireKnown("input", starts);
    requireKnown("output", wanted);
    List<ValueInfo> outputs = wanted.isEmpty() ? graph.outputs() : infos(wanted);
    if (outputs.isEmpty() && findings.isEmpty()) {
      findings.add(new Finding("", "", "outputs", "", "the graph has none"));
    }
    Set<String> given = new LinkedHashSet<>(starts);
    Set<String> needed = new HashSet<>();
    for (ValueInfo output : outputs) {
      needed.add(output.name());
    }
    List<Node> kept = kept(given, needed);
    List<ValueInfo> inputs = new ArrayList<>();
    for (String start : starts) {
      inputs.add(start(start));
    }
    boolean whole = starts.isEmpty() && wanted.isEmpty();
    for (ValueInfo input : graph.inputs()) {
      if (!given.contains(input.name()) && (whole || needed.contains(input.name()))) {
        inputs.add(input);
      }
    }
    Map<String, Tensor> constants = new HashMap<>(graph.constants());
    constants.keySet().retainAll(needed);
    constants.keySet().removeAll(given);
    return new Graph(
        graph.name(),
        inputs,
        outputs,
        constants,
        kept,
        optionalInputs(constants),
        graph.file().with(graph.file().values(), notes(kept, inputs, needed)));
  }

  /** Type and shape of the values that are known, as far as the file says; their names at least. */
  private List<ValueInfo> infos(List<String> names) {
    List<ValueInfo> infos = new ArrayList<>();
    for (String name : names) {
      ValueInfo info = known.get(name);
      if (info != null) {
        infos.add(info);
      }
    }
    return infos;
  }

  /** The optional inputs whose constants are left. */
  private List<ValueInfo> optionalInputs(Map<String, Tensor> constants) {
    List<ValueInfo> left = new ArrayList<>();
    for (ValueInfo input : graph.optionalInputs()) {
      if (constants.containsKey(input.name())) {
        left.add(input);
      }
    }
    return left;
  }

  private void requireKnown(String field, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!known.containsKey(name)) {
        findings.add(new Finding("", "", field, name, NearestNames.noSuch(name, known.keySet())));
      } else if (!seen.add(name)) {
        findings.add(new Finding("", "", field, name, "is named twice"));
      }
    }
  }

  /** Nodes that make what is needed and not given; adds what they read to what is needed. */
  private List<Node> kept(Set<String> given, Set<String> needed) {
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (makes(node, needed, given)) {
        Node trimmed = renamed(trimmed(node), given);
        needed.addAll(trimmed.reads());
        kept.add(trimmed);
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  private static boolean makes(Node node, Set<String> needed, Set<String> given) {
    for (String output : node.outputs()) {
      if (needed.contains(output) && !given.contains(output)) {
        return true;
      }
    }
    return false;
  }

  /** A node whose bodies have only what their results need. */
  private static Node trimmed(Node node) {
    if (!(node instanceof ControlNode control)) {
      return node;
    }
    Map<String, Body> bodies = new HashMap<>();
    for (Map.Entry<String, Body> body : control.bodies().entrySet()) {
      bodies.put(body.getKey(), trimmed(body.getValue()));
    }
    return new ControlNode(
        control.name(),
        control.operator(),
        control.opset(),
        control.inputs(),
        control.outputs(),
        control.attributes(),
        bodies);
  }

  private static Body trimmed(Body body) {
    Set<String> needed = new HashSet<>(body.outputs());
    List<Node> kept = new ArrayList<>();
    for (Node node : body.nodes().reversed()) {
      if (makes(node, needed, Set.of(""))) {
        Node trimmed = trimmed(node);
        needed.addAll(trimmed.reads());
        kept.add(trimmed);
      }
    }
    Collections.reverse(kept);
    Map<String, Tensor> constants = new HashMap<>(body.constants());
    constants.keySet().retainAll(needed);
    return new Body(body.inputs(), body.outputs(), constants, kept);
  }

  /** A node that makes a given value beside others makes it under another name. */
  private Node renamed(Node node, Set<String> given) {
    if (Collections.disjoint(node.outputs(), given)) {
      return node;
    }
    List<String> outputs =
        node.outputs().stream().map(o -> given.contains(o) ? unused(o) : o).toList();
    return switch (node) {
      case OperatorNode n ->
          new OperatorNode(
              n.name(), n.domain(), n.operator(), n.opset(), n.inputs(), outputs, n.attributes());
      case RecurrentNode n -> new RecurrentNode(n.name(), n.cell(), n.inputs(), outputs);
      case ControlNode n ->
          new ControlNode(
              n.name(), n.operator(), n.opset(), n.inputs(), outputs, n.attributes(), n.bodies());
      case RefusedNode n ->
          new RefusedNode(n.name(), n.operator(), n.inputs(), outputs, n.findings());
    };
  }

  private String unused(String like) {
    String name = like + " as computed";
    while (known.containsKey(name)) {
      name += "'";
    }
    return name;
  }

  /** What an input is that may be a value that nodes make. */
  private ValueInfo start(String name) {
    ValueInfo declared = known.getOrDefault(name, ValueInfo.untyped(name));
    if (!known.containsKey(name) || graph.inputs().contains(declared)) {
      return declared;
    }
    if (graph.constants().containsKey(name)) {
      return declared;
    }
    List<Finding> ignored = new ArrayList<>();
    Graph before = new Cut(graph, ignored).cut(List.of(), List.of(name));
    Draft draft = Binding.bind(before, Kernels.scalar(), ignored);
    Folding.fold(draft, List.of(), FOLDED_BYTES, Bounds.none(), ignored);
    Fact fact = draft.fact(name);
    if (fact == null) {
      if (!declared.isTyped()) {
        findings.add(
            new Finding(
                "",
                "",
                "input",
                name,
                "its element type is not known: the file declares none, and the node that makes it"
                    + " is not supported"));
      }
      return declared;
    }
    ValueInfo inferred = FactWords.info(fact, draft.symbols, declared, new HalfTypes(before));
    return declared.isTyped()
        ? new ValueInfo(name, declared.type(), inferred.shape(), declared.isSequence())
        : inferred;
  }

  /** The notes of what is left, then what was dropped. */
  private List<Finding> notes(List<Node> kept, List<ValueInfo> inputs, Set<String> needed) {
    Set<String> names = new HashSet<>();
    addNames(kept, names);
    List<Finding> notes = new ArrayList<>();
    for (Finding note : graph.file().notes()) {
      if (note.node().isEmpty() || note.operator().isEmpty() || names.contains(note.node())) {
        notes.add(note);
      }
    }
    int dropped = graph.nodes().size() - kept.size();
    if (dropped > 0) {
      notes.add(new Finding("", "", "nodes", "" + dropped, "dropped: " + operators(kept)));
    }
    Set<String> left = new HashSet<>();
    for (ValueInfo input : inputs) {
      left.add(input.name());
    }
    tell(notes, graph.inputs(), left, "dropped: no output needs it");
    tell(notes, inputs, needed, "is an input that no output needs");
    int constants = 0;
    for (String constant : graph.constants().keySet()) {
      constants += needed.contains(constant) ? 0 : 1;
    }
    if (constants > 0) {
      notes.add(new Finding("", "", "constants", "" + constants, "dropped: no output needs them"));
    }
    return notes;
  }

  /** Notes the inputs that are not among some names. */
  private static void tell(
      List<Finding> notes, List<ValueInfo> inputs, Set<String> names, String what) {
    int told = 0;
    for (ValueInfo input : inputs) {
      if (told < MOST_NAMES && !names.contains(input.name())) {
        notes.add(new Finding("", "", "input", input.name(), what));
        told++;
      }
    }
  }

  private static void addNames(List<Node> nodes, Set<String> names) {
    for (Node node : nodes) {
      names.add(node.name());
      if (node instanceof ControlNode control) {
        for (Body body : control.bodies().values()) {
          addNames(body.nodes(), names);
        }
      }
    }
  }

  /** How many nodes of each operator are not among those that are kept. */
  private String operators(List<Node> kept) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : graph.nodes()) {
      Counts.add(counts, word(node), 1);
    }
    for (Node node : kept) {
      Counts.add(counts, word(node), -1);
    }
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      int count = entry.getValue();
      if (count > 0 && words.size() < MOST_NAMES) {
        words.add(count == 1 ? entry.getKey() : entry.getKey() + " x" + count);
      }
    }
    return String.join(", ", words);
  }

  private static String word(Node node) {
    return node.operator().isEmpty() ? "a value that cannot be read" : node.operator();
  }

  /** All findings about nodes in bodies, which passes may not reach in a graph that is refused. */
  static void addFindingsOfBodies(List<Node> nodes, Set<Finding> into) {
    for (Node node : nodes) {
      if (node instanceof ControlNode control) {
        for (Body body : new TreeMap<>(control.bodies()).values()) {
          List<Finding> found = new ArrayList<>();
          body.nodes().forEach(inner -> Binding.judge(inner, Kernels.scalar(), found));
          into.addAll(found);
          addFindingsOfBodies(body.nodes(), into);
        }
      }
    }
  }
}
