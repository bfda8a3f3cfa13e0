package dev.vecurrent.digits;

import dev.vecurrent.Model;
import dev.vecurrent.console.Console;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  static CommandLine commandLine() {
    Main main = new Main();
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    if ((images == null) != (labels == null)) {
      throw new ParameterException(spec.commandLine(), "--images and --labels go together");
    }
    Model network =
        model == null
            ? DigitsDemo.bundledModel()
            : Model.compile(OnnxImporter.read(model, limits.limits()), limits.compileOptions());
    Digits digits =
        images == null || labels == null ? Digits.heldBack() : Digits.read(images, labels);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
      new DigitsDemo(network, digits).print(out);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(text.toString(StandardCharsets.UTF_8));
    out.flush();
    return 0;
  }
}
