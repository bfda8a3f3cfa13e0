package dev.vecurrent.onnx.random;

import dev.vecurrent.internal.op.catalog.Operators;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The table of recipes, and what has none. */
final class Recipes {

  /** Operators that the registry does not name: they are no single computations. */
  private static final Set<String> BEYOND_REGISTRY =
      Set.of("GRU", "If", "LSTM", "Loop", "RNN", "Scan");

  private static final String OLD = "gone since opset 10, where random graphs begin";
  private static final String REFUSED = "known only to be refused with advice";

  /** Registered operators without a recipe, with the reason. */
  static final Map<String, String> WITHOUT =
      Map.ofEntries(
          Map.entry("ATen", REFUSED),
          Map.entry("Affine", OLD),
          Map.entry("BitShift", "random graphs have no unsigned integers"),
          Map.entry("ConstantFill", OLD),
          Map.entry("Crop", OLD),
          Map.entry("CumProd", "newer than the peer"),
          Map.entry("Det", "far from well conditioned"),
          Map.entry("DynamicSlice", OLD),
          Map.entry("GRUUnit", REFUSED),
          Map.entry("GivenTensorFill", OLD),
          Map.entry("ImageScaler", OLD),
          Map.entry("NegativeLogLikelihoodLoss", "classes have a range of their own"),
          Map.entry("ParametricSoftplus", OLD),
          Map.entry("Scale", OLD),
          Map.entry("ScaledTanh", OLD),
          Map.entry("SoftmaxCrossEntropyLoss", "classes have a range of their own"),
          Map.entry("Upsample", OLD));

  private static final List<Recipe> ALL =
      Stream.of(
              ControlRecipes.all(),
              ElementwiseRecipes.all(),
              IndexRecipes.all(),
              MovementRecipes.all(),
              ProductRecipes.all(),
              RecurrentRecipes.all(),
              ReductionRecipes.all(),
              SequenceRecipes.all())
          .flatMap(Collection::stream)
          .toList();

  private Recipes() {}

  /** Names of all operators that there are. */
  static Set<String> operators() {
    Set<String> names = new TreeSet<>(Operators.names());
    names.addAll(BEYOND_REGISTRY);
    return names;
  }

  /** Operators with a recipe, whether there are such operators or not. */
  static Set<String> names() {
    return new TreeSet<>(ALL.stream().map(Recipe::operator).toList());
  }

  /** Recipes of operators that there are. */
  static List<Recipe> active() {
    Set<String> there = operators();
    return new ArrayList<>(
        ALL.stream().filter(recipe -> there.contains(recipe.operator())).toList());
  }
}
