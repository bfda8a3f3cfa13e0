package dev.vecurrent.bench;

import dev.vecurrent.bench.report.ReportCommand;
import dev.vecurrent.bench.run.DenormalsCommand;
import dev.vecurrent.bench.run.Fork;
import dev.vecurrent.bench.run.FreshJvm;
import dev.vecurrent.bench.run.FullCommand;
import dev.vecurrent.bench.run.QuickCommand;
import dev.vecurrent.bench.run.RooflineCommand;
import dev.vecurrent.bench.start.StartCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/**
 * {@code ./vecurrent bench}: {@code quick}, {@code full}, {@code roofline}, {@code denormals} and
 * {@code start}, each with {@code --help}; anything else goes to JMH.
 */
public final class Main {

  private Main() {}

  /**
   * Starts a command, or JMH.
   *
   * @param args a command with its options, or JMH's options, such as {@code -p hidden=64 -f 1};
   *     {@code -h} lists those
   */
  public static void main(String[] args) throws Exception {
    if (FreshJvm.isNeeded()) {
      System.exit(FreshJvm.run(List.of(args)));
    }
    String first = args.length == 0 ? "" : args[0];
    List<String> rest = List.of(args).subList(Math.min(1, args.length), args.length);
    switch (first) {
      case "quick" -> execute(new QuickCommand(), rest);
      case "full" -> execute(new FullCommand(), rest);
      case "roofline" -> execute(new RooflineCommand(), rest);
      case "denormals" -> execute(new DenormalsCommand(), rest);
      case "start" -> execute(new StartCommand(), rest);
      case "report" -> execute(new ReportCommand(), rest);
      case "fork" -> Fork.run(Path.of(rest.get(0)), Path.of(rest.get(1)));
      case "" -> org.openjdk.jmh.Main.main(new String[] {"LayerBenchmark"});
      default -> org.openjdk.jmh.Main.main(args);
    }
  }

  private static void execute(Object command, List<String> arguments) {
    int exit =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments.toArray(String[]::new));
    if (exit != 0) {
      System.exit(exit);
    }
  }
}
