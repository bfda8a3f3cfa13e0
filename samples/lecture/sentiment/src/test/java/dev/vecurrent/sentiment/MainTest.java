package dev.vecurrent.sentiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

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
  void theSentencesOfTheLecture() {
    assertThat(run("这家店的装修不错", "这家店的装修不错，但牛排是过期的。", "牛排是过期的，但这家店的装修不错。"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString().lines().map(line -> line.substring(0, 2)))
        .containsExactly("正面", "负面", "负面");
  }

  @Test
  void butTurnsTheSentence() throws IOException {
    assertThat(run("--each", "--json", "这家店的装修不错，但牛排是过期的。")).isZero();
    JsonNode each = new ObjectMapper().readTree(out.toString()).get("each");
    assertThat(each.size()).isEqualTo(17);
    assertThat(each.get(7).get("token").asString()).isEqualTo("错");
    assertThat(each.get(7).get("positive").asDouble()).isGreaterThan(0.5);
    assertThat(each.get(16).get("positive").asDouble()).isLessThan(0.5);
    assertThat(each.get(16).get("share").isNumber()).isTrue();
  }

  @Test
  void eachTokenHasALine() {
    assertThat(run("--lang", "en", "--each", "The food was great, but I wo n't be back")).isZero();
    assertThat(out.toString().lines()).hasSize(12);
    assertThat(out.toString()).contains("  great  ", "positive 0.", "share +", "share -");
  }

  @Test
  void heldBackReviewsAreCounted(@TempDir Path folder) throws IOException {
    assertThat(run("--held-back")).as(err.toString()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "正面: 91 of 106 right, 85.8 %",
            "负面: 96 of 106 right, 90.6 %", "balanced accuracy: 0.8821");
    out.getBuffer().setLength(0);
    Path file = Files.write(folder.resolve("lines"), "+\t很好吃\n-\tx\t很难吃\n+\t难吃\n".getBytes(UTF_8));
    assertThat(run("--held-back", "--json", "--lines", file.toString())).isZero();
    JsonNode first = new ObjectMapper().readTree(out.toString()).get("heldBack").get(0);
    assertThat(first.get("right").asInt()).isEqualTo(1);
    assertThat(first.get("of").asInt()).isEqualTo(2);
    assertThat(run("--held-back", "好")).isEqualTo(2);
    assertThat(err.toString()).contains("leave out others");
  }

  @Test
  void textOfStrangersForgesNoLine() {
    assertThat(run("--each", "好\n正面 1.000\u202e\u001b[2J")).isZero();
    assertThat(out.toString()).doesNotContain("\u202e", "\u001b", "\n正面 1.000");
    assertThat(out.toString()).contains("好\\n正面");
  }

  @Test
  void longTextsAreReadAndLongerOnesRefused() {
    assertThat(run("好".repeat(10_000))).as(err.toString()).isZero();
    assertThat(run("好".repeat(100_001))).isEqualTo(1);
    assertThat(err.toString())
        .contains(
            "sentence 1: expected something to read, at most 100,000 characters, found 100,001");
    assertThat(run("--each", "好".repeat(1_001))).isEqualTo(1);
    assertThat(err.toString()).contains("at most 1,000 characters");
  }

  @Test
  void emptyTextsAreRefused() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("好", "")).isEqualTo(1);
    assertThat(err.toString()).contains("sentence 2: expected something to read");
    assertThat(run("--lang", "fr", "bon")).isEqualTo(2);
  }

  @Test
  void foreignTextIsReadAsUnknown() {
    assertThat(run("Привет, мир")).isZero();
    assertThat(run("--lang", "en", "牛排 ok")).isZero();
  }

  @Test
  void helpSaysWhatIsGenerated() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: vecurrent sentiment", "generated", "Exit status: 0");
  }
}
