package dev.vecurrent.cli;

import dev.vecurrent.cli.stream.ChunkCheck;
import dev.vecurrent.cli.stream.ModelFiles;
import dev.vecurrent.cli.stream.StateOptions;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.io.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: cases in the layout of ONNX's backend tests, or chunks against the whole. */
@Command(
    name = "verify",
    description = {
      "Runs folders in the layout of ONNX's backend tests (model.onnx, test_data_set_K/input_I.pb and output_I.pb), or trees"
          + " of such folders.",
      "With --chunks checks how models stream.",
      "Exit status 0 only when all pass."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private CutOptions cut = new CutOptions();
  @Mixin private SeedOption seed = new SeedOption();
  @Mixin private StateOptions states = new StateOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL_OR_FOLDER",
      description =
          "A model.onnx in a case folder, a case folder, or a tree of them; with --chunks, models and"
              + " trees of them.")
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

  @Option(
      names = "--chunks",
      description =
          "Instead of cases, check models: whether random chunks of made-up sequences have the bits"
              + " of the whole.")
  private boolean chunks;

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
    VerifyReport report =
        new VerifyReport(
            spec,
            json,
            chunks ? "bits of chunks with those of the whole" : tolerances.toString(),
            chunks ? Map.of("all types", "exact bits") : tolerances.words());
    if (chunks) {
      requireNothingOfCases();
      checkChunks(report);
    } else {
      states.requireNone("--chunks");
      runCases(report, tolerances);
    }
    Path markdown = table;
    if (markdown != null) {
      OutputFile.write(
          markdown,
          ConformanceTable.markdown(report.outcomes(), markdown, options())
              .getBytes(StandardCharsets.UTF_8));
    }
    return report.end() ? 0 : 1;
  }

  private void runCases(VerifyReport report, Tolerances tolerances) throws IOException {
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
    BackendCase.Setting setting =
        new BackendCase.Setting(
            limits.limits(),
            cut.of(limits.compileOptions()),
            timeout.limits(TIMEOUT),
            seed,
            tolerances);
    cases.forEach(one -> report.add(one.run(setting)));
  }

  private void checkChunks(VerifyReport report) throws IOException {
    states.check();
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      List<Path> found = ModelFiles.of(path);
      if (found.isEmpty()) {
        throw new ParameterException(spec.commandLine(), path + ": there is no .onnx file here");
      }
      files.addAll(found);
    }
    ChunkCheck.Setting setting =
        new ChunkCheck.Setting(
            limits.limits(),
            cut.of(limits.compileOptions()),
            timeout.limits(TIMEOUT),
            states,
            seed.seed());
    files.forEach(
        file -> report.add(BackendCase.Outcome.of(file.toString(), ChunkCheck.of(file, setting))));
  }

  private void requireNothingOfCases() {
    if (rtol != null || atol != null || onnxTolerance || table != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--chunks compares bits: leave --rtol, --atol, --onnx-tolerance and --table out");
    }
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
}
