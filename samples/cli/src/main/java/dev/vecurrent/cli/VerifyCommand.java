package dev.vecurrent.cli;

import dev.vecurrent.internal.Nullable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify}: runs cases in the layout of ONNX's backend tests and compares. */
@Command(
    name = "verify",
    description = {
      "Runs folders in the layout of ONNX's backend tests (model.onnx, test_data_set_K/input_I.pb and output_I.pb), or trees"
          + " of such folders.",
      "Exit status 0 only when all pass."
    })
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private SeedOption seed = new SeedOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL_OR_FOLDER",
      description = "A model.onnx in a case folder, a case folder, or a tree of them.")
  private List<Path> paths = new ArrayList<>();

  @Option(names = "--rtol", description = "Relative tolerance (default: ${DEFAULT-VALUE}).")
  private double rtol = 1e-3;

  @Option(names = "--atol", description = "Absolute tolerance (default: ${DEFAULT-VALUE}).")
  private double atol = 1e-7;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Also write a Markdown table of the outcomes by operator.")
  private @Nullable Path table;

  @Override
  public Integer call() throws IOException {
    if (!(rtol >= 0 && atol >= 0)) {
      throw new ParameterException(spec.commandLine(), "--rtol and --atol must be 0 or more");
    }
    List<BackendCase> cases = new ArrayList<>();
    for (Path path : paths) {
      List<BackendCase> found = Files.exists(path) ? BackendCase.find(path) : List.of();
      if (found.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            path + ": there is no folder with model.onnx and test_data_set_0 here");
      }
      cases.addAll(found);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<BackendCase.Outcome> outcomes = new ArrayList<>();
    for (BackendCase one : cases) {
      BackendCase.Outcome outcome = one.run(limits.limits(), seed, rtol, atol);
      outcomes.add(outcome);
      if (!json) {
        print(outcome, out);
      }
    }
    Map<String, Integer> totals = totals(outcomes);
    if (table != null) {
      Files.writeString(table, ConformanceTable.markdown(outcomes, table));
    }
    if (json) {
      out.println(
          JsonMapper.builder()
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(map(outcomes, totals)));
    } else {
      out.printf(
          Locale.ROOT,
          "%d cases: %d passed, %d mismatched, %d refused%s%n",
          outcomes.size(),
          totals.get("pass"),
          totals.get("mismatch"),
          totals.get("refused"),
          random(totals));
    }
    out.flush();
    boolean all = outcomes.stream().allMatch(o -> o.status() == BackendCase.Status.PASS);
    return all ? 0 : 1;
  }

  private static String random(Map<String, Integer> totals) {
    int count = totals.getOrDefault("random", 0);
    return count == 0 ? "" : ", " + count + " random";
  }

  private void print(BackendCase.Outcome outcome, PrintWriter out) {
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

  private static Map<String, Integer> totals(List<BackendCase.Outcome> outcomes) {
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

  private static Map<String, Object> map(
      List<BackendCase.Outcome> outcomes, Map<String, Integer> totals) {
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
