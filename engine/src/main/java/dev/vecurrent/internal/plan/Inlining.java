package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
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
import java.util.Set;
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
    for (Map.Entry<String, Tensor> constant : inner.constants.entrySet()) {
      String unique = draft.newName(constant.getKey());
      names.put(constant.getKey(), unique);
      keep.accept(unique, constant.getValue());
    }
    List<DraftNode> nodes = new ArrayList<>(inner.nodes);
    for (DraftNode each : nodes) {
      for (int i = 0; i < each.inputs.size(); i++) {
        String name = each.inputs.get(i);
        each.inputs.set(i, names.getOrDefault(name, name));
      }
      for (int i = 0; i < each.outputs.size(); i++) {
        String name = each.outputs.get(i);
        if (!names.containsKey(name)) {
          names.put(name, draft.newName(name));
        }
        each.outputs.set(i, names.getOrDefault(name, name));
      }
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
    nodes.removeIf(each -> Set.of("").containsAll(each.outputs));
    return nodes;
  }
}
