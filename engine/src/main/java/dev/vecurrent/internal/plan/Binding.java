package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.FloatStorage;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.catalog.Operators;
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
import java.util.List;
import java.util.Map;

/** Binds operators to nodes, and checks that names hold together. */
final class Binding {

  private final Draft draft;
  private final List<Finding> findings;

  private Binding(Draft draft, List<Finding> findings) {
    this.draft = draft;
    this.findings = findings;
  }

  /**
   * A draft of the graph; findings tell where it is of no use.
   *
   * @param kernels what its operators compute with, when they are folded, too
   */
  static Draft bind(Graph graph, Kernels kernels, List<Finding> findings) {
    Binding binding =
        new Binding(new Draft(names(graph.inputs()), names(graph.outputs()), kernels), findings);
    binding.constants(graph.constants());
    for (ValueInfo input : graph.inputs()) {
      binding.assign(input.name(), "input");
      binding.draft.facts.put(
          input.name(),
          new Fact(
              input.type().computeType(),
              binding.dims(input),
              null,
              null,
              input.isSequence(),
              input.isOptional() ? Fact.Presence.OPEN : Fact.Presence.CERTAIN));
      binding.boundary("input", input);
    }
    for (ValueInfo output : graph.outputs()) {
      binding.boundary("output", output);
    }
    binding.rest(graph.nodes());
    return binding.draft;
  }

  private static List<String> names(List<ValueInfo> infos) {
    List<String> names = new ArrayList<>();
    for (ValueInfo info : infos) {
      names.add(info.name());
    }
    return names;
  }

  /**
   * A draft of a body, whose inputs are those of the body, then what it may read from around it.
   *
   * @param around names of values from around it; empty for one that this body does not read
   * @param outer the draft of the graph around it
   */
  static Draft bind(Body body, List<String> around, Draft outer, List<Finding> findings) {
    List<String> inputs = new ArrayList<>(body.inputs());
    inputs.addAll(around);
    Draft draft = new Draft(inputs, body.outputs(), outer);
    Binding binding = new Binding(draft, findings);
    binding.constants(body.constants());
    for (String input : inputs) {
      if (!input.isEmpty()) {
        binding.assign(input, "input");
      }
    }
    binding.rest(body.nodes());
    return binding.draft;
  }

  private void rest(List<Node> nodes) {
    for (Node node : nodes) {
      node(node);
    }
    for (String output : draft.outputs) {
      if (!draft.names.contains(output)) {
        findings.add(new Finding("", "", "output", output, "no node makes it"));
      }
    }
  }

  private void constants(Map<String, Tensor> constants) {
    for (Map.Entry<String, Tensor> constant : constants.entrySet()) {
      assign(constant.getKey(), "constant");
      Tensor tensor = constant.getValue();
      Tensor computed = FloatStorage.widened(tensor);
      draft.constants.put(constant.getKey(), computed);
      if (computed.type() != tensor.type()) {
        draft.stored.note(computed, tensor.type());
      }
    }
  }

  /** Tensors of a sequence may differ in a size that has a symbol; what is absent has none. */
  private int @Nullable [] dims(ValueInfo input) {
    boolean own = input.isSequence() || input.isOptional();
    if (input.shape().isEmpty()) {
      return null;
    }
    List<Dimension> declared = input.shape().get();
    int[] dims = new int[declared.size()];
    for (int axis = 0; axis < dims.length; axis++) {
      Dimension dim = declared.get(axis);
      dims[axis] = own ? dim.size() : draft.symbols.dim(dim);
    }
    return dims;
  }

  /** Sequences and optional values do not change their type between a caller and the plan. */
  private void boundary(String place, ValueInfo info) {
    boolean asIs = info.isSequence() || info.isOptional();
    if (info.isTyped() && asIs && info.type() != info.type().computeType()) {
      String kind = info.isSequence() ? "sequences of " : "optional values of ";
      findings.add(new Finding("", "", place, info.name(), kind + info.type() + " are refused"));
    }
  }

  private void assign(String name, String place) {
    if (name.isEmpty() || !draft.names.add(name)) {
      findings.add(
          new Finding("", "", place, name, name.isEmpty() ? "has no name" : "is assigned twice"));
    }
  }

  private void node(Node node) {
    for (String input : node.reads()) {
      if (!input.isEmpty() && !draft.names.contains(input)) {
        findings.add(
            new Finding(
                node.name(), node.operator(), "input", input, "no earlier node or input makes it"));
      }
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && !draft.names.add(output)) {
        findings.add(
            new Finding(node.name(), node.operator(), "output", output, "is assigned twice"));
      }
    }
    if (node instanceof RecurrentNode recurrent) {
      draft.nodes.add(new DraftNode(node, null, LayerForm.of(recurrent.cell().layout())));
    } else if (node instanceof ControlNode) {
      draft.nodes.add(new DraftNode(node, null, null));
    } else {
      Operator operator = judge(node, draft.kernels, findings);
      if (operator != null) {
        draft.nodes.add(new DraftNode(node, operator, null));
      }
    }
  }

  /** The operator of a node that has one; findings tell why a node is not supported. */
  static @Nullable Operator judge(Node node, Kernels kernels, List<Finding> findings) {
    if (node instanceof RefusedNode refused) {
      findings.addAll(refused.findings());
    }
    return node instanceof OperatorNode operatorNode
        ? Operators.create(operatorNode, kernels, findings)
        : null;
  }
}
