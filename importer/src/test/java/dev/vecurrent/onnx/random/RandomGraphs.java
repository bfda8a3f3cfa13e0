package dev.vecurrent.onnx.random;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Draws graphs, each around one recipe, so that a run of some thousand has all of them. */
final class RandomGraphs {

  /** Opsets that changed many operators, and the newest that ONNX Runtime takes. */
  private static final int[] OPSETS = {10, 11, 12, 13, 14, 16, 17, 18, 20, 21, 23, 24};

  private static final int MOST_NODES = 14;
  private static final int ATTEMPTS = 40;

  private final List<Recipe> recipes = Recipes.active();

  /** How many graphs have a node of an operator that was drawn for it. */
  private final Map<String, Integer> drawn = new TreeMap<>();

  /**
   * A graph.
   *
   * @param index which recipe it is drawn around
   * @param seed of all else
   */
  RandomGraph draw(int index, long seed) {
    Random random = new Random(seed);
    Recipe first = recipes.get(index % recipes.size());
    int[] opsets = java.util.Arrays.stream(OPSETS).filter(first::goesWith).toArray();
    Draft draft = new Draft(random, opsets[random.nextInt(opsets.length)]);
    int before = draft.between(0, MOST_NODES / 2);
    int size = draft.between(before + 1, MOST_NODES);
    any(draft, before);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (add(draft, first)) {
        break;
      }
    }
    any(draft, size);
    return draft.graph();
  }

  private void any(Draft draft, int nodes) {
    for (int attempt = 0; attempt < ATTEMPTS && draft.steps() < nodes; attempt++) {
      Recipe recipe = recipes.get(draft.random().nextInt(recipes.size()));
      if (recipe.goesWith(draft.opset())) {
        add(draft, recipe);
      }
    }
  }

  private boolean add(Draft draft, Recipe recipe) {
    try {
      recipe.draw().accept(draft);
      drawn.merge(recipe.operator(), 1, Integer::sum);
      return true;
    } catch (Discarded discarded) {
      return false;
    }
  }

  Map<String, Integer> drawn() {
    return drawn;
  }
}
