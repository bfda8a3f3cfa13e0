package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Layout;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code score}: a file of sequences through a model. */
@Command(
    name = "score",
    description = {
      "Scores sequences, one JSON object a line: {\"id\": ..., \"x\": [[...], ...]}, one list of numbers a time step. Lengths"
          + " may differ: sequences of one length are batched, which changes no bit of any answer.",
      "Writes {\"id\": ..., \"outputs\": {NAME: ...}} a line, in the order of the input. Bad lines go to OUTPUT.errors.jsonl"
          + " with number and reason, and the exit status is 1."
    })
final class ScoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description =
          "TIME_MAJOR or BATCH_MAJOR: the order of the model's input, where it cannot be told from"
              + " the model.")
  private @Nullable Layout layout;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file = Path.of("");

  @Option(names = "--input", required = true, paramLabel = "FILE", description = "JSON lines.")
  private Path input = Path.of("");

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON lines.")
  private Path output = Path.of("");

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Most sequences of a batch (default: ${DEFAULT-VALUE}).")
  private int batch = 32;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Sequences that are read ahead to be batched (default: ${DEFAULT-VALUE}).")
  private int window = 2048;

  @Option(
      names = "--max-line",
      paramLabel = "BYTES",
      description = "A longer line is bad (default: ${DEFAULT-VALUE}).")
  private int maxLine = 16 << 20;

  @Override
  public Integer call() throws IOException {
    if (batch < 1 || window < 1 || maxLine < 2) {
      throw new ParameterException(
          spec.commandLine(), "--batch, --window and --max-line must be positive");
    }
    Model model = Model.compile(OnnxImporter.read(file, limits.limits()));
    Scorer scorer = new Scorer(model, layout, batch);
    Path part = sibling(".part");
    Path errors = sibling(".errors.jsonl");
    Path errorsPart = sibling(".errors.part");
    ScoreJob.Result result;
    try (ProgressBar bar = progressBar()) {
      result =
          new ScoreJob(scorer, window, maxLine)
              .run(input, part, errorsPart, bytes -> step(bar, bytes));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(errorsPart);
      throw e;
    }
    Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
    if (result.bad() > 0) {
      Files.move(errorsPart, errors, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(errorsPart);
      Files.deleteIfExists(errors);
    }
    spec.commandLine().getErr().println(summary(result, errors));
    spec.commandLine().getErr().flush();
    return result.bad() > 0 ? 1 : 0;
  }

  private static String summary(ScoreJob.Result result, Path errors) {
    String speed =
        "%,d sequences, %,d steps in %.1f s: %,.0f sequences and %,.0f steps a second"
            .formatted(
                result.good(),
                result.steps(),
                result.seconds(),
                result.good() / result.seconds(),
                result.steps() / result.seconds());
    return result.bad() == 0
        ? speed
        : speed + "\n%,d bad lines: see %s".formatted(result.bad(), errors);
  }

  private Path sibling(String suffix) {
    return output.resolveSibling(output.getFileName() + suffix);
  }

  /** A bar on a terminal; nothing where there is none. */
  @SuppressWarnings("SystemConsoleNull") // its contract still allows null
  private @Nullable ProgressBar progressBar() throws IOException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return null;
    }
    return new ProgressBarBuilder()
        .setTaskName("score")
        .setInitialMax(Files.size(input))
        .setUnit(" MB", 1 << 20)
        .build();
  }

  private static void step(@Nullable ProgressBar bar, long bytes) {
    if (bar != null) {
      bar.stepTo(bytes);
    }
  }
}
