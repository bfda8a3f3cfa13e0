package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.internal.op.Operators;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** First pass: binds operators to nodes, and checks that names hold together. */
final class Binding {

  private final Draft draft;
  private final List<Finding> findings;
  private final Set<String> assigned = new HashSet<>();

  private Binding(Graph graph, List<Finding> findings) {
    this.draft = new Draft(graph);
    this.findings = findings;
  }

  /** A draft of the graph; findings tell where it is of no use. */
  static Draft bind(Graph graph, List<Finding> findings) {
    Binding binding = new Binding(graph, findings);
    binding.values(graph);
    graph.nodes().forEach(binding::node);
    for (ValueInfo output : graph.outputs()) {
      if (!binding.assigned.contains(output.name())) {
        findings.add(new Finding("", "", "output", output.name(), "no node makes it"));
      }
    }
    return binding.draft;
  }

  private void values(Graph graph) {
    graph
        .constants()
        .forEach((name, tensor) -> {
          assign(name, "constant");
          draft.constants.put(name, HalfFloats.computed(tensor));
        });
    for (ValueInfo input : graph.inputs()) {
      assign(input.name(), "input");
      draft.facts.put(
          input.name(), new Fact(input.type().computeType(), dims(input.shape()), null, null));
    }
  }

  private static int @Nullable [] dims(Optional<List<Dimension>> shape) {
    return shape.map(dims -> dims.stream().mapToInt(Dimension::size).toArray()).orElse(null);
  }

  private void assign(String name, String place) {
    if (name.isEmpty() || !assigned.add(name)) {
      findings.add(
          new Finding("", "", place, name, name.isEmpty() ? "has no name" : "is assigned twice"));
    }
  }

  private void node(Node node) {
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !assigned.contains(input)) {
        findings.add(
            new Finding(
                node.name(), node.operator(), "input", input, "no earlier node or input makes it"));
      }
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !assigned.add(output)) {
        findings.add(
            new Finding(node.name(), node.operator(), "output", output, "is assigned twice"));
      }
    }
    switch (node) {
      case RecurrentNode recurrent ->
          draft.nodes.add(new DraftNode(node, null, LayerForm.of(recurrent.cell().layout())));
      case OperatorNode operatorNode -> {
        Operator operator = Operators.create(operatorNode, findings);
        if (operator != null) {
          draft.nodes.add(new DraftNode(node, operator, null));
        }
      }
    }
  }
}
