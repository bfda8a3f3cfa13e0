package dev.vecurrent.bench.startup;

import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.vecurrent.Model;
import dev.vecurrent.bench.result.ResultFiles;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * {@code ./vecurrent bench startup}: starts processes that load a model from a file and answer, and
 * measures from just before the start. Each has a class path of the jars it needs, as a user would
 * have; all answers are compared.
 */
public final class StartUp {

  /** H and I of the model. */
  public static final int HIDDEN = 128;

  private static final float TOLERANCE = 1e-4f;

  private final StartUpOptions options;
  private final Path folder;
  private final Path model;
  private final Path errors;
  private final StartUpResults results = new StartUpResults();
  private List<Float> expected = List.of();

  private StartUp(StartUpOptions options, Path folder, byte[] model) throws IOException {
    this.options = options;
    this.folder = folder;
    this.model = Files.write(folder.resolve("model.onnx"), model);
    this.errors = folder.resolve("errors.txt");
  }

  /**
   * Measures, prints a table and writes JSON.
   *
   * @param words options; see {@link StartUpOptions}
   * @param model the bytes of an LSTM with I = H = {@link #HIDDEN}, {@code x [T, 1, H]} and {@code
   *     y [T, 1, 1, H]}, for a number of steps T
   * @return the exit status: 0, or 2 where the options are wrong
   * @throws IOException if a process gives no answer, or another than the others
   */
  public static int run(List<String> words, IntFunction<byte[]> model) throws IOException {
    Path home = Jars.source(StartUp.class).toAbsolutePath().getParent();
    Path out = (home == null ? Path.of("target") : home).resolve("results/startup.json");
    StartUpOptions options;
    try {
      options = StartUpOptions.parse(words, out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    Path folder = Files.createTempDirectory("vecurrent-startup");
    try {
      new StartUp(options, folder, model.apply(options.steps())).run();
    } finally {
      delete(folder);
    }
    return 0;
  }

  private void run() throws IOException {
    List<Contestant> contestants = contestants();
    System.out.printf(
        Locale.ROOT,
        "LSTM, I = H = %d, N = 1, T = %d; %d processes to the first answer, %d that go on for %d s,"
            + " each of %d%n",
        HIDDEN,
        options.steps(),
        options.runs(),
        options.curves(),
        options.seconds(),
        contestants.size());
    // The first process of each reads its files from disk; it is not counted.
    for (Contestant contestant : contestants) {
      measure(contestant, 0);
    }
    for (int run = 0; run < options.runs(); run++) {
      for (Contestant contestant : inTurn(contestants, run)) {
        results.addFirst(contestant, measure(contestant, 0));
      }
    }
    for (int run = 0; run < options.curves(); run++) {
      for (Contestant contestant : inTurn(contestants, run)) {
        results.addCurve(contestant, measure(contestant, options.seconds() * 1000));
      }
    }
    System.out.print(results.table());
    ResultFiles.write(options.out(), results.entries());
  }

  /** Every other round runs backwards, so that a drift of the machine meets all alike. */
  private static List<Contestant> inTurn(List<Contestant> contestants, int round) {
    return round % 2 == 0 ? contestants : contestants.reversed();
  }

  private List<Contestant> contestants() throws IOException {
    Jars jars = new Jars(folder);
    Path calls =
        jars.jar(
            "service.jar",
            VecurrentStart.class,
            name -> name.startsWith("dev/vecurrent/bench/startup/"));
    List<Contestant> all = new ArrayList<>();
    if (options.engines().stream().anyMatch(name -> name.startsWith("vecurrent"))) {
      List<String> vecurrent = vecurrent(jars, calls);
      withAndWithoutCache(all, "vecurrent", vecurrent, false);
      withAndWithoutCache(all, "vecurrent-warmup", vecurrent, true);
    }
    if (options.engines().stream().anyMatch(name -> name.startsWith("onnxruntime"))) {
      List<String> onnxRuntime = onnxRuntime(jars, calls);
      withAndWithoutCache(all, "onnxruntime", onnxRuntime, false);
      String natives = "ai/onnxruntime/native/" + platform() + "/";
      Path unpacked = jars.unpacked("native", OrtSession.class, name -> name.startsWith(natives));
      List<String> withPath = new ArrayList<>(onnxRuntime);
      withPath.addFirst("-Donnxruntime.native.path=" + unpacked);
      withAndWithoutCache(all, "onnxruntime-unpacked", withPath, false);
    }
    return all;
  }

  private static List<String> vecurrent(Jars jars, Path calls) throws IOException {
    Path engine =
        jars.jar(
            "vecurrent-engine.jar",
            Model.class,
            name -> name.startsWith("dev/vecurrent/") && !isOutsideEngine(name));
    Path importer =
        jars.jar(
            "vecurrent-importer.jar",
            OnnxImporter.class,
            name -> name.startsWith("dev/vecurrent/onnx/") || name.startsWith("dev/vecurrent/io/"));
    Path protobuf =
        jars.jar("protobuf.jar", ByteString.class, name -> name.startsWith("com/google/protobuf/"));
    return List.of(
        "--add-modules=jdk.incubator.vector",
        "-cp",
        classPath(calls, engine, importer, protobuf),
        VecurrentStart.class.getName());
  }

  private static List<String> onnxRuntime(Jars jars, Path calls) throws IOException {
    Path runtime =
        jars.jar("onnxruntime.jar", OrtSession.class, name -> name.startsWith("ai/onnxruntime/"));
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath(calls, runtime),
        OnnxRuntimeStart.class.getName());
  }

  private static boolean isOutsideEngine(String name) {
    return Stream.of("onnx", "io", "bench", "testing")
        .anyMatch(other -> name.startsWith("dev/vecurrent/" + other + "/"));
  }

  /** What ONNX Runtime calls this system and processor. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name = system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux";
    String processor = System.getProperty("os.arch");
    return name + "-" + (processor.equals("amd64") ? "x64" : processor);
  }

  private static String classPath(Path... jars) {
    return String.join(File.pathSeparator, Stream.of(jars).map(Path::toString).toList());
  }

  /** Adds a contestant that takes part, and one with a cache that a run of it has trained. */
  private void withAndWithoutCache(
      List<Contestant> all, String engine, List<String> jvm, boolean warm) throws IOException {
    if (!options.engines().contains(engine)) {
      return;
    }
    Contestant plain = new Contestant(engine, "none", jvm, warm);
    all.add(plain);
    Path cache = folder.resolve(engine + ".aot");
    List<String> training = new ArrayList<>(jvm);
    training.addFirst("-XX:AOTCacheOutput=" + cache);
    Started.run(
        command(new Contestant(engine, "training", training, warm), options.training() * 1000),
        errors);
    if (!Files.exists(cache)) {
      System.err.println(
          "no AOT cache was written for " + engine + ": " + Files.readString(errors).strip());
      return;
    }
    List<String> cached = new ArrayList<>(jvm);
    cached.addFirst("-XX:AOTCache=" + cache);
    all.add(new Contestant(engine, "cache", cached, warm));
  }

  private List<String> command(Contestant contestant, int millis) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(contestant.jvm());
    command.addAll(
        List.of(
            model.toString(),
            Integer.toString(options.steps()),
            Integer.toString(HIDDEN),
            Integer.toString(millis),
            contestant.warm() ? "warm" : "cold"));
    return command;
  }

  /** Runs a process; its answer must be that of all others. */
  private Started measure(Contestant contestant, int millis) throws IOException {
    Started started = Started.run(command(contestant, millis), errors);
    if (expected.isEmpty()) {
      expected = started.answer();
    }
    boolean ours = contestant.engine().startsWith("vecurrent");
    for (int i = 0; i < expected.size(); i++) {
      float actual = started.answer().get(i);
      if (!(Math.abs(actual - expected.get(i)) <= (ours ? 0 : TOLERANCE))) {
        throw new IOException(
            contestant.label() + " answers " + actual + " instead of " + expected.get(i));
      }
    }
    return started;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
