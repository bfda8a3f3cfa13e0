package dev.vecurrent.bench.startup;

import java.nio.file.Path;
import java.util.List;

/**
 * Options of {@code ./vecurrent bench startup}.
 *
 * @param runs processes of each contestant that end with their first answer
 * @param curves processes of each contestant that go on
 * @param seconds for how long
 * @param training seconds of calls that a run has which writes an AOT cache
 * @param steps time steps of a call (T)
 * @param engines which take part
 * @param out where the JSON goes
 */
record StartUpOptions(
    int runs, int curves, int seconds, int training, int steps, List<String> engines, Path out) {

  static final List<String> ENGINES =
      List.of("vecurrent", "vecurrent-warmup", "onnxruntime", "onnxruntime-unpacked");

  static final String USAGE =
      """
      usage: bench startup [--runs N] [--curves N] [--seconds N] [--training N]
             [--steps T] [--engines NAME,...] [--out FILE]
        --runs     processes of each engine to the first answer, 10
        --curves   processes of each engine that go on, 3
        --seconds  for how long, 8
        --training seconds of calls of a run that writes an AOT cache, 3
        --steps    time steps of a call, 28
        --engines  of vecurrent, vecurrent-warmup, onnxruntime, onnxruntime-unpacked; all
        --out      JMH's JSON, results/startup.json beside the benchmarks\
      """;

  /** Copies the list. */
  StartUpOptions {
    engines = List.copyOf(engines);
  }

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException if one is not known or has no value
   */
  static StartUpOptions parse(List<String> words, Path out) {
    StartUpOptions options = new StartUpOptions(10, 3, 8, 3, 28, ENGINES, out);
    for (int i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + "\n" + USAGE);
      }
      options = options.with(words.get(i), words.get(i + 1));
    }
    return options;
  }

  private StartUpOptions with(String name, String value) {
    int number = name.equals("--engines") || name.equals("--out") ? 0 : count(name, value);
    return switch (name) {
      case "--runs" ->
          new StartUpOptions(Math.max(1, number), curves, seconds, training, steps, engines, out);
      case "--curves" -> new StartUpOptions(runs, number, seconds, training, steps, engines, out);
      case "--seconds" -> new StartUpOptions(runs, curves, number, training, steps, engines, out);
      case "--training" -> new StartUpOptions(runs, curves, seconds, number, steps, engines, out);
      case "--steps" ->
          new StartUpOptions(runs, curves, seconds, training, Math.max(1, number), engines, out);
      case "--engines" ->
          new StartUpOptions(runs, curves, seconds, training, steps, engines(value), out);
      case "--out" ->
          new StartUpOptions(runs, curves, seconds, training, steps, engines, Path.of(value));
      default -> throw new IllegalArgumentException(name + " is not known\n" + USAGE);
    };
  }

  private static List<String> engines(String value) {
    List<String> names = List.of(value.split(",", -1));
    for (String name : names) {
      if (!ENGINES.contains(name)) {
        throw new IllegalArgumentException("no engine is called " + name + "\n" + USAGE);
      }
    }
    return names;
  }

  private static int count(String name, String value) {
    if (!value.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException(
          name + ": expected a number, found " + value + "\n" + USAGE);
    }
    return Integer.parseInt(value);
  }
}
