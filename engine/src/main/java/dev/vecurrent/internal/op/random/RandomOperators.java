package dev.vecurrent.internal.op.random;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The random operators. */
public final class RandomOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Bernoulli", Bernoulli::read),
          entry("Dropout", Dropout::read),
          entry("Multinomial", Multinomial::read),
          entry("RandomNormal", reader -> RandomTensor.read(reader, Distribution::normal)),
          entry("RandomNormalLike", reader -> RandomLike.read(reader, Distribution::normal)),
          entry("RandomUniform", reader -> RandomTensor.read(reader, Distribution::uniform)),
          entry("RandomUniformLike", reader -> RandomLike.read(reader, Distribution::uniform)));

  private RandomOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
