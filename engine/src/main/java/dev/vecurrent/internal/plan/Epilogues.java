package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.EpilogueHost;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.elementwise.FusedChain;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets products and convolutions run the bias and the element-wise nodes that alone read them, each
 * the one before, on their outputs while those are in the caches.
 */
final class Epilogues {

  private final Draft draft;
  private final Links links;

  private Epilogues(Draft draft) {
    this.draft = draft;
    this.links = new Links(draft);
  }

  static void fuse(Draft draft) {
    draft.index();
    Epilogues epilogues = new Epilogues(draft);
    Map<DraftNode, DraftNode> instead = new HashMap<>();
    for (DraftNode node : List.copyOf(draft.nodes)) {
      if (node.operator instanceof EpilogueHost host && node.outputs.size() == 1) {
        epilogues.fuse(node, host, instead);
      }
    }
    List<DraftNode> nodes = new ArrayList<>();
    for (DraftNode node : draft.nodes) {
      nodes.add(instead.getOrDefault(node, node));
    }
    draft.nodes.clear();
    draft.nodes.addAll(nodes);
    draft.index();
  }

  private void fuse(DraftNode node, EpilogueHost host, Map<DraftNode, DraftNode> instead) {
    EpilogueHost all = host;
    DraftNode last = node;
    List<String> names = new ArrayList<>(List.of(node.node.name()));
    DraftNode add = draft.loneReader(node.output(0));
    Tensor bias = add == null || !add.is("Add") ? null : constantOf(add);
    EpilogueHost biased = bias == null ? null : host.withBias(bias, facts(node));
    if (add != null && biased != null) {
      all = biased;
      last = add;
      names.add(add.node.name());
      remove(add);
    }
    Fact made = draft.fact(last.output(0));
    List<Links.Part> chain =
        made != null && made.type() == ElementType.FLOAT32
            ? links.following(last.output(0), Links.MOST)
            : List.of();
    if (!chain.isEmpty()) {
      all = all.withEpilogue(new FusedChain(Links.links(chain)));
      last = chain.getLast().node();
      names.addAll(Links.names(chain));
      for (Links.Part part : chain) {
        remove(part.node());
      }
    }
    if (last != node) {
      OperatorNode before = (OperatorNode) node.node;
      OperatorNode fused =
          new OperatorNode(
              String.join(", ", names),
              before.operator(),
              before.opset(),
              node.inputs,
              last.outputs,
              before.attributes());
      instead.put(node, new DraftNode(fused, all, null));
    }
  }

  private void remove(DraftNode node) {
    draft.nodes.remove(node);
    draft.countAbsorbed(node);
  }

  private @Nullable Tensor constantOf(DraftNode add) {
    Tensor first = draft.constants.get(add.input(0));
    return first != null ? first : draft.constants.get(add.input(1));
  }

  private @Nullable Fact[] facts(DraftNode node) {
    @Nullable Fact[] facts = new Fact[node.inputs.size()];
    for (int i = 0; i < facts.length; i++) {
      facts[i] = draft.fact(node.input(i));
    }
    return facts;
  }
}
