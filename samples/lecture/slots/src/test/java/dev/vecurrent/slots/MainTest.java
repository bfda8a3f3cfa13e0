package dev.vecurrent.slots;

import static java.nio.charset.StandardCharsets.UTF_8;
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

  private static final String ARRIVAL = "我想订个票，明天晚上8点到上海。";

  @TempDir private Path folder = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(args);
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  /** A Chinese character takes two columns, and so two marks. */
  @Test
  void slotsAreToldUnderMarks() {
    assertThat(run(ARRIVAL)).as(err.toString()).isZero();
    assertThat(lines())
        .containsExactly(
            ARRIVAL, " ".repeat(12) + "ARR--------  TO--", "目的地：上海", "到达时间：明天晚上8点", "");
  }

  @Test
  void forwardIsToldBeside() {
    assertThat(run("--forward", ARRIVAL)).isZero();
    assertThat(out.toString())
        .contains("到达时间：明天晚上8点", "-- forward only:", "DEP--------  TO--", "出发时间：明天晚上8点");
  }

  @Test
  void jsonIsOneLineASentence() throws IOException {
    Path file = Files.writeString(folder.resolve("lines.txt"), ARRIVAL + "\n\n订票\n", UTF_8);
    assertThat(run("--json", "--forward", "--lines", file.toString(), "从北京走")).isZero();
    List<JsonNode> nodes = lines().stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(nodes).hasSize(3);
    assertThat(nodes.get(0).at("/slots/0/text").asString()).isEqualTo("北京");
    JsonNode arrival = nodes.get(1);
    assertThat(arrival.at("/sentence").asString()).isEqualTo(ARRIVAL);
    assertThat(arrival.at("/slots/0/slot").asString()).isEqualTo("ARR");
    assertThat(arrival.at("/slots/0/name").asString()).isEqualTo("到达时间");
    assertThat(arrival.at("/slots/1/from").asInt()).isEqualTo(13);
    assertThat(arrival.at("/slots/1/to").asInt()).isEqualTo(15);
    assertThat(arrival.at("/forward/0/slot").asString()).isEqualTo("DEP");
    assertThat(nodes.get(2).at("/slots").isEmpty()).isTrue();
  }

  @Test
  void heldBackSentencesAreCounted() throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), "# 注\n从[北京|FROM]走\n从[北京|TO]走\n", UTF_8);
    assertThat(run("--held-back", "--lines", file.toString())).as(err.toString()).isZero();
    assertThat(lines())
        .containsExactly(
            "F1 of slots, both directions: 0.5000",
            "sentences without a mistake, both directions: 1 of 2 right, 50.0 %",
            "F1 of slots, forward only: 0.5000",
            "sentences without a mistake, forward only: 1 of 2 right, 50.0 %");
    assertThat(run("--held-back", "--json", "--lines", file.toString())).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).at("/heldBack/1/of").asInt())
        .isEqualTo(2);
    assertThat(run("--held-back", ARRIVAL)).isEqualTo(2);
    assertThat(err.toString()).contains("leave out others");
  }

  @Test
  void anySentenceIsRead() {
    String[] strange = {
      "", " ", "票", "The 8 o'clock to Paris, please.", "𠀀𠀁😀", "?", "从".repeat(10_000)
    };
    assertThat(run(strange)).as(err.toString()).isZero();
    assertThat(lines()).contains("𠀀𠀁😀", "从".repeat(10_000));
    assertThat(run("x".repeat(Tagger.MOST + 1))).isEqualTo(1);
    assertThat(err.toString()).contains("100,001 characters: expected at most 100,000");
  }

  @Test
  void noSentenceForgesALine() {
    assertThat(run("到上海\n目的地：火星\u001b[2J\u202e")).isZero();
    assertThat(lines().getFirst()).isEqualTo("到上海 目的地：火星 [2J");
    assertThat(out.toString()).doesNotContain("\u001b", "\u202e");
    assertThat(run("--json", "到\u2066上海\u061c\u202e\n")).isZero();
    assertThat(lines()).hasSize(1);
    assertThat(out.toString()).doesNotContain("\u2066", "\u061c", "\u202e");
    JsonMapper.shared().readTree(out.toString());
  }

  /** An escape takes as many columns as it has characters. */
  @Test
  void marksStandUnderWhatIsShown() {
    assertThat(run("\u061c从北京走")).isZero();
    assertThat(lines().get(0)).isEqualTo("\\u061c从北京走");
    assertThat(lines().get(1)).isEqualTo(" ".repeat(8) + "FROM");
  }

  @Test
  void wrongCallsSayWhatIsExpected() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected a SENTENCE, or --lines FILE; see vecurrent slots");
    assertThat(run("--lines", "none.txt")).isEqualTo(1);
    assertThat(err.toString()).contains("none.txt: there is no such file");
  }

  @Test
  void helpSaysWhatWasGenerated() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("Usage: vecurrent slots", "generated sentences", "--forward");
  }
}
