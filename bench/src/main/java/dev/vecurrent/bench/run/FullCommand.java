package dev.vecurrent.bench.run;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.roofline.Probes;
import dev.vecurrent.bench.roofline.Roofline;
import dev.vecurrent.bench.shape.Series;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench full}. */
@Command(
    name = "full",
    mixinStandardHelpOptions = true,
    description =
        "Measures the grid, or a series, in several fresh processes; contenders take turns in"
            + " counterbalanced order.")
public final class FullCommand implements Callable<Integer> {

  /** Contenders of {@code --series strategies}: the widths need processes of their own. */
  private static final List<List<String>> STRATEGIES =
      List.of(
          List.of("vecurrent", "vecurrent-scalar", "auto-vectorised", "scalar-loops"),
          List.of("vecurrent-128", "auto-vectorised"),
          List.of("vecurrent-256", "auto-vectorised"),
          List.of("vecurrent-512", "auto-vectorised"));

  @Option(
      names = "--series",
      paramLabel = "NAME",
      description =
          "grid (the default), hidden, batch, steps, layers, directions, threads (all threads"
              + " against one), small (single steps of small cells), strategies (vector widths and plain loops), named (the table of"
              + " named shapes), or quick.")
  private Series series = Series.GRID;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Fresh processes; ${DEFAULT-VALUE} by default.")
  private int forks = 3;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Time for all of them; ${DEFAULT-VALUE} by default.")
  private double minutes = 38;

  @Option(
      names = "--cells",
      paramLabel = "REGEX",
      description = "Only cells with this in their key, such as lstm-i128-h128-n1-t100-l1-d1.")
  private String cells = "";

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description =
          "Contenders, NAME or NAME:THREADS; ratios are to the first one. By default vecurrent,"
              + " onnxruntime and onednn.")
  private List<String> engines = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws Exception {
    Pattern filter = Pattern.compile(cells);
    List<Shape> shapes =
        series.shapes().stream().filter(shape -> filter.matcher(shape.key()).find()).toList();
    if (shapes.isEmpty() || forks < 1 || !(minutes > 0)) {
      throw new ParameterException(
          spec.commandLine(),
          "expected a cell of %s with \"%s\" in its key, a fork and some time"
              .formatted(series.label(), cells));
    }
    List<JmhResult> probes = Probes.measureAll();
    results.write("roofline", probes, command());
    List<List<EngineName>> groups = groups();
    double seconds = 60 * minutes / forks / groups.size();
    List<JmhResult> measured = new ArrayList<>();
    for (int fork = 1; fork <= forks; fork++) {
      // Every other process goes backwards, so that no cell is always the first.
      List<Shape> order = fork % 2 == 1 ? shapes : shapes.reversed();
      for (List<EngineName> group : groups) {
        String label = String.format(Locale.ROOT, "fork %d/%d (%s)", fork, forks, group.getFirst());
        measured.addAll(Fork.start(new ForkPlan(label, group, order, seconds)));
      }
    }
    List<JmhResult> merged = JmhResult.merge(measured);
    new Table(System.out, Roofline.of(probes)).print(merged);
    String name = series == Series.GRID ? "full" : "series-" + series.label();
    results.write(name, merged, command());
    return 0;
  }

  private List<List<EngineName>> groups() {
    List<List<String>> names =
        !engines.isEmpty()
            ? List.of(engines)
            : switch (series) {
              case STRATEGIES -> STRATEGIES;
              case THREADS -> List.of(List.of("vecurrent:all", "vecurrent"));
              default -> List.of(List.of("vecurrent", "onnxruntime", "onednn"));
            };
    return names.stream()
        .map(group -> EngineName.available(group.stream().map(EngineName::of).toList()))
        .filter(group -> !group.isEmpty())
        .toList();
  }

  private String command() {
    StringBuilder command =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "full --series %s --forks %d --minutes %s",
                series.label(),
                forks,
                minutes));
    if (!cells.isEmpty()) {
      command.append(" --cells ").append(cells);
    }
    if (!engines.isEmpty()) {
      command.append(" --engines ").append(String.join(",", engines));
    }
    return command.toString();
  }
}
