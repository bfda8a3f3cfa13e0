package dev.vecurrent.bench.startup;

import java.nio.file.Path;
import java.util.List;

/**
 * Options of {@code ./vecurrent bench startup}.
 *
 * @param runs processes of each contestant that end with their first answer
 * @param curves processes of each contestant that go on
 * @param seconds for how long
 * @param steps time steps of a call (T)
 * @param out where the JSON goes
 */
record StartUpOptions(int runs, int curves, int seconds, int steps, Path out) {

  static final String USAGE =
      """
      usage: bench startup [--runs N] [--curves N] [--seconds N] [--steps T] [--out FILE]
        --runs     processes of each engine to the first answer, 10
        --curves   processes of each engine that go on, 3
        --seconds  for how long, 8
        --steps    time steps of a call, 28
        --out      JMH's JSON, results/startup.json beside the benchmarks\
      """;

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException if one is not known or has no value
   */
  static StartUpOptions parse(List<String> words, Path out) {
    StartUpOptions options = new StartUpOptions(10, 3, 8, 28, out);
    for (int i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + "\n" + USAGE);
      }
      options = options.with(words.get(i), words.get(i + 1));
    }
    return options;
  }

  private StartUpOptions with(String name, String value) {
    return switch (name) {
      case "--runs" -> new StartUpOptions(count(name, value, 1), curves, seconds, steps, out);
      case "--curves" -> new StartUpOptions(runs, count(name, value, 0), seconds, steps, out);
      case "--seconds" -> new StartUpOptions(runs, curves, count(name, value, 1), steps, out);
      case "--steps" -> new StartUpOptions(runs, curves, seconds, count(name, value, 1), out);
      case "--out" -> new StartUpOptions(runs, curves, seconds, steps, Path.of(value));
      default -> throw new IllegalArgumentException(name + " is not known\n" + USAGE);
    };
  }

  private static int count(String name, String value, int least) {
    if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) < least) {
      throw new IllegalArgumentException(
          name + ": expected a number from " + least + " on, found " + value + "\n" + USAGE);
    }
    return Integer.parseInt(value);
  }
}
