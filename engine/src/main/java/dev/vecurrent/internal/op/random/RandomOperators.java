package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The random operators. */
public final class RandomOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "Bernoulli",
          "Dropout",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");

  private RandomOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Bernoulli" -> Bernoulli.read(reader);
      case "Dropout" -> Dropout.read(reader);
      case "Multinomial" -> Multinomial.read(reader);
      case "RandomNormal" -> RandomTensor.read(reader, Distribution::normal);
      case "RandomNormalLike" -> RandomLike.read(reader, Distribution::normal);
      case "RandomUniform" -> RandomTensor.read(reader, Distribution::uniform);
      case "RandomUniformLike" -> RandomLike.read(reader, Distribution::uniform);
      default -> null;
    };
  }
}
