package dev.vecurrent.internal.plan;

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
      boolean others = node.outputs.stream().skip(1).anyMatch(o -> draft.readers(o) > 0);
      if (made.isEmpty() || others || !isNoOp(draft, node)) {
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
    return in != null
        && out != null
        && in.type() == out.type()
        && in.hasRank()
        && Arrays.stream(in.dims()).noneMatch(dim -> dim == Fact.UNKNOWN)
        && Arrays.equals(in.dims(), out.dims());
  }
}
