package dev.vecurrent.bench.start;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.run.Results;
import dev.vecurrent.bench.start.model.NamedModel;
import dev.vecurrent.bench.start.model.NamedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench start}: starts processes that read a model from a file and answer, and measures from
 * just before the start. All first answers are compared: ours to the bit, others' within 1e-3 of
 * the largest number.
 */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Processes from their start to full speed, beside ONNX Runtime's Java binding.",
      "Columns: ms to the first answer, wall and CPU; ms from the compiled model to the end of"
          + " 1, 10, ... calls; calls of the first second; ms, and CPU of the process, until calls"
          + " are within 1.2 of their final time; us of a call then; calls of live audio that came"
          + " later than the next hop, and ms of the longest."
    })
public final class StartCommand implements Callable<Integer> {

  private static final float TOLERANCE = 1e-3f;

  @Option(
      names = "--models",
      paramLabel = "NAME",
      split = ",",
      description =
          "Of ${DEFAULT-VALUE}, which is the default, and layer, scan, unrolled-lstm and"
              + " unrolled-gru, which write a cell in four ways.")
  private List<String> models = NamedModels.applications();

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description = "Of ${DEFAULT-VALUE}, which is the default.")
  private List<String> engines = Contestants.ENGINES;

  @Option(
      names = "--aot",
      paramLabel = "WHICH",
      split = ",",
      description = "none, cache, or both, which is the default.")
  private List<String> aot = List.of("none", "cache");

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Processes of each; ${DEFAULT-VALUE} by default.")
  private int runs = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each goes on after its first answer; ${DEFAULT-VALUE} by default.")
  private int seconds = 4;

  @Option(
      names = "--paced",
      paramLabel = "S",
      description = "Seconds of live audio, 0 for none; ${DEFAULT-VALUE} by default.")
  private int paced = 12;

  @Option(
      names = "--training",
      paramLabel = "S",
      description = "Seconds of calls of the run that writes an AOT cache; ${DEFAULT-VALUE}.")
  private int training = 3;

  @Option(
      names = "--silero",
      paramLabel = "DIR",
      description = "Folder of silero_vad_v5.onnx and _v6.onnx; by default that of vad --fetch.")
  private Path silero = NamedModels.fetched();

  @Mixin private final Results results = new Results();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec command = CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    check("--models", models, NamedModels.all());
    check("--engines", engines, Contestants.ENGINES);
    check("--aot", aot, List.of("none", "cache"));
    if (runs < 1 || seconds < 1) {
      throw wrong("--runs and --seconds: expected 1 or more");
    }
    Path folder = Files.createTempDirectory("vecurrent-start");
    try {
      List<Contestant> contestants = new Contestants(folder).of(engines);
      List<JmhResult> all = new ArrayList<>();
      for (String name : models) {
        NamedModel model;
        try {
          model = NamedModels.of(name, silero);
        } catch (IOException e) {
          System.out.println(name + ": left out, " + e.getMessage());
          continue;
        }
        StartResults measured = new Run(folder, model).measure(contestants);
        System.out.print(measured.table());
        all.addAll(measured.entries());
      }
      results.write("start", all, "start");
    } finally {
      delete(folder);
    }
    return 0;
  }

  private void check(String option, List<String> given, List<String> known) {
    for (String each : given) {
      if (!known.contains(each)) {
        throw wrong(option + ": expected some of " + known + ", found " + each);
      }
    }
  }

  private CommandLine.ParameterException wrong(String what) {
    return new CommandLine.ParameterException(command.commandLine(), what);
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

  /** The processes of one model. */
  private final class Run {

    private final Path folder;
    private final NamedModel model;
    private final Path spec;
    private final Path errors;
    private List<Float> expected = List.of();
    private List<Float> ours = List.of();

    Run(Path folder, NamedModel model) throws IOException {
      this.folder = folder;
      this.model = model;
      Path file = Files.write(folder.resolve(model.name() + ".onnx"), model.file().toByteArray());
      this.spec =
          Files.write(
              folder.resolve(model.name() + ".calls"),
              CallSpec.lines(file, model.hopMillis(), model.calls()));
      this.errors = folder.resolve("errors.txt");
    }

    StartResults measure(List<Contestant> plain) throws IOException {
      List<Contestant> contestants = new ArrayList<>();
      for (Contestant contestant : plain) {
        // The first process reads its files from disk; it is not counted.
        start(contestant, "calls", 1);
        if (aot.contains("none")) {
          contestants.add(contestant);
        }
        if (aot.contains("cache")) {
          addCached(contestants, contestant);
        }
      }
      StartResults measured = new StartResults(model.name());
      for (int run = 0; run < runs; run++) {
        for (Contestant contestant : inTurn(contestants, run)) {
          measured.addContinuous(contestant, start(contestant, "calls", seconds * 1000));
        }
        if (model.hopMillis() > 0 && paced > 0) {
          for (Contestant contestant : inTurn(contestants, run)) {
            measured.addPaced(contestant, start(contestant, "paced", paced * 1000));
          }
        }
      }
      return measured;
    }

    /** Every other round runs backwards, so that a drift of the machine meets all alike. */
    private static List<Contestant> inTurn(List<Contestant> contestants, int round) {
      return round % 2 == 0 ? contestants : contestants.reversed();
    }

    /** Adds a contestant with a cache that a run of it has trained. */
    private void addCached(List<Contestant> all, Contestant plain) throws IOException {
      Path cache = folder.resolve(plain.engine() + "-" + model.name() + ".aot");
      List<String> recorded = new ArrayList<>(plain.jvm());
      recorded.addFirst("-XX:AOTCacheOutput=" + cache);
      start(
          new Contestant(plain.engine(), "training", recorded, plain.warm()),
          "calls",
          training * 1000);
      if (!Files.exists(cache)) {
        System.err.println(
            "no AOT cache was written for " + plain.engine() + ": " + Files.readString(errors));
        return;
      }
      List<String> cached = new ArrayList<>(plain.jvm());
      cached.addFirst("-XX:AOTCache=" + cache);
      all.add(new Contestant(plain.engine(), "cache", cached, plain.warm()));
    }

    /** Runs a process; its answer must be that of all others. */
    private Started start(Contestant contestant, String how, int millis) throws IOException {
      List<String> words = new ArrayList<>();
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      words.addAll(contestant.jvm());
      words.addAll(
          List.of(
              spec.toString(), contestant.warm() ? "warm" : "cold", how, Integer.toString(millis)));
      Started started = Started.run(words, errors);
      if (expected.isEmpty()) {
        expected = started.answer();
      }
      compare(contestant, started.answer(), expected, TOLERANCE);
      if (contestant.isOurs()) {
        if (ours.isEmpty()) {
          ours = started.answer();
        }
        compare(contestant, started.answer(), ours, 0);
      }
      return started;
    }

    /** Numbers may differ by a share of the largest. */
    private void compare(Contestant from, List<Float> answer, List<Float> others, float share)
        throws IOException {
      float largest = 0;
      for (float each : others) {
        largest = Math.max(largest, Math.abs(each));
      }
      for (int i = 0; i < others.size(); i++) {
        float actual = answer.get(i);
        if (!(Math.abs(actual - others.get(i)) <= share * largest)) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s: %s answers %s instead of %s",
                  model.name(),
                  from.label(),
                  actual,
                  others.get(i)));
        }
      }
    }
  }
}
