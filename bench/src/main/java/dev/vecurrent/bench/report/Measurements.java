package dev.vecurrent.bench.report;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.Machine;
import dev.vecurrent.bench.result.Metric;
import dev.vecurrent.bench.result.ResultFiles;
import dev.vecurrent.bench.roofline.Roofline;
import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * What the files of a folder hold.
 *
 * @param machine where it was measured, if {@code machine.json} is there
 * @param cells engines on shapes
 * @param probes rooflines
 * @param denormals times of decaying states
 * @param starts processes from their start
 * @param others benchmarks that the report has no plot for
 */
record Measurements(
    Optional<Machine> machine,
    List<Cell> cells,
    List<JmhResult> probes,
    List<JmhResult> denormals,
    List<JmhResult> starts,
    List<JmhResult> others) {

  private static final String MACHINE = "machine.json";

  /**
   * Reads every {@code .json} file of a folder.
   *
   * @throws IllegalArgumentException if one is not in JMH's format, or lacks a parameter; names the
   *     file, the entry and the field
   */
  static Measurements read(Path folder) {
    Measurements all =
        new Measurements(
            machine(folder.resolve(MACHINE)),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (Path file : files(folder)) {
      List<JmhResult> results;
      try {
        results = ResultFiles.read(file);
      } catch (JacksonException e) {
        throw new IllegalArgumentException(
            file.getFileName() + " is not in JMH's JSON format: " + e.getOriginalMessage(), e);
      }
      String series = file.getFileName().toString().replaceFirst("\\.json$", "");
      for (int i = 0; i < results.size(); i++) {
        all.add(series, file.getFileName() + ", entry " + i, results.get(i));
      }
    }
    return all;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".json") && !f.endsWith(MACHINE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("results: " + e.getMessage(), e);
    }
  }

  private static Optional<Machine> machine(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(ResultFiles.readJson(file, Machine.class))
          : Optional.empty();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(MACHINE + ": " + e.getOriginalMessage(), e);
    }
  }

  private void add(String series, String where, JmhResult result) {
    if (result.benchmark() == null || result.primaryMetric() == null) {
      throw new IllegalArgumentException(where + ": expected benchmark and primaryMetric");
    }
    String name = result.benchmark();
    if (name.endsWith(".LayerBenchmark.run")) {
      cells.add(cell(series, where, result));
    } else if (name.contains(".roofline.")) {
      // The roofline of the last file counts: roofline.json comes after quick.json.
      probes.removeIf(
          p -> p.benchmark().equals(result.benchmark()) && p.params().equals(result.params()));
      probes.add(result);
    } else if (name.endsWith(".Denormals.run")) {
      denormals.add(result);
    } else if (name.endsWith(".StartCommand.run")) {
      starts.add(result);
    } else {
      others.add(result);
    }
  }

  private static Cell cell(String series, String where, JmhResult result) {
    Map<String, String> params = result.params() == null ? Map.of() : result.params();
    int hidden = number(where, params, "hidden", "");
    Shape shape =
        new Shape(
            CellKind.of(text(where, params, "cell")),
            number(where, params, "input", Integer.toString(hidden)),
            hidden,
            number(where, params, "batch", ""),
            number(where, params, "steps", ""),
            number(where, params, "layers", "1"),
            number(where, params, "directions", "1"));
    Metric time = result.primaryMetric();
    double toMicros =
        switch (time.scoreUnit()) {
          case "us/op" -> 1;
          case "ns/op" -> 1e-3;
          case "ms/op" -> 1e3;
          default ->
              throw new IllegalArgumentException(
                  where + ": scoreUnit: expected us/op, ns/op or ms/op, found " + time.scoreUnit());
        };
    return new Cell(
        series,
        shape,
        text(where, params, "engine"),
        number(where, params, "threads", "1"),
        time.score() * toMicros,
        time.scoreError() * toMicros,
        params.getOrDefault("peer", ""),
        secondary(result, "ratio"),
        secondary(result, "gc.alloc.rate.norm"));
  }

  private static double secondary(JmhResult result, String name) {
    Map<String, Metric> all = result.secondaryMetrics();
    Metric metric = all == null ? null : all.get(name);
    return metric == null ? Double.NaN : metric.score();
  }

  private static String text(String where, Map<String, String> params, String name) {
    String value = params.get(name);
    if (value == null) {
      throw new IllegalArgumentException(where + ": params." + name + " is missing");
    }
    return value;
  }

  private static int number(
      String where, Map<String, String> params, String name, String otherwise) {
    String value = params.getOrDefault(name, otherwise);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          where + ": params." + name + ": expected a number, found '" + value + "'", e);
    }
  }

  /** The roofline of one core, if it was measured. */
  Optional<Roofline> roofline() {
    boolean isThere = probes.stream().anyMatch(p -> p.benchmark().endsWith(".read"));
    return isThere ? Optional.of(Roofline.of(probes)) : Optional.empty();
  }

  /** Cells of one thread of an engine in a series. */
  Stream<Cell> cells(String series, String engine) {
    return cells.stream()
        .filter(c -> c.series().equals(series) && c.engine().equals(engine) && c.threads() == 1);
  }
}
