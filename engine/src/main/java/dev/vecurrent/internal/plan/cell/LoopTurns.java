package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/** How often a Loop goes round. */
final class LoopTurns {

  private LoopTurns() {}

  /**
   * Whether a Loop goes round as often as a dimension says: its trip count is that dimension, and
   * its condition is always true.
   */
  static boolean areAll(Draft draft, DraftNode loop, Draft body, int dim) {
    Element[] count = Elements.of(draft.fact(loop.input(0)));
    boolean counts =
        count != null
            && count.length == 1
            && (count[0] instanceof Element.Known known
                ? known.value() == dim
                : count[0] instanceof Element.Open open && open.dim() == dim)
            && dim != Fact.UNKNOWN;
    boolean starts = loop.input(1).isEmpty() || isTrue(draft.constants.get(loop.input(1)));
    return counts && starts && goesOn(body);
  }

  private static boolean goesOn(Draft body) {
    String goesOn = body.outputs.getFirst();
    for (DraftNode node = body.maker(goesOn); node != null; node = body.maker(goesOn)) {
      if (!node.is("Identity")) {
        return false;
      }
      goesOn = node.input(0);
    }
    return goesOn.equals(body.inputs.get(1)) || isTrue(body.constants.get(goesOn));
  }

  private static boolean isTrue(@Nullable Tensor constant) {
    return constant != null
        && constant.type() == ElementType.BOOL
        && constant.size() == 1
        && constant.booleans()[0];
  }
}
