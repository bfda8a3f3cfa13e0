package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Trait;
import java.util.Arrays;
import java.util.List;

/** Drops nodes that hand on their first input unchanged. */
final class NoOps {

  private NoOps() {}

  static void drop(Draft draft) {
    draft.index();
    for (DraftNode node : List.copyOf(draft.nodes)) {
      readThrough(draft, node);
      String made = node.output(0);
      if (made.isEmpty() || makesMore(draft, node) || !isNoOp(draft, node)) {
        continue;
      }
      if (!draft.isOutput(made)) {
        draft.reroute(made, node.input(0));
        draft.remove(node);
      } else if (!makesInstead(draft, node, made)) {
        continue;
      }
      draft.countAbsorbed(node);
    }
  }

  /** Lets the maker of a value that is read here only make the graph's output instead. */
  private static boolean makesInstead(Draft draft, DraftNode node, String output) {
    String from = node.input(0);
    DraftNode maker = draft.maker(from);
    if (maker == null || draft.isOutput(from) || draft.readers(from) != 1) {
      return false;
    }
    draft.remove(node);
    draft.setOutput(maker, maker.outputs.indexOf(from), output);
    return true;
  }

  /** Whether anybody reads another output than the first. */
  private static boolean makesMore(Draft draft, DraftNode node) {
    for (int i = 1; i < node.outputs.size(); i++) {
      if (draft.readers(node.outputs.get(i)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** What an Optional holds need not be taken out of it. */
  private static void readThrough(Draft draft, DraftNode node) {
    DraftNode maker = node.is("OptionalGetElement") ? draft.maker(node.input(0)) : null;
    if (maker != null && maker.is("Optional") && !maker.input(0).isEmpty()) {
      draft.setInput(node, 0, maker.input(0));
    }
  }

  private static boolean isNoOp(Draft draft, DraftNode node) {
    if (node.has(Trait.IDENTITY)) {
      return !draft.isRandom(node);
    }
    if (node.is("OptionalGetElement")) {
      Fact in = draft.fact(node.input(0));
      return in != null && !in.isOptional();
    }
    if (!node.has(Trait.IDENTITY_IF_SAME_SHAPE)) {
      return false;
    }
    Fact in = draft.fact(node.input(0));
    Fact out = draft.fact(node.output(0));
    if (in == null || out == null || in.type() != out.type()) {
      return false;
    }
    int[] dims = in.dims();
    return dims != null && !hasUnknown(dims) && Arrays.equals(dims, out.dims());
  }

  private static boolean hasUnknown(int[] dims) {
    for (int dim : dims) {
      if (dim == Fact.UNKNOWN) {
        return true;
      }
    }
    return false;
  }
}
