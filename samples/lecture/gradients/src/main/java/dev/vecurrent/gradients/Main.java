package dev.vecurrent.gradients;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.gradients.Network.Cell;
import dev.vecurrent.gradients.Network.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/** {@code ./vecurrent gradients}. */
@Command(
    name = "vecurrent gradients",
    description =
        "How much a recurrent network's state depends on the state some steps before: the norm of"
            + " the product of Jacobians, of eight networks, as initialised and after training on"
            + " a generated task.")
public final class Main implements Callable<Integer> {

  private static final int FARTHEST = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();

  @Option(names = "--cell", paramLabel = "CELL", description = "Only rnn, gru or lstm.")
  private @Nullable Cell cell;

  @Option(names = "--trained", description = "Only after training, not as initialised.")
  private boolean trained;

  @Option(
      names = "--distance",
      paramLabel = "N",
      defaultValue = "100",
      description = "Farthest distance in steps, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int distance;

  @Option(names = "--plot", paramLabel = "FILE", description = "Draw the curves to a PNG file.")
  private @Nullable Path plot;

  @Option(names = "--json", description = "Print all norms as one line of JSON.")
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
    if (distance < 1 || distance > FARTHEST) {
      throw new ParameterException(
          spec.commandLine(), "--distance: expected 1 to 1000, found " + distance);
    }
    List<Stage> stages = trained ? List.of(Stage.TRAINED) : List.of(Stage.INITIAL, Stage.TRAINED);
    List<Curve> curves = new ArrayList<>();
    for (Stage stage : stages) {
      for (Network network : Network.values()) {
        if (cell == null || cell == network.cell()) {
          curves.add(Curve.of(network, stage, distance));
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(curves.stream().map(Main::json).toList()));
    } else {
      print(curves, stages, out);
    }
    if (plot != null) {
      Plot.write(curves, stages, distance, plot);
    }
    out.flush();
    return 0;
  }

  private void print(List<Curve> curves, List<Stage> stages, PrintWriter out) {
    out.println("Norm of ds(1 + d) / ds(1): how much a small change of the state after the first");
    out.println("symbol has grown or shrunk d steps later.");
    for (Stage stage : stages) {
      List<Curve> some = curves.stream().filter(curve -> curve.stage() == stage).toList();
      out.println(stage == Stage.INITIAL ? "\nAs initialised" : "\nAfter training");
      out.print(TextChart.table(some, distance));
      if (plot == null) {
        out.print("\n" + TextChart.chart(some, distance));
      }
    }
  }

  private static Map<String, Object> json(Curve curve) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", curve.network().id());
    fields.put("stage", curve.stage().name().toLowerCase(Locale.ROOT));
    fields.put("right", curve.right());
    fields.put("norms", curve.norms());
    return fields;
  }
}
