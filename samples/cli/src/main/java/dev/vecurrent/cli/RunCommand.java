package dev.vecurrent.cli;

import dev.vecurrent.Model;
import dev.vecurrent.Workers;
import dev.vecurrent.cli.stream.StateOptions;
import dev.vecurrent.cli.stream.StreamOptions;
import dev.vecurrent.cli.stream.StreamRun;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.Printable;
import dev.vecurrent.io.FileKind;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: a model on tensors from files, once or in chunks. */
@Command(
    name = "run",
    description =
        "Runs a model on tensors from .npy or .pb files, once or, with --stream, in chunks.")
final class RunCommand implements Callable<Integer> {

  /** File formats of outputs. */
  enum Format {
    NPY,
    PB
  }

  private static final int LONGEST_NAME = 200;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private CutOptions cut = new CutOptions();
  @Mixin private ThreadOption threads = new ThreadOption();
  @Mixin private SeedOption seed = new SeedOption();
  @Mixin private StreamOptions stream = new StreamOptions();
  @Mixin private StateOptions states = new StateOptions();

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file = Path.of("");

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description =
          "An input and the .npy or .pb file it comes from; once for each input. Optional inputs may be left out.")
  private List<String> inputs = new ArrayList<>();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where outputs go.")
  private Path folder = Path.of("");

  @Option(names = "--format", description = "npy or pb (default: ${DEFAULT-VALUE}).")
  private Format format = Format.NPY;

  @Override
  public Integer call() throws IOException {
    stream.check(states);
    ImportLimits limit = limits.limits();
    CallLimits time = timeout.limits(null);
    Model model =
        Model.compile(OnnxImporter.read(file, limit), cut.of(limits.compileOptions()), time);
    requireFormat(model);
    Map<String, Path> files = files();
    Map<String, Tensor> tensors = new HashMap<>();
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      tensors.put(entry.getKey(), read(entry.getValue(), limit));
    }
    Map<String, Tensor> outputs;
    String summary = "";
    try (Workers workers = threads.workers()) {
      if (stream.isStream()) {
        StreamRun run =
            StreamRun.of(
                states.declare(model), workers, tensors, files, stream.chunk(), seed.seed(), time);
        outputs = run.outputs();
        summary = run.summary();
      } else {
        outputs = seed.seeded(model.newSession(workers)).run(tensors, time);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    write(outputs, out);
    if (!summary.isEmpty()) {
      out.println(summary);
    }
    out.flush();
    return 0;
  }

  private void write(Map<String, Tensor> outputs, PrintWriter out) throws IOException {
    Files.createDirectories(folder);
    Set<String> taken = new HashSet<>();
    for (Map.Entry<String, Tensor> entry : outputs.entrySet()) {
      Path to =
          folder.resolve(
              fileName(entry.getKey(), taken) + "." + format.name().toLowerCase(Locale.ROOT));
      if (format == Format.NPY) {
        NpyFiles.write(to, entry.getValue());
      } else {
        OnnxTensors.write(to, entry.getKey(), entry.getValue());
      }
      out.println(Printable.line(entry.getKey() + ": " + entry.getValue() + " -> " + to));
    }
  }

  /** The files of {@code --input}, by name. */
  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String input : inputs) {
      int equals = input.indexOf('=');
      if (equals < 1 || equals == input.length() - 1) {
        throw new ParameterException(
            spec.commandLine(), "--input: expected NAME=FILE, found '" + input + "'");
      }
      String name = input.substring(0, equals);
      if (files.put(name, Path.of(input.substring(equals + 1))) != null) {
        throw new ParameterException(
            spec.commandLine(), "--input: there are two files for '" + name + "'");
      }
    }
    return files;
  }

  /** Says before anything runs that an output could not be written. */
  private void requireFormat(Model model) {
    for (ValueInfo output : model.outputs()) {
      if (format == Format.NPY && output.type() == ElementType.BFLOAT16) {
        throw new IllegalArgumentException(
            "output " + output + ": .npy has no such type, use --format pb");
      }
    }
  }

  /** A tensor from a file that is opened once, whatever format it turns out to have. */
  private static Tensor read(Path path, ImportLimits limit) throws IOException {
    String name = path.toString();
    try (InputFile opened = InputFile.open(path)) {
      FileKind kind = opened.kind();
      boolean npy = kind == FileKind.NPY || (name.endsWith(".npy") && kind != FileKind.TENSOR);
      if (!npy && kind != FileKind.TENSOR && !name.endsWith(".pb")) {
        throw new IllegalArgumentException(
            path + ": expected a .npy or a .pb file; it " + kind.advice(FileKind.Wanted.TENSOR));
      }
      return npy
          ? NpyFiles.read(opened, limit.fileBytes())
          : OnnxTensors.read(opened, limit).tensor();
    }
  }

  /**
   * Names of values may hold what names of files must not, and may differ in nothing else: no two
   * outputs get one file, not even where the file system ignores case.
   */
  private static String fileName(String name, Set<String> taken) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    String base = safe.startsWith(".") ? "_" + safe : safe;
    String cut = base.length() > LONGEST_NAME ? base.substring(0, LONGEST_NAME) : base;
    String unique = cut;
    for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
      unique = cut + "-" + i;
    }
    return unique;
  }
}
