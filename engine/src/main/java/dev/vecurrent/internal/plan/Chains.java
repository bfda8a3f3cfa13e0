package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.elementwise.FusedChain;
import dev.vecurrent.spec.OperatorNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Element-wise nodes of which each alone reads the one before become one step, a {@link
 * FusedChain}, in the place of the last of them.
 */
final class Chains {

  private Chains() {}

  static void fuse(Draft draft) {
    draft.index();
    Links links = new Links(draft);
    Map<DraftNode, DraftNode> fusedAt = new HashMap<>();
    Set<DraftNode> gone = new HashSet<>();
    for (DraftNode node : draft.nodes) {
      Links.Part first = links.of(node);
      if (first == null || gone.contains(node)) {
        continue;
      }
      List<Links.Part> chain = new ArrayList<>(List.of(first));
      chain.addAll(links.following(node.output(0), Links.MOST - 1));
      if (chain.size() > 1) {
        for (Links.Part part : chain) {
          gone.add(part.node());
        }
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

  private static DraftNode fused(List<Links.Part> chain) {
    FusedChain operator = new FusedChain(Links.links(chain));
    Links.Part first = chain.getFirst();
    DraftNode last = chain.getLast().node();
    OperatorNode node =
        new OperatorNode(
            String.join(", ", Links.names(chain)),
            "Chain of " + operator.names(),
            ((OperatorNode) last.node).opset(),
            List.of(first.input()),
            last.outputs,
            Map.of());
    return new DraftNode(node, operator, null);
  }
}
