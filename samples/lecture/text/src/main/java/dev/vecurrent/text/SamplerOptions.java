package dev.vecurrent.text;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a program draws what it writes. */
public final class SamplerOptions {

  private static final double WARMTH = 0.8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", description = "Draw with this seed: the same text on every machine.")
  private @Nullable Long seed;

  @Option(
      names = "--temperature",
      description = "0 takes the likeliest character; 0.8 where it is drawn, with a seed say.")
  private @Nullable Double temperature;

  @Option(
      names = "--top",
      description = "Draw from so many of the likeliest characters (default: ${DEFAULT-VALUE}).")
  private int top = 20;

  /**
   * The sampler of one text of several, each with a seed of its own. Several are drawn even where
   * no seed is given.
   *
   * @param number of the text, from 0
   * @param texts how many there are, 1 or more
   * @throws ParameterException if an option is out of range
   */
  public Sampler sampler(int number, int texts) {
    double warmth = seed == null && texts == 1 ? 0 : WARMTH;
    try {
      return new Sampler(
          temperature == null ? warmth : temperature, top, (seed == null ? 1 : seed) + number);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
