package dev.vecurrent.cli;

import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.Printable;
import dev.vecurrent.io.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private CutOptions cut = new CutOptions();
  @Mixin private SeedOption seed = new SeedOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL_OR_FOLDER",
      description = "A model.onnx in a case folder, a case folder, or a tree of them.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--rtol",
      paramLabel = "X",
      description = "Relative tolerance of floats of all types (default: 1e-4 for float32).")
  private @Nullable Double rtol;

  @Option(
      names = "--atol",
      paramLabel = "X",
      description = {
        "Absolute tolerance of floats of all types (default: 1e-5 for float32).",
        "Integers must be equal, or within this where it is 1 or more, as for quantised outputs."
      })
  private @Nullable Double atol;

  @Option(
      names = "--onnx-tolerance",
      description =
          "The bounds of ONNX's own runner: rtol 1e-3, atol 1e-7 for numbers of all types.")
  private boolean onnxTolerance;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Also write a Markdown table of the outcomes by operator.")
  private @Nullable Path table;

  @Override
  public Integer call() throws IOException {
    Tolerances tolerances = tolerances();
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
    Set<String> names = new HashSet<>();
    Set<String> twice = new HashSet<>();
    cases.forEach(one -> {
      if (!names.add(one.name())) {
        twice.add(one.name());
      }
    });
    cases.replaceAll(one -> twice.contains(one.name()) ? one.withWholeName() : one);
    PrintWriter out = spec.commandLine().getOut();
    List<BackendCase.Outcome> outcomes = new ArrayList<>();
    for (BackendCase one : cases) {
      BackendCase.Outcome outcome =
          one.run(
              new BackendCase.Setting(
                  limits.limits(),
                  cut.of(limits.compileOptions()),
                  timeout.limits(Duration.ofSeconds(60)),
                  seed,
                  tolerances));
      outcomes.add(outcome);
      if (!json) {
        print(outcome, out);
      }
    }
    Map<String, Integer> totals = totals(outcomes);
    if (table != null) {
      OutputFile.write(
          table,
          ConformanceTable.markdown(outcomes, table, options()).getBytes(StandardCharsets.UTF_8));
    }
    if (json) {
      out.println(
          Printable.text(
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(map(outcomes, totals, tolerances))));
    } else {
      out.printf(
          Locale.ROOT,
          "%d cases: %d passed, %d mismatched, %d refused%s%n",
          outcomes.size(),
          totals.get("pass"),
          totals.get("mismatch"),
          totals.get("refused"),
          random(totals));
      out.println("compared: " + tolerances);
    }
    out.flush();
    boolean all = outcomes.stream().allMatch(o -> o.status() == BackendCase.Status.PASS);
    return all ? 0 : 1;
  }

  private Tolerances tolerances() {
    if (onnxTolerance && (rtol != null || atol != null)) {
      throw new ParameterException(
          spec.commandLine(), "--onnx-tolerance: leave --rtol and --atol out");
    }
    if (!(isBound(rtol) && isBound(atol))) {
      throw new ParameterException(spec.commandLine(), "--rtol and --atol must be 0 or more");
    }
    return onnxTolerance ? Tolerances.onnx() : Tolerances.of(rtol, atol);
  }

  private static boolean isBound(@Nullable Double bound) {
    return bound == null || bound >= 0;
  }

  /** The options of the comparison as they were given. */
  private String options() {
    return (onnxTolerance ? "--onnx-tolerance " : "")
        + (rtol == null ? "" : "--rtol " + rtol + " ")
        + (atol == null ? "" : "--atol " + atol + " ");
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

  private static String random(Map<String, Integer> totals) {
    int random = totals.getOrDefault("random", 0);
    return random == 0 ? "" : ", " + random + " random";
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
      List<BackendCase.Outcome> outcomes, Map<String, Integer> totals, Tolerances tolerances) {
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
    map.put("tolerances", tolerances.words());
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
