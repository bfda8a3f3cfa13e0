package dev.vecurrent.digits;

import dev.vecurrent.Model;
import dev.vecurrent.console.Console;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.Graph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./vecurrent digits}. */
@Command(
    name = "vecurrent digits",
    description = "Classifies held-back digits, row by row, with an LSTM that PyTorch trained.")
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(names = "--model", paramLabel = "FILE", description = "Another model, [batch, 28, 28].")
  private @Nullable Path model;

  @Option(names = "--images", paramLabel = "FILE", description = "Other digits (IDX, may be .gz).")
  private @Nullable Path images;

  @Option(names = "--labels", paramLabel = "FILE", description = "What they are (IDX).")
  private @Nullable Path labels;

  @Option(
      names = "--show",
      paramLabel = "K",
      description =
          "Read the K-th digit alone, from 1, and print after each row: the gates and states of the"
              + " LSTM and what it believes.")
  private int show;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  public static CommandLine commandLine() {
    Main main = new Main();
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    if ((images == null) != (labels == null)) {
      throw new ParameterException(spec.commandLine(), "--images and --labels go together");
    }
    Graph graph =
        model == null ? DigitsDemo.bundledGraph() : OnnxImporter.read(model, limits.limits());
    Digits digits =
        images == null || labels == null ? Digits.heldBack() : Digits.read(images, labels);
    PrintWriter out = spec.commandLine().getOut();
    if (spec.commandLine().getParseResult().hasMatchedOption("--show")) {
      show(graph, digits, out);
    } else {
      classify(new DigitsDemo(Model.compile(graph, limits.compileOptions()), digits), out);
    }
    out.flush();
    return 0;
  }

  private void classify(DigitsDemo demo, PrintWriter out) {
    if (json) {
      int[][] confusion = demo.confusion();
      double accuracy = DigitsDemo.accuracy(confusion);
      out.println(line(Map.of("accuracy", accuracy, "confusion", confusion)));
      return;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream printed = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      demo.print(printed);
    }
    out.print(text.toString(StandardCharsets.UTF_8));
  }

  private void show(Graph graph, Digits digits, PrintWriter out) {
    if (show < 1 || show > digits.count()) {
      throw new ParameterException(
          spec.commandLine(), "--show: expected 1 to %d, found %d".formatted(digits.count(), show));
    }
    float[] pixels = digits.scaled(show - 1, 1);
    int label = digits.labels()[show - 1];
    List<Reading.Row> rows = Reading.rows(graph, limits.compileOptions(), pixels);
    if (json) {
      out.println(line(ReadingText.fields(show, label, pixels, rows)));
      return;
    }
    int taken = ReadingText.best(rows.getLast().belief());
    out.printf("Digit %d is a %d and is taken for a %d.%n%n", show, label, taken);
    out.print(ReadingText.of(pixels, rows));
  }

  private static String line(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}
