package dev.vecurrent.onnx.random;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.catalog.Operators;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The table of recipes, and what has none. */
final class Recipes {

  /** Operators that the registry does not name: they are no single computations. */
  private static final Set<String> BEYOND_REGISTRY =
      Set.of("GRU", "If", "LSTM", "Loop", "RNN", "Scan");

  private static final String RANDOM = "draws random numbers: RandomOperatorDifferentialTest";
  private static final String OPTIONAL = "the binding of ONNX Runtime has none: OptionalTest";

  private static final String OLD = "gone since opset 10, where random graphs begin";
  private static final String REFUSED = "known only to be refused with advice";

  /** Registered operators without a recipe, with the reason. */
  static final Map<String, String> WITHOUT = without();

  private static final List<Recipe> ALL =
      Stream.of(
              ControlRecipes.all(),
              ElementwiseRecipes.all(),
              IndexRecipes.all(),
              MovementRecipes.all(),
              ProductRecipes.all(),
              QuantizedRecipes.all(),
              RecurrentRecipes.all(),
              ReductionRecipes.all(),
              SequenceRecipes.all(),
              SignalRecipes.all())
          .flatMap(Collection::stream)
          .toList();

  private Recipes() {}

  private static Map<String, String> without() {
    Map<String, String> without = new TreeMap<>(QuantizedRecipes.without());
    for (String drawn :
        List.of(
            "Bernoulli",
            "Multinomial",
            "RandomNormal",
            "RandomNormalLike",
            "RandomUniform",
            "RandomUniformLike")) {
      without.put(drawn, RANDOM);
    }
    for (String optional : List.of("Optional", "OptionalGetElement", "OptionalHasElement")) {
      without.put(optional, OPTIONAL);
    }
    without.put("Unique", "makes shapes that depend on values: RandomOperatorDifferentialTest");
    without.put("NonMaxSuppression", "makes shapes that depend on values: SamplingSubjects");
    without.put("ATen", REFUSED);
    without.put("Affine", OLD);
    without.put("BitShift", "random graphs have no unsigned integers");
    without.put("ConstantFill", OLD);
    without.put("Crop", OLD);
    without.put("CumProd", "newer than the peer");
    without.put("Det", "far from well conditioned");
    without.put("DynamicSlice", OLD);
    without.put("GRUUnit", REFUSED);
    without.put("GivenTensorFill", OLD);
    without.put("ImageScaler", OLD);
    without.put("NegativeLogLikelihoodLoss", "classes have a range of their own");
    without.put("ParametricSoftplus", OLD);
    without.put("Scale", OLD);
    without.put("ScaledTanh", OLD);
    without.put("SoftmaxCrossEntropyLoss", "classes have a range of their own");
    without.put("Upsample", OLD);
    TextSubjects.all()
        .keySet()
        .forEach(name -> without.put(name, "text: TextAndMlDifferentialTest"));
    MlSubjects.all()
        .keySet()
        .forEach(name -> without.put(MlSubjects.DOMAIN + "." + name, "TextAndMlDifferentialTest"));
    return without;
  }

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
