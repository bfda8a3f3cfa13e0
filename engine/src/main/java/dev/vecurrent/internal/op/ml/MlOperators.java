package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by domain and name. */
public final class MlOperators {

  /** The domain, as names in the registry begin. */
  private static final String DOMAIN = "ai.onnx.ml.";

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          DOMAIN + "ArrayFeatureExtractor",
          DOMAIN + "Binarizer",
          DOMAIN + "CategoryMapper",
          DOMAIN + "FeatureVectorizer",
          DOMAIN + "Imputer",
          DOMAIN + "LabelEncoder",
          DOMAIN + "Normalizer",
          DOMAIN + "OneHotEncoder",
          DOMAIN + "Scaler");

  private MlOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case DOMAIN + "ArrayFeatureExtractor" -> ArrayFeatureExtractor.read(reader);
      case DOMAIN + "Binarizer" -> Binarizer.read(reader);
      case DOMAIN + "CategoryMapper" -> CategoryMapper.read(reader);
      case DOMAIN + "FeatureVectorizer" -> FeatureVectorizer.read(reader);
      case DOMAIN + "Imputer" -> Imputer.read(reader);
      case DOMAIN + "LabelEncoder" -> LabelEncoder.read(reader);
      case DOMAIN + "Normalizer" -> Normalizer.read(reader);
      case DOMAIN + "OneHotEncoder" -> OneHotEncoder.read(reader);
      case DOMAIN + "Scaler" -> Scaler.read(reader);
      default -> null;
    };
  }
}
