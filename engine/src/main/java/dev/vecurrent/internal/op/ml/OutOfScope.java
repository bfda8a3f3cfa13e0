package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.OperatorNode;
import java.util.Set;

/** Why operators of {@code ai.onnx.ml} are not supported. */
public final class OutOfScope {

  private static final Set<String> MODELS =
      Set.of(
          "LinearClassifier",
          "LinearRegressor",
          "SVMClassifier",
          "SVMRegressor",
          "TreeEnsemble",
          "TreeEnsembleClassifier",
          "TreeEnsembleRegressor");

  private static final Set<String> MAPS = Set.of("CastMap", "DictVectorizer", "ZipMap");

  private OutOfScope() {}

  /** The reason for refusing a node; {@code null} for a name that is not known. */
  public static @Nullable String reason(OperatorNode node) {
    boolean map = MAPS.contains(node.operator());
    if (!map && !MODELS.contains(node.operator())) {
      return null;
    }
    return map
        ? "maps are not supported: export without it (skl2onnx: options zipmap=False)"
        : "trees, support vectors and linear models are not supported";
  }
}
