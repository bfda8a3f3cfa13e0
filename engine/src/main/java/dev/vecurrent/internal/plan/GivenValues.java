package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The values whose elements depend on what a call brings. Others depend on its shapes at most: a
 * first state that was learned, say, repeated for each sequence.
 */
final class GivenValues {

  private GivenValues() {}

  static Set<String> of(Draft draft) {
    Set<String> given = new HashSet<>(draft.inputs);
    for (DraftNode node : draft.nodes) {
      boolean readsShapes = node.is("Shape") || node.is("Size");
      for (DraftNode layer : node.layers()) {
        if (!readsShapes && (!Collections.disjoint(layer.inputs, given) || draft.isRandom(layer))) {
          given.addAll(layer.outputs);
        }
      }
    }
    given.remove("");
    return given;
  }
}
