package dev.vecurrent.poem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MainTest {

  @TempDir private Path folder = Path.of("");

  private String out = "";
  private String err = "";

  private int run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .execute(args);
    this.out = out.toString().replace(System.lineSeparator(), "\n");
    this.err = err.toString().replace(System.lineSeparator(), "\n");
    return status;
  }

  private String poem(String... args) {
    assertThat(run(args)).as(() -> err).isZero();
    return out;
  }

  private JsonNode json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    String text = poem(all.toArray(String[]::new));
    assertThat(text).endsWith("\n").containsOnlyOnce("\n");
    return JsonMapper.shared().readTree(text);
  }

  private static List<String> lines(JsonNode poem) {
    List<String> lines = new ArrayList<>();
    poem.forEach(line -> lines.add(line.asString()));
    return lines;
  }

  /** The lecture's example: 锄 gives 禾日当午, and 汗, to the state that this left, 滴禾下土. */
  @Test
  void theLecturesPoemComesOut() {
    assertThat(poem("锄", "汗"))
        .isEqualTo("锄禾日当午，汗滴禾下土。\n谁知盘中餐，粒粒皆辛苦。\n\nwithout what stood before: 汗漫山中雨，\n");
  }

  @Test
  void theStateIsHandedOverFromRunToRun() {
    String file = folder.resolve("state").toString();
    String first = poem("锄", "--lines", "1", "--keep", file);
    assertThat(first).isEqualTo("锄禾日当午，\n");
    String second = poem("汗", "--lines", "1", "--from", file);
    assertThat(second).startsWith("汗滴禾下土。\n\nwithout what stood before: 汗").doesNotContain("滴禾下土，");
    JsonNode forks =
        json("汗", "--from", file, "--lines", "3", "--versions", "3", "--temperature", "2");
    assertThat(forks.get("poems")).hasSize(3);
    assertThat(lines(forks.get("poems").get(0))).isNotEqualTo(lines(forks.get("poems").get(1)));
    JsonNode again = json("汗", "--from", file, "--lines", "3", "--seed", "2", "--temperature", "2");
    assertThat(again.get("poems").get(0)).isEqualTo(forks.get("poems").get(1));
  }

  @Test
  void damagedStatesAreRefused() throws IOException {
    Path file = folder.resolve("state");
    poem("锄", "--lines", "1", "--keep", file.toString());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 9] ^= 1;
    Files.write(file, bytes);
    assertThat(run("--from", file.toString())).isEqualTo(1);
    for (byte[] other :
        List.of(
            new byte[0], new byte[] {0, 1, 'x', 0, 0}, new byte[100], "<5>锄禾日".getBytes(UTF_8))) {
      Files.write(file, other);
      assertThat(run("--from", file.toString())).isEqualTo(1);
      assertThat(err).contains("state: no state of a poem").hasLineCount(1);
    }
    assertThat(run("--from", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(err).contains("none: there is no such file");
  }

  @Test
  void linesBeginWithTheCharactersOfAnAcrostic() {
    List<String> lines = lines(json("--acrostic", "深度学习").get("poems").get(0));
    assertThat(lines).hasSize(4).allMatch(line -> line.length() == 6);
    assertThat(lines).extracting(line -> line.charAt(0)).containsExactly('深', '度', '学', '习');
    assertThat(lines).extracting(line -> line.charAt(5)).containsExactly('，', '。', '，', '。');
  }

  @Test
  void formsAndLinesAreKept() {
    List<String> lines =
        lines(json("月", "--form", "7", "--lines", "9", "--seed", "3").get("poems").get(0));
    assertThat(lines).hasSize(9).allMatch(line -> line.matches("[^，。<>]{7}[，。]"));
    assertThat(poem("床前明月光，疑是地上霜。举")).startsWith("床前明月光，疑是地上霜。\n举");
    assertThat(json("春江潮水连海平").get("form").asInt()).isEqualTo(7);
  }

  @Test
  void evenLinesRhyme() throws IOException {
    Rhymes rhymes = Rhymes.read(Bundle.VOCABULARY, -1);
    for (int seed = 1; seed <= 5; seed++) {
      List<String> lines =
          lines(json("--rhyme", "--lines", "8", "--seed", "" + seed).get("poems").get(0));
      List<Integer> ends = new ArrayList<>();
      for (int i = 1; i < 8; i += 2) {
        ends.add(Bundle.VOCABULARY.id(lines.get(i).substring(4, 5)));
      }
      assertThat(ends).doesNotHaveDuplicates().allMatch(end -> rhymes.fits(end, ends.getFirst()));
    }
    assertThat(rhymes.fits(Bundle.VOCABULARY.id("午"), Bundle.VOCABULARY.id("土"))).isTrue();
    assertThat(rhymes.fits(Bundle.VOCABULARY.id("光"), Bundle.VOCABULARY.id("土"))).isFalse();
  }

  @Test
  void aSeedGivesTheSamePoemOnEveryMachine() {
    String seven = "高秋风雨急，万里秋江水。\n一夜白云中，千峰片帆远。\n";
    assertThat(poem("--seed", "7")).isEqualTo(seven);
    assertThat(poem("--seed", "8")).isNotEqualTo(seven);
  }

  @Test
  void whateverSomebodyWritesIsPrintedSafely() {
    for (String text :
        List.of(
            "龘",
            "hello",
            "😀",
            "é",
            "한글",
            "\u202Eab",
            "\u001B[2J",
            "a\u0000b",
            "\u061Cx",
            "\uD800")) {
      assertThat(poem(text)).doesNotContain("\u001B", "\u0000", "\u202E", "\u061C").endsWith("\n");
      json(text);
    }
    assertThat(poem("龘", "--lines", "1")).startsWith("龘");
  }

  @Test
  void longTextsAreBounded() {
    assertThat(poem("--acrostic", "天地".repeat(5_000)).lines()).hasSize(5_000);
    assertThat(run("--acrostic", "天".repeat(100_000))).isEqualTo(2);
    assertThat(err).contains("a poem has at most 10,000 lines, found beginnings of 100,000");
    assertThat(run("天".repeat(10_000))).isEqualTo(2);
    assertThat(err).contains("a line has at most 7 characters, found 10,000 that begin one");
  }

  @Test
  void wrongCallsSayWhatIsExpected() {
    for (String[] args :
        List.of(
            new String[] {""},
            new String[] {"，。"},
            new String[] {"--form", "6"},
            new String[] {"--form", "5", "春江潮水连海"},
            new String[] {"--lines", "0"},
            new String[] {"--versions", "101"},
            new String[] {"--top", "0"},
            new String[] {"--temperature", "-1"},
            new String[] {"锄", "--acrostic", "汗"})) {
      assertThat(run(args)).as(String.join(" ", args)).isEqualTo(2);
      assertThat(err).startsWith("error: ").hasLineCount(1);
      assertThat(out).isEmpty();
    }
  }

  @Test
  void theSpeedIsPrinted() {
    poem("--speed");
    assertThat(err).matches("24 characters read, [\\d,]+ a second\n");
  }

  @Test
  void heldBackPoemsAreCounted() {
    assertThat(poem("--held-back").lines())
        .containsExactly(
            "perplexity per token: 79.54",
            "perplexity per Chinese character: 189.6",
            "tokens, the likeliest: 7,885 of 28,963 right, 27.2 %",
            "the lecture's lines: 2 of 2 right, 100.0 %");
    assertThat(run("--held-back", "锄")).isEqualTo(2);
  }

  @Test
  void theHelpSaysThatVerseIsGenerated() {
    assertThat(poem("--help")).contains("Usage: vecurrent poem", "generated", "Exit status: 0");
  }
}
