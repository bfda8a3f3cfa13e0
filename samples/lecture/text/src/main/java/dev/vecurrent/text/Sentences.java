package dev.vecurrent.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The sentences that a program is given: as arguments, and as lines of a file. */
public final class Sentences {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SENTENCE", arity = "0..*", description = "What is to be read.")
  private List<String> given = new ArrayList<>();

  @Option(
      names = "--lines",
      paramLabel = "FILE",
      description = "More of them, one a line, UTF-8; blank lines are left out.")
  private @Nullable Path lines;

  /**
   * All of them, in order.
   *
   * @throws IOException if the file cannot be read
   * @throws ParameterException if there is none
   */
  public List<String> all() throws IOException {
    List<String> all = new ArrayList<>(given);
    if (lines != null) {
      Lines.read(lines).stream().filter(line -> !line.isBlank()).forEach(all::add);
    }
    if (all.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "expected a SENTENCE, or --lines FILE");
    }
    return all;
  }

  /**
   * Labelled lines: those of the file, or where there is none, those that come with the program.
   *
   * @param owner the class that the resource lies beside
   * @throws IOException if they cannot be read
   */
  public List<String> linesOr(Class<?> owner, String resource) throws IOException {
    return lines == null ? Lines.read(owner, resource) : Lines.read(lines);
  }
}
