package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.Workers;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.Printable;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.OutputFile;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Layout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code score}: a file of sequences through a model. */
@Command(
    name = "score",
    description = {
      "Scores sequences, one JSON object a line: {\"id\": ..., \"x\": [[...], ...]}, one list of numbers a time step;"
          + " of tokens {\"x\": [3, 14, ...]}. Of several inputs each has its own name as field. Lengths"
          + " may differ: sequences of one length are batched, which changes no bit of any answer.",
      "Where the model has no axis for the batch, [T, I] or [T], each record is a call of its own.",
      "Writes {\"id\": ..., \"outputs\": {NAME: ...}} a line, in the order of the input. Bad lines go to OUTPUT.errors.jsonl"
          + " with number and reason, and the exit status is 1.",
      "OUTPUT is complete or as it was before; a device or a pipe gets its bytes at once, and what a link stands for is written."
          + " Of a device in /dev, bad lines go to standard error. FILE of --input may be a pipe.",
      "Outputs have no axis for the batch; those of a model whose batch is fixed to 1, or that has none, are given whole."
    })
final class ScoreCommand implements Callable<Integer> {

  private static final int BUFFER = 1 << 16;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private CutOptions cut = new CutOptions();
  @Mixin private ThreadOption threads = new ThreadOption();
  @Mixin private SeedOption seed = new SeedOption();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      converter = LayoutWord.class,
      description =
          "time-major or batch-major: the order of the model's input, where it cannot be told from"
              + " the model.")
  private @Nullable Layout layout;

  @Option(
      names = "--lengths",
      paramLabel = "NAME",
      description =
          "The INT32 or INT64 input [batch] that is given the lengths, where it is not"
              + " sequence_lens of a layer.")
  private @Nullable String lengths;

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
    Path errors = errors();
    requireWritable(output);
    if (errors != null) {
      requireWritable(errors);
    }
    Graph graph = OnnxImporter.read(file, limits.limits());
    CallLimits time = timeout.limits(Duration.ofSeconds(60));
    Model model = Model.compile(graph, cut.of(limits.compileOptions()), time);
    PrintWriter err = spec.commandLine().getErr();
    ScoreJob.Result result;
    BadLines bad = new BadLines(errors, err);
    try (Workers workers = threads.workers();
        InputStream in = InputFile.openStream(input);
        OutputFile out = OutputFile.open(output);
        bad) {
      Scorer scorer =
          new Scorer(seed.seeded(model.newSession(workers)), time, layout, lengths, batch);
      OutputStream buffered = new BufferedOutputStream(out.stream(), BUFFER);
      try (ProgressLines progress = new ProgressLines(err, Files.size(input))) {
        result = new ScoreJob(scorer, window, maxLine).run(in, buffered, bad, progress::step);
      }
      buffered.flush();
      bad.commit();
      out.commit();
    }
    err.println(summary(result));
    if (result.bad() > 0) {
      err.println(
          Printable.line(String.format(Locale.ROOT, "%,d bad lines", result.bad()) + bad.place()));
    }
    err.flush();
    return result.bad() > 0 ? 1 : 0;
  }

  /** The words of {@code --layout}. */
  private static final class LayoutWord implements ITypeConverter<Layout> {

    @Override
    public Layout convert(String word) {
      return switch (word.toLowerCase(Locale.ROOT).replace('_', '-')) {
        case "time-major" -> Layout.TIME_MAJOR;
        case "batch-major" -> Layout.BATCH_MAJOR;
        default ->
            throw new TypeConversionException(
                "expected time-major or batch-major, found '" + word + "'");
      };
    }
  }

  /** A job must not end in a folder's place, nor in that of what it reads. */
  private void requireWritable(Path written) throws IOException {
    if (Files.isDirectory(written)) {
      throw new ParameterException(
          spec.commandLine(), "--output: " + written + " is a folder: name a file");
    }
    boolean read =
        Files.isRegularFile(written)
            && ((Files.exists(input) && Files.isSameFile(written, input))
                || (Files.exists(file) && Files.isSameFile(written, file)));
    if (read) {
      throw new ParameterException(
          spec.commandLine(), "--output: " + written + " would be overwritten, but it is read");
    }
  }

  private static String summary(ScoreJob.Result result) {
    return String.format(
        Locale.ROOT,
        "%,d sequences, %,d steps in %.1f s: %,.0f sequences and %,.0f steps a second",
        result.good(),
        result.steps(),
        result.seconds(),
        result.good() / result.seconds(),
        result.steps() / result.seconds());
  }

  /** The side file; none where the output is no file that another could stand beside. */
  private @Nullable Path errors() throws IOException {
    Path parent = output.toAbsolutePath().getParent();
    boolean device =
        Files.exists(output)
            && parent != null
            && (isBelow(parent, "/dev") || isBelow(parent, "/proc"));
    return device && !Files.isRegularFile(output)
        ? null
        : output.resolveSibling(output.getFileName() + ".errors.jsonl");
  }

  private static boolean isBelow(Path folder, String root) throws IOException {
    return folder.toRealPath().startsWith(root);
  }
}
