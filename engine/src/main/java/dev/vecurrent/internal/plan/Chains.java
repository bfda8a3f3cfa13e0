package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Fact;
import dev.vecurrent.internal.op.FusedChain;
import dev.vecurrent.internal.op.Operator;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Last pass that rewrites: element-wise nodes of which each alone reads the one before become one
 * step, a {@link FusedChain}, in the place of the last of them.
 */
final class Chains {

  /** A node with the link it makes. */
  private record Part(DraftNode node, String input, FusedChain.Link link) {}

  /** The longest chain, so that a step's description has an end. */
  private static final int MOST_LINKS = 16;

  private final Draft draft;

  private Chains(Draft draft) {
    this.draft = draft;
  }

  static void fuse(Draft draft) {
    draft.index();
    new Chains(draft).run();
  }

  private void run() {
    Map<DraftNode, Part> parts = new HashMap<>();
    Map<String, Part> byInput = new HashMap<>();
    for (DraftNode node : draft.nodes) {
      Part part = part(node);
      if (part != null) {
        parts.put(node, part);
        byInput.put(part.input(), part);
      }
    }
    Map<DraftNode, DraftNode> fusedAt = new HashMap<>();
    Set<DraftNode> gone = new HashSet<>();
    for (DraftNode node : draft.nodes) {
      Part first = parts.get(node);
      if (first == null || gone.contains(node)) {
        continue;
      }
      List<Part> chain = chain(first, byInput);
      if (chain.size() > 1) {
        chain.forEach(part -> gone.add(part.node()));
        fusedAt.put(chain.getLast().node(), fused(chain));
      }
    }
    List<DraftNode> nodes = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      DraftNode fused = fusedAt.get(node);
      if (fused != null) {
        nodes.add(fused);
      } else if (!gone.contains(node)) {
        nodes.add(node);
      }
    }
    draft.nodes.clear();
    draft.nodes.addAll(nodes);
    draft.index();
  }

  /** The nodes from one on, each the only reader of the one before. */
  private List<Part> chain(Part first, Map<String, Part> byInput) {
    List<Part> chain = new ArrayList<>();
    chain.add(first);
    while (chain.size() < MOST_LINKS) {
      String made = chain.getLast().node().output(0);
      Part next = draft.isOutput(made) || draft.readers(made) != 1 ? null : byInput.get(made);
      if (next == null) {
        return chain;
      }
      chain.add(next);
    }
    return chain;
  }

  private @Nullable Part part(DraftNode node) {
    Operator operator = node.operator;
    if (operator == null || node.outputs.size() != 1) {
      return null;
    }
    @Nullable Tensor[] constants = new Tensor[node.inputs.size()];
    int place = -1;
    for (int i = 0; i < constants.length; i++) {
      constants[i] = draft.constants.get(node.input(i));
      place = constants[i] == null ? i : place;
    }
    Fact x = place < 0 ? null : draft.fact(node.input(place));
    FusedChain.Link link = x == null ? null : FusedChain.link(operator, place, x, constants);
    return link == null ? null : new Part(node, node.input(place), link);
  }

  private static DraftNode fused(List<Part> chain) {
    FusedChain operator = new FusedChain(chain.stream().map(Part::link).toList());
    Part first = chain.getFirst();
    DraftNode last = chain.getLast().node();
    OperatorNode node =
        new OperatorNode(
            String.join(", ", chain.stream().map(part -> part.node().node.name()).toList()),
            "Chain of " + operator.names(),
            ((OperatorNode) last.node).opset(),
            List.of(first.input()),
            last.outputs,
            Map.of());
    return new DraftNode(node, operator, null);
  }
}
