package dev.vecurrent.gradients;

import dev.vecurrent.console.Console;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.gradients.Network.Cell;
import dev.vecurrent.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./vecurrent gradients}. */
@Command(
    name = "vecurrent gradients",
    description =
        "How much a recurrent network's state depends on that of some steps before: the norm of the"
            + " product of Jacobians, before and after training on a generated task.")
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();

  @Option(names = "--cell", paramLabel = "CELL", description = "Only rnn, gru or lstm.")
  private @Nullable Cell cell;

  @Option(names = "--trained", description = "Only after training, not as initialised.")
  private boolean trained;

  @Option(names = "--distance", paramLabel = "N", description = "1 to 1000 steps (default: 100).")
  private int distance = 100;

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
    if (distance < 1 || distance > 1000) {
      throw new ParameterException(
          spec.commandLine(), "--distance: expected 1 to 1000, found " + distance);
    }
    List<Curve> curves = new ArrayList<>();
    for (String stage : trained ? List.of("trained") : List.of("initial", "trained")) {
      for (Network network : Network.values()) {
        if (cell == null || cell == network.cell) {
          curves.add(Curve.of(network, stage, distance));
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(curves));
    } else {
      print(curves, out);
    }
    if (plot != null) {
      Plot.write(curves, plot);
    }
    out.flush();
    return 0;
  }

  private void print(List<Curve> curves, PrintWriter out) {
    int[] shown =
        IntStream.of(1, 10, 20, 50, 100, distance).filter(d -> d <= distance).distinct().toArray();
    out.println("Norm of ds(1 + d) / ds(1): how much a small change of the state after the first");
    out.println("symbol has grown or shrunk d steps later.");
    out.printf("%-32s", "distance d");
    for (int d : shown) {
      out.printf("%10d", d);
    }
    out.println("   right of 500");
    for (Curve curve : curves) {
      out.printf("%-8s%-24s", curve.stage(), curve.network().title);
      for (int d : shown) {
        out.printf(Locale.ROOT, "%10.3g", curve.norms()[d - 1]);
      }
      out.printf("%15d%n", curve.right());
    }
  }
}
