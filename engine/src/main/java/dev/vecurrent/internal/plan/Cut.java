package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.advice.NearestNames;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    graph.inputs().forEach(info -> known.put(info.name(), info));
    graph.constants().forEach((name, tensor) -> known.put(name, constant(name, tensor)));
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
    List<Dimension> dims = Arrays.stream(tensor.shape()).mapToObj(Dimension::of).toList();
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
    List<ValueInfo> outputs =
        wanted.isEmpty()
            ? graph.outputs()
            : wanted.stream().filter(known::containsKey).map(this::info).toList();
    if (outputs.isEmpty() && findings.isEmpty()) {
      findings.add(new Finding("", "", "outputs", "", "the graph has none"));
    }
    Set<String> given = new LinkedHashSet<>(starts);
    Set<String> needed = new HashSet<>();
    outputs.forEach(output -> needed.add(output.name()));
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
        graph.optionalInputs().stream().filter(i -> constants.containsKey(i.name())).toList(),
        graph.file().with(graph.file().values(), notes(kept, inputs, needed)));
  }

  /** Type and shape of a value, as far as the file says; its name at least. */
  private ValueInfo info(String name) {
    return Objects.requireNonNull(known.get(name));
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
      boolean live =
          node.outputs().stream().anyMatch(o -> needed.contains(o) && !given.contains(o));
      if (live) {
        Node trimmed = renamed(trimmed(node), given);
        needed.addAll(trimmed.reads());
        kept.add(trimmed);
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  /** A node whose bodies have only what their results need. */
  private static Node trimmed(Node node) {
    if (!(node instanceof ControlNode control)) {
      return node;
    }
    Map<String, Body> bodies = new HashMap<>();
    control.bodies().forEach((attribute, body) -> bodies.put(attribute, trimmed(body)));
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
      if (node.outputs().stream().anyMatch(o -> !o.isEmpty() && needed.contains(o))) {
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
    if (node.outputs().stream().noneMatch(given::contains)) {
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
    inputs.forEach(input -> left.add(input.name()));
    tell(
        notes,
        graph.inputs().stream().map(ValueInfo::name).filter(i -> !left.contains(i)).toList(),
        "dropped: no output needs it");
    tell(
        notes,
        inputs.stream().map(ValueInfo::name).filter(i -> !needed.contains(i)).toList(),
        "is an input that no output needs");
    long constants = graph.constants().keySet().stream().filter(c -> !needed.contains(c)).count();
    if (constants > 0) {
      notes.add(new Finding("", "", "constants", "" + constants, "dropped: no output needs them"));
    }
    return notes;
  }

  private static void tell(List<Finding> notes, List<String> inputs, String what) {
    inputs.stream()
        .limit(MOST_NAMES)
        .forEach(name -> notes.add(new Finding("", "", "input", name, what)));
  }

  private static void addNames(List<Node> nodes, Set<String> names) {
    for (Node node : nodes) {
      names.add(node.name());
      if (node instanceof ControlNode control) {
        control.bodies().values().forEach(body -> addNames(body.nodes(), names));
      }
    }
  }

  /** How many nodes of each operator are not among those that are kept. */
  private String operators(List<Node> kept) {
    Map<String, Integer> counts = new TreeMap<>();
    graph.nodes().forEach(node -> counts.merge(word(node), 1, Integer::sum));
    kept.forEach(node -> counts.merge(word(node), -1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach((operator, count) -> {
      if (count > 0 && words.size() < MOST_NAMES) {
        words.add(count == 1 ? operator : operator + " x" + count);
      }
    });
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
