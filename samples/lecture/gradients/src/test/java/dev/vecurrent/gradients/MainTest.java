package dev.vecurrent.gradients;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
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
  void oneLineANetworkAndStageIsPrinted() {
    assertThat(run()).as(err.toString()).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.matches("distance d +1 +10 +20 +50 +100 +right of 500"))
        .hasSize(1);
    assertThat(lines).filteredOn(line -> line.matches("initial (RNN|GRU|LSTM), .*")).hasSize(8);
    assertThat(lines).filteredOn(line -> line.matches("trained (RNN|GRU|LSTM), .*")).hasSize(8);
    // The LSTM as it begins has lost the symbol after 100 steps.
    assertThat(lines)
        .anyMatch(
            line -> line.matches("initial LSTM, PyTorch's default .* \\d\\.\\d\\de-1[89] +\\d+"));
  }

  @Test
  void aCellAndAStageCanBeChosen() {
    assertThat(run("--cell", "gru", "--trained", "--distance", "3")).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("distance d +1 +3 +right")
        .contains("trained GRU, PyTorch's", "trained GRU, update")
        .doesNotContain("initial", "RNN,", "LSTM,");
    assertThat(run("--distance", "1", "--cell", "LSTM")).as(err.toString()).isZero();
  }

  @Test
  void jsonIsOneLine() {
    assertThat(run("--json", "--distance", "7")).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    JsonNode curves = JsonMapper.shared().readTree(out.toString());
    assertThat(curves).hasSize(16);
    assertThat(curves.get(5).get("network").asString()).isEqualTo("lstm-default");
    assertThat(curves.get(5).get("stage").asString()).isEqualTo("initial");
    assertThat(curves.get(15).get("stage").asString()).isEqualTo("trained");
    assertThat(curves.get(15).get("right").asInt()).isEqualTo(500);
    assertThat(curves.get(0).get("norms")).hasSize(7);
  }

  @Test
  void aPictureHasAPanelForEachStageAndAColorForEachNetwork(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("out.png");
    assertThat(run("--plot", file.toString(), "--distance", "40")).as(err.toString()).isZero();
    BufferedImage both = ImageIO.read(file.toFile());
    assertThat(both.getWidth()).isEqualTo(2 * 760);
    assertThat(both.getHeight()).isEqualTo(620);
    Set<Integer> colors = new HashSet<>();
    for (int at = 0; at < both.getWidth() * both.getHeight(); at++) {
      colors.add(both.getRGB(at % both.getWidth(), at / both.getWidth()) & 0xffffff);
    }
    assertThat(colors).contains(0xe69f00, 0xd55e00, 0x8b3a00, 0x56b4e9, 0x0072b2, 0x009e73);
    assertThat(out.toString()).contains("initial RNN, ");
    assertThat(run("--plot", file.toString(), "--cell", "rnn", "--trained", "--distance", "5"))
        .isZero();
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(760);
    assertThat(folder.toFile().list()).containsExactly("out.png");
  }

  @Test
  void wrongCallsSayWhatIsExpected(@TempDir Path folder) {
    for (String distance : List.of("0", "-1", "1001")) {
      assertThat(run("--distance", distance)).isEqualTo(2);
      assertThat(err.toString()).contains("--distance: expected 1 to 1000, found " + distance);
    }
    assertThat(run("--distance", "ten")).isEqualTo(2);
    assertThat(run("--cell", "tree\u202e\u001b[31m")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("\u202e", "\u001b");
    assertThat(run("--distance", "2", "--plot", folder.toString())).isEqualTo(1);
    assertThat(run("--distance", "2", "--plot", folder.resolve("none/x.png").toString()))
        .isEqualTo(1);
  }

  @Test
  void helpSaysThatTheTaskIsGenerated() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("Usage: vecurrent gradients", "generated task", "Exit status: 0");
  }
}
