package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
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
  void accuracyAndPlanArePrinted() {
    assertThat(run()).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith("2,000 held-back digits, 98.40 % right\n\n   taken for   0    1")
        .contains(" sequences a second, one thread\n", "LSTM forward float32", "Gemm -> logits");
  }

  @Test
  void oneDigitIsShownRowByRow() {
    assertThat(run("--show", "1")).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith("Digit 1 is a 7 and is taken for a 7.")
        .contains("row   ", "input    forget   output   cell     state     0123456789");
    assertThat(out.toString().lines()).hasSize(2 + 1 + 28);
  }

  @Test
  void jsonIsOneLine() {
    assertThat(run("--show", "248", "--json")).as(err.toString()).isZero();
    JsonNode shown = JsonMapper.shared().readTree(out.toString());
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(shown.get("label").asInt()).isEqualTo(4);
    assertThat(shown.get("taken").asInt()).isEqualTo(6); // one of the 32 that are wrong
    assertThat(shown.get("rows")).hasSize(28);
    for (String name : List.of("i", "f", "o", "g", "c", "h")) {
      assertThat(shown.get("rows").get(27).get(name)).hasSize(128);
    }
    out.getBuffer().setLength(0);
    assertThat(run("--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.get("accuracy").asDouble()).isEqualTo(0.984);
    assertThat(all.get("confusion").get(0).get(0).asInt()).isEqualTo(175);
  }

  @Test
  void wrongCallsSayWhatIsExpected() {
    assertThat(run("--images", "x")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "error: --images and --labels go together; see vecurrent digits --help"
                + System.lineSeparator());
    assertThat(run("--show", "0")).isEqualTo(2);
    assertThat(run("--show", "2001")).isEqualTo(2);
    assertThat(err.toString()).contains("--show: expected 1 to 2000, found 2001");
    assertThat(run("--model", "none.onnx")).isEqualTo(1);
    assertThat(err.toString()).contains("none.onnx: there is no such file");
    assertThat(run("--limit-nodes", "2", "--model", "none.onnx")).isEqualTo(1);
  }

  @Test
  void helpNamesTheProgram() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: vecurrent digits", "Exit status: 0");
  }
}
