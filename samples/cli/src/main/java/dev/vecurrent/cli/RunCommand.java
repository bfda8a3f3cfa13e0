package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: a model once, on tensors from files. */
@Command(name = "run", description = "Runs a model once, on tensors from .npy or .pb files.")
final class RunCommand implements Callable<Integer> {

  /** File formats of outputs. */
  enum Format {
    NPY,
    PB
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file = Path.of("");

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description = "An input and the .npy or .pb file it comes from; once for each input.")
  private Map<String, Path> inputs = new LinkedHashMap<>();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where outputs go.")
  private Path folder = Path.of("");

  @Option(names = "--format", description = "npy or pb (default: ${DEFAULT-VALUE}).")
  private Format format = Format.NPY;

  @Override
  public Integer call() throws IOException {
    ImportLimits limit = limits.limits();
    Model model = Model.compile(OnnxImporter.read(file, limit));
    Map<String, Tensor> tensors = new HashMap<>();
    for (Map.Entry<String, Path> entry : inputs.entrySet()) {
      tensors.put(entry.getKey(), read(entry.getValue(), limit));
    }
    Map<String, Tensor> outputs = model.newSession().run(tensors);
    Files.createDirectories(folder);
    PrintWriter out = spec.commandLine().getOut();
    for (Map.Entry<String, Tensor> entry : outputs.entrySet()) {
      Path to =
          folder.resolve(fileName(entry.getKey()) + "." + format.name().toLowerCase(Locale.ROOT));
      if (format == Format.NPY) {
        NpyFiles.write(to, entry.getValue());
      } else {
        OnnxTensors.write(to, entry.getKey(), entry.getValue());
      }
      out.println(entry.getKey() + ": " + entry.getValue() + " -> " + to);
    }
    out.flush();
    return 0;
  }

  private static Tensor read(Path path, ImportLimits limit) throws IOException {
    String name = path.toString();
    if (name.endsWith(".npy")) {
      return NpyFiles.read(path, limit.fileBytes());
    }
    if (name.endsWith(".pb")) {
      return OnnxTensors.read(path, limit).tensor();
    }
    throw new IllegalArgumentException(path + ": expected a .npy or a .pb file");
  }

  /** Names of values may hold what names of files must not. */
  private static String fileName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.startsWith(".") ? "_" + safe : safe;
  }
}
