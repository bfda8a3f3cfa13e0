package dev.vecurrent.internal.op.ml;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by domain and name. */
public final class MlOperators {

  /** The domain, as names in the registry begin. */
  private static final String DOMAIN = "ai.onnx.ml.";

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry(DOMAIN + "ArrayFeatureExtractor", ArrayFeatureExtractor::read),
          entry(DOMAIN + "Binarizer", Binarizer::read),
          entry(DOMAIN + "CategoryMapper", CategoryMapper::read),
          entry(DOMAIN + "FeatureVectorizer", FeatureVectorizer::read),
          entry(DOMAIN + "Imputer", Imputer::read),
          entry(DOMAIN + "LabelEncoder", LabelEncoder::read),
          entry(DOMAIN + "Normalizer", Normalizer::read),
          entry(DOMAIN + "OneHotEncoder", OneHotEncoder::read),
          entry(DOMAIN + "Scaler", Scaler::read));

  private MlOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
