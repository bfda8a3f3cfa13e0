package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Puts the nodes of a branch in the place of its If, under names that are free there. */
final class Inlining {

  private Inlining() {}

  /**
   * The nodes of a branch.
   *
   * @param taken whether the condition holds
   * @param keep receives the constants of the branch under their new names
   */
  static List<DraftNode> branch(
      Draft draft,
      DraftNode node,
      boolean taken,
      BiConsumer<String, Tensor> keep,
      List<Finding> findings) {
    ControlNode control = (ControlNode) node.node;
    Body body = Objects.requireNonNull(control.bodies().get(taken ? "then_branch" : "else_branch"));
    List<String> around = ControlFacts.around(control, body);
    Draft inner = Binding.bind(body, around, draft, findings);
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < around.size(); i++) {
      names.put(around.get(i), node.inputs.get(control.inputs().size() + i));
    }
    names.put("", "");
    inner.constants.forEach((name, tensor) -> {
      String unique = draft.newName(name);
      names.put(name, unique);
      keep.accept(unique, tensor);
    });
    List<DraftNode> nodes = new ArrayList<>(inner.nodes);
    for (DraftNode each : nodes) {
      each.inputs.replaceAll(name -> names.getOrDefault(name, name));
      each.outputs.replaceAll(name -> names.computeIfAbsent(name, own -> draft.newName(own)));
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      String made = names.getOrDefault(body.outputs().get(i), body.outputs().get(i));
      OperatorNode copy =
          new OperatorNode(
              control.name(),
              "Identity",
              control.opset(),
              List.of(made),
              List.of(node.outputs.get(i)),
              Map.of());
      nodes.add(new DraftNode(copy, Operators.create(copy, findings), null));
    }
    nodes.removeIf(each -> each.outputs.stream().allMatch(String::isEmpty));
    return nodes;
  }
}
