package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.elementwise.FusedChain;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds nodes that may run element by element together with what comes before them. */
final class Links {

  /** A node with the link it makes. */
  record Part(DraftNode node, String input, FusedChain.Link link) {}

  /** The links of a chain, in its order. */
  static List<FusedChain.Link> links(List<Part> chain) {
    List<FusedChain.Link> links = new ArrayList<>();
    for (Part part : chain) {
      links.add(part.link());
    }
    return links;
  }

  /** The names of the nodes of a chain. */
  static List<String> names(List<Part> chain) {
    List<String> names = new ArrayList<>();
    for (Part part : chain) {
      names.add(part.node().node.name());
    }
    return names;
  }

  /** The longest chain, so that a step's description has an end. */
  static final int MOST = 16;

  /** The most inputs of an operator that makes a link. */
  private static final int MOST_INPUTS = 3;

  private final Draft draft;
  private final Map<DraftNode, Part> parts = new HashMap<>();
  private final Map<String, Part> byInput = new HashMap<>();

  /** Looks at all nodes of an indexed draft. */
  Links(Draft draft) {
    this.draft = draft;
    for (DraftNode node : draft.nodes) {
      Part part = part(node);
      if (part != null) {
        parts.put(node, part);
        byInput.put(part.input(), part);
      }
    }
  }

  /** The link that a node makes, if it makes one. */
  @Nullable
  Part of(DraftNode node) {
    return parts.get(node);
  }

  /**
   * The nodes that follow a value, each the only reader of the one before.
   *
   * @param most how many at most
   */
  List<Part> following(String value, int most) {
    List<Part> chain = new ArrayList<>();
    String made = value;
    while (chain.size() < most) {
      Part next = draft.isOutput(made) || draft.readers(made) != 1 ? null : byInput.get(made);
      if (next == null) {
        return chain;
      }
      chain.add(next);
      made = next.node().output(0);
    }
    return chain;
  }

  private @Nullable Part part(DraftNode node) {
    Operator operator = node.operator;
    if (operator == null || node.outputs.size() != 1 || node.inputs.size() > MOST_INPUTS) {
      return null;
    }
    @Nullable Tensor[] constants = new Tensor[node.inputs.size()];
    int place = -1;
    for (int i = 0; i < constants.length; i++) {
      constants[i] = draft.constants.get(node.input(i));
      place = constants[i] == null && !node.input(i).isEmpty() ? i : place;
    }
    Fact x = place < 0 ? null : draft.fact(node.input(place));
    FusedChain.Link link = x == null ? null : FusedChain.link(operator, place, x, constants);
    return link == null ? null : new Part(node, node.input(place), link);
  }
}
