package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.OperatorNode;
import java.util.Set;

/** What to do about the operators of {@code ai.onnx.ml} that are not supported. */
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

  /** The reason for refusing a node, with its remedy; {@code null} for a name that is not known. */
  public static @Nullable String reason(OperatorNode node) {
    boolean map = MAPS.contains(node.operator());
    if (!map && !MODELS.contains(node.operator())) {
      return null;
    }
    String what =
        map
            ? "maps are not supported: export without it (skl2onnx: options zipmap=False), or "
            : "trees, support vectors and linear models are not supported: ";
    String before = node.inputs().isEmpty() ? "NAME" : node.inputs().getFirst();
    return what
        + "cut it off with --outputs "
        + before
        + " (CompileOptions.outputs), which is what it reads";
  }
}
