package dev.vecurrent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine;

/**
 * A command that ran, as a user would see it without a terminal.
 *
 * @param status exit status
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int status, String out, String err) {

  static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new CommandRun(status, out.toString(), err.toString());
  }

  /** One of ONNX's own cases, in a folder of its name. */
  static Path backendCase(String name, Path folder) throws IOException {
    try (InputStream in =
            Objects.requireNonNull(CommandRun.class.getResourceAsStream("onnx-backend-cases.zip"));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith(name + "/")) {
          Path to = folder.resolve(entry.getName());
          Files.createDirectories(Objects.requireNonNull(to.getParent()));
          Files.copy(zip, to);
        }
      }
    }
    return folder.resolve(name);
  }

  /** A model that PyTorch exported, from the importer's fixtures. */
  static Path pytorchModel(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root.resolve("importer/src/test/resources/dev/vecurrent/onnx/pytorch")
        .resolve(name)
        .resolve("model.onnx");
  }

  /** The tagger: FLOAT32[time, batch, 5] to FLOAT32[time, batch, 4]. */
  static Path tagger(Path folder) throws IOException {
    return model("tagger.onnx", folder);
  }

  /** A model among the resources of these tests, in a folder. */
  static Path model(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Objects.requireNonNull(CommandRun.class.getResourceAsStream(name))) {
      Files.copy(in, file);
    }
    return file;
  }
}
