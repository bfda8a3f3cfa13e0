package dev.vecurrent.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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

  @TempDir private Path folder = Path.of("");
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int run(String lines, String... args) {
    return run(false, lines, args);
  }

  private int run(boolean isTerminal, String lines, String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.commandLine(new ByteArrayInputStream(lines.getBytes(UTF_8)), isTerminal)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(args);
  }

  @Test
  void linesAreAnsweredUntilTheEnd() {
    assertThat(run("你好！\n\n  还是你好！\r\n/forget\n还是你好！")).as(err.toString()).isZero();
    assertThat(out.toString().lines()).containsExactly("你好！", "哈哈，是吧。", "done: /forget", "你好！");
    assertThat(run("你好！\n/quit\n你好！\n", "--speed")).isZero();
    assertThat(out.toString().lines()).containsExactly("你好！");
    assertThat(err.toString()).matches("9 characters read, [\\d,]+ a second\n");
    assertThat(run("")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(run("你好！", "你好！", "你好！")).isZero();
    assertThat(out.toString().lines()).containsExactly("你好！", "哈哈，是吧。");
  }

  @Test
  void aTerminalIsAsked() {
    assertThat(run(true, "你好！\n")).isZero();
    assertThat(out.toString().lines()).containsExactly("> 你好！", "> ");
    assertThat(run(true, "你好！\n", "--json")).isZero();
    assertThat(out.toString()).startsWith("{");
  }

  @Test
  void aConversationIsKeptForkedAndRestored() {
    Path file = folder.resolve("memory");
    String keep = "/keep " + file + "\n";
    assertThat(run("我叫小明。\n" + keep + "/fork\n不对，我叫小红。\n我叫什么？\n/back\n我叫什么？\n")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "记住了，你叫小明。",
            "done: /keep " + file,
            "done: /fork",
            "改好了，你叫小红。",
            "你叫小红。",
            "done: /back",
            "你叫小明。");
    assertThat(run("我叫什么？\n/forget\n我叫什么？\n/restore " + file + "\n我叫什么？", "--from", file + ""))
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly("你叫小明。", "done: /forget", "你还没告诉我。", "done: /restore " + file, "你叫小明。");
  }

  @Test
  void whatACommandCannotDoIsToldAndTheConversationGoesOn() throws IOException {
    Path file = Files.writeString(folder.resolve("no-memory"), "text");
    assertThat(run("/restore none\n/restore " + file + "\n/keep\n/back\n/what\n/keep \0\n你好！"))
        .isEqualTo(1);
    assertThat(out.toString()).isEqualTo("你好！" + System.lineSeparator());
    assertThat(err.toString().lines())
        .hasSize(6)
        .allMatch(line -> line.startsWith("error: "))
        .contains("error: none: there is no such file", "error: /back: there was no /fork");
    assertThat(run("", "--from", "none")).isEqualTo(1);
    assertThat(run("", "--script", "none")).isEqualTo(1);
    assertThat(run("", "--temperature", "-1")).isEqualTo(2);
    assertThat(run("", "--top", "0")).isEqualTo(2);
  }

  @Test
  void strangersCannotForgeLines() throws IOException {
    Path script =
        Files.writeString(folder.resolve("script"), "\u001b[2J你好\u202e！\u0007\n/x\u001b[0m\n");
    assertThat(run("", "--script", script.toString())).isEqualTo(1);
    assertThat(out.toString() + err)
        .doesNotContain("\u001b", "\u202e", "\u0007")
        .contains("> \\u001b[2J你好\\u202e！\\u0007");
  }

  @Test
  void longLinesAreBounded() {
    assertThat(run("我".repeat(10_000))).isZero();
    assertThat(run("我".repeat(100_001))).isEqualTo(1);
    assertThat(err.toString()).contains("error: expected at most 100,000 characters a line");
  }

  @Test
  void jsonParses() {
    assertThat(run("你说\"你好\"\u0007\n/state\n", "--json")).isZero();
    JsonMapper mapper = JsonMapper.builder().build();
    assertThat(out.toString().lines()).hasSize(2);
    for (String line : out.toString().lines().toList()) {
      JsonNode object = mapper.readTree(line);
      assertThat(object.path("line").isString()).isTrue();
      assertThat(object.path("answer").asString()).isNotEmpty();
    }
  }

  @Test
  void heldBackDialoguesAreCounted() {
    assertThat(run("", "--held-back")).isZero();
    assertThat(out.toString().lines())
        .contains(
            "held-back, recall within 8: 606 of 631 right, 96.0 %",
            "held-back, names never seen: 160 of 170 right, 94.1 %",
            "asked-late, recall within 8: 398 of 400 right, 99.5 %");
    assertThat(run("", "--held-back", "你好！")).isEqualTo(2);
    assertThat(err.toString()).contains("leave out others");
  }

  @Test
  void helpSaysWhatIsGenerated() {
    assertThat(run("", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: vecurrent chat", "generated", "Exit status: 0");
    assertThat(run("/help")).isZero();
    assertThat(out.toString()).contains("/fork");
  }
}
