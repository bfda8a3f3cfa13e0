package dev.vecurrent.fluency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(args);
  }

  @Test
  void theLowestComesFirst() {
    assertThat(run("是今天周六", "今天是周六")).as(err.toString()).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches(" +[\\d.,]+  今天是周六  hardest: . [\\d.,]+"),
            line -> assertThat(line).matches(" +[\\d.,]+  是今天周六  hardest: . [\\d.,]+"));
  }

  @Test
  void eachCharacterHasItsFactor() {
    assertThat(run("--each", "今天龘")).as(err.toString()).isZero();
    assertThat(out.toString().lines().toList().getLast())
        .matches(" +今 [\\d.,]+  天 [\\d.,]+  龘 \\(unknown\\) [\\d.,]+");
  }

  @Test
  void linesOfAFileAreSentences(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("lines.txt");
    Files.writeString(file, "你好。\n\n我很好。\r\n");
    assertThat(run("--lines", file.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("你好。", "我很好。").hasLineCount(2);
    assertThat(run("--lines", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none: there is no such file");
  }

  /** The figure of the page, exactly. */
  @Test
  void pairsWrittenByHandAreCounted(@TempDir Path folder) throws IOException {
    assertThat(run("--held-back")).as(err.toString()).isZero();
    assertThat(out.toString().strip())
        .isEqualTo("pairs, the better one more fluent: 94 of 100 right, 94.0 %");
    Path file = Files.writeString(folder.resolve("pairs"), "今天是周六\t是今天周六\n今天是周六\n");
    assertThat(run("--held-back", "--lines", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("line 2: expected two sentences and a tab between");
  }

  @Test
  void jsonParses() {
    assertThat(run("--json", "今天", "\u202e\"今\u001b[2J天\"\ud800")).as(err.toString()).isZero();
    assertThat(out.toString()).hasLineCount(2);
    for (String line : out.toString().lines().toList()) {
      JsonNode score = JsonMapper.builder().build().readTree(line);
      assertThat(score.get("perplexity").asDouble()).isGreaterThan(1);
      double logs = 0;
      for (JsonNode character : score.get("characters")) {
        logs += Math.log(character.get("inverse").asDouble());
      }
      assertThat(Math.log(score.get("perplexity").asDouble()) * score.get("characters").size())
          .isCloseTo(logs, within(1e-9));
    }
  }

  @Test
  void strangersTextForgesNoLine() {
    assertThat(run("--each", "好\n     1.0  假\u001b[2K\u009b\u202e\u2066\u061c的")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString().replace(System.lineSeparator(), ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
  }

  @Test
  void wrongCallsSayWhatIsExpected() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected a SENTENCE, or --lines FILE; see vecurrent fluency");
    assertThat(run("")).isEqualTo(1);
    assertThat(err.toString()).contains("a sentence: expected 1 to 100,000 characters, found 0");
    assertThat(run("--model", "none.onnx", "好")).isEqualTo(1);
    assertThat(err.toString()).contains("none.onnx: there is no such file");
  }

  @Test
  void moreCharactersThanAMillionAreRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("lines.txt");
    Files.writeString(file, ("好".repeat(1000) + "\n").repeat(1001));
    assertThat(run("--lines", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("at most 1,000,000 characters in all, found 1,001,000");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpSaysWhatWasGenerated() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: vecurrent fluency", "generated", "Exit status: 0");
  }
}
