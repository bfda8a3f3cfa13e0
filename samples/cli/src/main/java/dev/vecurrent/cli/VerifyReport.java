package dev.vecurrent.cli;

import dev.vecurrent.console.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code verify} prints: a line for each outcome as it comes and a sum, or JSON at the end.
 */
final class VerifyReport {

  private final CommandSpec spec;
  private final PrintWriter out;
  private final boolean json;
  private final String compared;
  private final Map<String, String> bounds;
  private final List<BackendCase.Outcome> outcomes = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param compared what is compared with what, in one line
   * @param bounds of what is compared, by types
   */
  VerifyReport(CommandSpec spec, boolean json, String compared, Map<String, String> bounds) {
    this.spec = spec;
    this.out = spec.commandLine().getOut();
    this.json = json;
    this.compared = compared;
    this.bounds = bounds;
  }

  void add(BackendCase.Outcome outcome) {
    outcomes.add(outcome);
    if (!json) {
      print(outcome);
    }
  }

  List<BackendCase.Outcome> outcomes() {
    return outcomes;
  }

  /** Prints the sum; tells whether all passed. */
  boolean end() {
    Map<String, Integer> totals = totals();
    if (json) {
      out.println(
          Printable.text(
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(map(totals))));
    } else {
      out.printf(
          Locale.ROOT,
          "%d cases: %d passed, %d mismatched, %d refused%s%n",
          outcomes.size(),
          totals.get("pass"),
          totals.get("mismatch"),
          totals.get("refused"),
          random(totals));
      out.println("compared: " + compared);
    }
    out.flush();
    return outcomes.stream().allMatch(o -> o.status() == BackendCase.Status.PASS);
  }

  private void print(BackendCase.Outcome outcome) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    Comparison comparison = outcome.comparison();
    String name = Printable.line(outcome.name());
    String line =
        switch (outcome.status()) {
          case PASS -> ansi.string("@|green pass|@      ") + name;
          case MISMATCH -> ansi.string("@|red mismatch|@  ") + name;
          case RANDOM -> ansi.string("@|yellow random|@    ") + name;
          case REFUSED -> ansi.string("@|yellow refused|@   ") + name;
        };
    out.println(line + errors(comparison));
    if (!comparison.reason().isEmpty()) {
      out.println("          " + Printable.text(comparison.reason()).replace("\n", "\n          "));
    }
    out.flush();
  }

  private static String errors(Comparison comparison) {
    return Double.isNaN(comparison.maxAbs())
        ? ""
        : String.format(
            Locale.ROOT,
            "  (max abs %.2g, max rel %.2g)",
            comparison.maxAbs(),
            comparison.maxRel());
  }

  private static String random(Map<String, Integer> totals) {
    int random = totals.getOrDefault("random", 0);
    return random == 0 ? "" : ", " + random + " random";
  }

  private Map<String, Integer> totals() {
    Map<String, Integer> totals = new LinkedHashMap<>();
    for (BackendCase.Status status : BackendCase.Status.values()) {
      totals.put(word(status), (int) outcomes.stream().filter(o -> o.status() == status).count());
    }
    totals.put("cases", outcomes.size());
    return totals;
  }

  private static String word(BackendCase.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> map(Map<String, Integer> totals) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(
        "cases",
        outcomes.stream()
            .map(outcome -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              Comparison comparison = outcome.comparison();
              entry.put("name", outcome.name());
              entry.put("status", word(outcome.status()));
              entry.put("maxAbs", finite(comparison.maxAbs()));
              entry.put("maxRel", finite(comparison.maxRel()));
              entry.put("reason", comparison.reason());
              return entry;
            })
            .toList());
    map.put("totals", totals);
    map.put("tolerances", bounds);
    return map;
  }

  /** JSON has no numbers for infinity and NaN: text and null stand for them. */
  private static @Nullable Object finite(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    return Double.isInfinite(value) ? "Infinity" : (Object) value;
  }
}
