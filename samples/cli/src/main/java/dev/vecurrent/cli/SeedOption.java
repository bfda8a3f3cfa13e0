package dev.vecurrent.cli;

import dev.vecurrent.Session;
import picocli.CommandLine.Option;

/** {@code --seed}: what random numbers of a model start from. */
final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of operators that draw random numbers, such as RandomNormal, and of made-up inputs"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** The seed. */
  long seed() {
    return seed;
  }

  /** A session that starts from the seed. */
  Session seeded(Session session) {
    session.seed(seed);
    return session;
  }
}
