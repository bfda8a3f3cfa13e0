package dev.vecurrent.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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
  void wrongCallsSayWhatIsExpected() {
    assertThat(run("--images", "x")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "error: --images and --labels go together; see vecurrent digits --help"
                + System.lineSeparator());
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
