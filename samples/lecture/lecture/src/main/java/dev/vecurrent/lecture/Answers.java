package dev.vecurrent.lecture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a sample as a user does, by its command line, and reads its JSON. */
final class Answers {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Answers() {}

  /**
   * What a program prints, one value a line.
   *
   * @throws IllegalStateException if it fails; has its message
   */
  static List<JsonNode> of(CommandLine program, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    if (status != 0) {
      throw new IllegalStateException(
          "%s: exit status %d: %s"
              .formatted(program.getCommandSpec().qualifiedName(), status, err));
    }
    return out.toString().lines().map(MAPPER::readTree).toList();
  }
}
