package dev.vecurrent.bench.report;

import dev.vecurrent.bench.result.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes one HTML page, and tables in a Markdown file, of all measured results.")
public final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Folder of JSON files, JMH's or those of the other commands.")
  private Path results = ResultFiles.directory();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page; report.html beside the results' folder by default.")
  private Path out = Path.of("");

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "A file whose measured part is replaced, such as bench/RESULTS.md.")
  private Path markdown = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (!Files.isDirectory(results)) {
      throw new ParameterException(
          spec.commandLine(), results + ": no such folder; run bench full first");
    }
    Measurements measured;
    try {
      measured = Measurements.read(results);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path page = isGiven(out) ? out : results.resolveSibling("report.html");
    Files.writeString(page, Page.of(measured));
    System.err.println("written: " + page);
    if (isGiven(markdown)) {
      String text = Page.where(measured.machine()) + "\n\n" + Headlines.of(measured).markdown();
      MarkedFile.replace(markdown, text);
      System.err.println("written: " + markdown);
    }
    return 0;
  }

  private static boolean isGiven(Path file) {
    return !file.toString().isEmpty();
  }
}
