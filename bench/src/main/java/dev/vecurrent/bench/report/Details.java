package dev.vecurrent.bench.report;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.roofline.Roofline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Everything that was measured, in tables. */
final class Details {

  private Details() {}

  /** A table for each series, then rooflines, denormals, start-up and whatever else there is. */
  static List<Table> of(Measurements measured) {
    List<Table> tables = new ArrayList<>();
    Optional<Roofline> roofline = measured.roofline();
    for (String series : new TreeSet<>(measured.cells().stream().map(Cell::series).toList())) {
      tables.add(cells(series, measured, roofline));
    }
    add(tables, "Rooflines: best of the rounds", measured.probes());
    add(tables, "States that decay into denormals: median times", measured.denormals());
    add(
        tables,
        "Processes from their start",
        measured.starts().stream().filter(r -> !"curve".equals(r.params().get("point"))).toList());
    add(tables, "Other benchmarks", measured.others());
    return tables;
  }

  private static Table cells(String series, Measurements measured, Optional<Roofline> roofline) {
    List<List<String>> rows = new ArrayList<>();
    for (Cell cell : measured.cells()) {
      if (!cell.series().equals(series)) {
        continue;
      }
      String share =
          roofline.isEmpty() || cell.threads() > 1
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%.0f %% of %s",
                  100 * roofline.get().share(cell.shape(), cell.micros()),
                  roofline.get().bound(cell.shape()).by());
      rows.add(
          List.of(
              cell.shape().toString(),
              cell.label(),
              String.format(Locale.ROOT, "%.2f", cell.micros()),
              String.format(Locale.ROOT, "%.2f", cell.spread()),
              String.format(Locale.ROOT, "%.1f", cell.gigaflops()),
              share,
              Double.isNaN(cell.ratio())
                  ? ""
                  : String.format(Locale.ROOT, "%.2f to %s", cell.ratio(), cell.peer()),
              Double.isNaN(cell.bytes()) ? "" : String.format(Locale.ROOT, "%.0f", cell.bytes())));
    }
    return new Table(
        "Series " + series + ": median time of a call",
        List.of("shape", "engine", "µs", "±", "GFLOP/s", "roofline", "ratio", "bytes"),
        rows);
  }

  private static void add(List<Table> tables, String caption, List<JmhResult> results) {
    if (results.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (JmhResult result : results) {
      Map<String, String> params =
          new LinkedHashMap<>(result.params() == null ? Map.of() : result.params());
      String name = result.benchmark().replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1");
      rows.add(
          List.of(
              name,
              String.join(" ", params.entrySet().stream().map(Object::toString).toList()),
              String.format(Locale.ROOT, "%.3f", result.primaryMetric().score()),
              String.format(Locale.ROOT, "%.3f", result.primaryMetric().scoreError()),
              String.valueOf(result.primaryMetric().scoreUnit())));
    }
    tables.add(new Table(caption, List.of("benchmark", "parameters", "score", "±", "unit"), rows));
  }
}
