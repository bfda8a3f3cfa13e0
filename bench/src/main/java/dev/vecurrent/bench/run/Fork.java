package dev.vecurrent.bench.run;

import dev.vecurrent.bench.measure.Timing;
import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.result.ResultFiles;
import dev.vecurrent.bench.shape.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@link ForkPlan} in a process of its own, and how to start it. */
public final class Fork {

  private Fork() {}

  /** Starts a fresh JVM for a plan, waits for it and gives its results. */
  static List<JmhResult> start(ForkPlan plan) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("vecurrent-bench");
    Path planFile = folder.resolve("plan.json");
    Path resultFile = folder.resolve("result.json");
    try {
      ResultFiles.writeJson(planFile, plan);
      List<String> command = FreshJvm.command();
      command.addAll(List.of("fork", planFile.toString(), resultFile.toString()));
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(plan.label() + " ended with exit code " + exit);
      }
      return ResultFiles.read(resultFile);
    } finally {
      Files.deleteIfExists(planFile);
      Files.deleteIfExists(resultFile);
      Files.deleteIfExists(folder);
    }
  }

  /**
   * The main method of the fresh JVM.
   *
   * @param planFile the plan
   * @param resultFile receives the results
   */
  public static void run(Path planFile, Path resultFile) {
    ForkPlan plan = ResultFiles.readJson(planFile, ForkPlan.class);
    long start = System.nanoTime();
    CellRun.warmProcess(plan.engines(), plan.shapes());
    ResultFiles.writeJson(resultFile, measure(plan, start));
  }

  /**
   * Measures in this process.
   *
   * @param start when the plan's time began
   */
  static List<JmhResult> measure(ForkPlan plan, long start) {
    TimeBudget budget =
        new TimeBudget(plan.shapes(), (long) (plan.seconds() * 1e9) - (System.nanoTime() - start));
    List<JmhResult> results = new ArrayList<>();
    int count = 0;
    for (Shape shape : plan.shapes()) {
      count++;
      Optional<List<Timing>> timings = CellRun.of(shape, plan.engines(), budget.next(shape));
      System.err.printf(
          Locale.ROOT,
          "%s, cell %d/%d, %.0f of %.0f s: %s%s%n",
          plan.label(),
          count,
          plan.shapes().size(),
          (System.nanoTime() - start) / 1e9,
          plan.seconds(),
          shape,
          timings
              .map(all -> inWords(plan.engines(), all))
              .orElse(" LEFT OUT: a call takes over 2 s"));
      timings.ifPresent(all -> results.addAll(LayerResults.of(shape, plan.engines(), all)));
    }
    return results;
  }

  private static String inWords(List<EngineName> engines, List<Timing> timings) {
    StringBuilder words = new StringBuilder();
    words.append(String.format(Locale.ROOT, " %.2f us", timings.getFirst().medianMicros()));
    for (int e = 1; e < engines.size(); e++) {
      words.append(
          String.format(Locale.ROOT, ", %s x %.2f", engines.get(e), timings.get(e).medianRatio()));
    }
    return words.toString();
  }
}
