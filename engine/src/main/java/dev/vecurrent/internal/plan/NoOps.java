package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.op.Fact;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;

/** Third pass: drops nodes that hand on their first input unchanged. */
final class NoOps {

  private static final Set<String> ALWAYS = Set.of("Identity", "Dropout");
  private static final Set<String> WHERE_EQUAL =
      Set.of("Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Expand", "Slice");

  private NoOps() {}

  static void drop(Draft draft) {
    for (Iterator<DraftNode> nodes = draft.nodes.iterator(); nodes.hasNext(); ) {
      DraftNode node = nodes.next();
      String from = node.output(0);
      boolean others = node.outputs.stream().skip(1).anyMatch(o -> draft.readers(o) > 0);
      if (!from.isEmpty() && !draft.isOutput(from) && !others && isNoOp(draft, node)) {
        draft.reroute(from, node.input(0));
        draft.countAbsorbed(node);
        nodes.remove();
      }
    }
  }

  private static boolean isNoOp(Draft draft, DraftNode node) {
    if (ALWAYS.contains(node.node.operator())) {
      return true;
    }
    if (!WHERE_EQUAL.contains(node.node.operator())) {
      return false;
    }
    Fact in = draft.fact(node.input(0));
    Fact out = draft.fact(node.output(0));
    // A cast to a 16-bit float rounds although the type inside the plan stays FLOAT32.
    boolean rounds = node.is("Cast") && out != null && out.type().isFloatingPoint();
    return in != null
        && out != null
        && !rounds
        && in.type() == out.type()
        && in.hasShape()
        && out.hasShape()
        && Arrays.equals(in.dims(), out.dims());
  }
}
