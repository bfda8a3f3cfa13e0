package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {

  @TempDir private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(args);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("text.txt"), text).toString();
  }

  /** What comes out of the lecture's ten questions, right or wrong; our key is BCADACDBAC. */
  @Test
  void theLecturesTenQuestions() {
    assertThat(run("--forward")).as(err.toString()).isZero();
    assertThat(letters(0)).as("both directions").isEqualTo("BDADDCDBAA");
    assertThat(letters(1)).as("forward, words before the blank").isEqualTo("BDBACBDBAA");
    assertThat(letters(2)).as("forward, whole text").isEqualTo("BCBDDADBAA");
    assertThat(out.toString())
        .startsWith("Jim was a worker. One of his feet was bigger than the [other].")
        .contains(
            "both directions: 7 of 10 right",
            "forward, words before the blank: 4 of 10 right",
            "forward, whole text: 6 of 10 right");
  }

  /** The chosen letters of the first, second or third way. */
  private String letters(int way) {
    List<String> lines = out.toString().lines().filter(line -> line.contains(">")).toList();
    StringBuilder letters = new StringBuilder();
    for (int i = way; i < lines.size(); i += 3) {
      letters.append(lines.get(i).charAt(lines.get(i).indexOf('>') + 1));
    }
    return letters.toString();
  }

  @Test
  void jsonHasTheProbabilities() throws IOException {
    assertThat(run("--json", file("He [*goes | the] to \u201cschool\u201d. [now | then]")))
        .isZero();
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode root = JsonMapper.builder().build().readTree(out.toString());
    JsonNode blank = root.get("texts").get(0).get("blanks").get(0);
    JsonNode answer = blank.get("answers").get("both directions");
    double sum = 0;
    for (JsonNode probability : answer.get("probabilities")) {
      sum += probability.asDouble();
    }
    assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
    assertThat(answer.get("choice").asInt()).isZero();
    assertThat(blank.get("key").asInt()).isZero();
    assertThat(root.get("keys").asInt()).isEqualTo(1);
    assertThat(root.get("right").get("both directions").asInt()).isEqualTo(1);
  }

  @Test
  void hostileTextForgesNoLine() throws IOException {
    assertThat(run(file("A\u001b[2J\u202e [b\u0007 | c\u202e] \u2028 d"))).isEqualTo(1);
    assertThat(run(file("A\u001b(2J\u202e [b\u0007 | c\u202e] \u2028 d"))).isZero();
    assertThat(out.toString()).contains("A\\u001b(2J\\u202e [").contains("\\u2028 d");
    assertThat((out + "" + err).chars().filter(c -> c != '\n' && c != '\r'))
        .allMatch(c -> c >= ' ' && c < 127);
  }

  @Test
  void tenThousandCharactersAndOneAndNone() throws IOException {
    assertThat(run(file("word ".repeat(1_000) + "[a | b]" + " \u6f22".repeat(2_500)))).isZero();
    assertThat(run(file("[a|b]"))).isZero();
    assertThat(out.toString()).endsWith("both directions: 0 of 0 right" + System.lineSeparator());
    assertThat(run(file("x"))).isEqualTo(1);
    assertThat(err.toString())
        .contains("expected 1 to 1,000 blanks such as [good | *better]", "found 0 and 1");
    assertThat(run(file(""))).isEqualTo(1);
    assertThat(err.toString()).contains("found 0 and 0");
  }

  @Test
  void errorsAndHelp() {
    assertThat(run("none.txt")).isEqualTo(1);
    assertThat(err.toString()).contains("none.txt: there is no such file");
    assertThat(run("--model", "none.onnx")).isEqualTo(1);
    assertThat(run("--held-back", "some.txt")).isEqualTo(2);
    assertThat(err.toString()).contains("--held-back has texts of its own");
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: vecurrent cloze", "--forward", "reconstructed");
  }
}
