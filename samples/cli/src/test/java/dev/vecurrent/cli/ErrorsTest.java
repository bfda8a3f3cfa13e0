package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.onnx.OnnxImporter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frobnicate",
        "inspect",
        "verify",
        "run m",
        "score m",
        "inspect --limit-nodes 0 m",
        "inspect --limit-nodes many m",
        "score --frob m"
      })
  void aWrongCommandLineIsOneLineThatNamesTheHelp(String words) {
    CommandRun run = words.isEmpty() ? CommandRun.of() : CommandRun.of((Object[]) words.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().strip().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains("see vecurrent", "--help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpDocumentsExitStatus() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Exit status: 0", "inspect", "verify", "run", "score");
  }

  @Test
  void onlySequenceLensCountsAsLengths() throws IOException {
    assertThat(LengthsInputs.of(OnnxImporter.read(CommandRun.pytorchModel("lstm_packed"))))
        .contains("lengths");
    assertThat(LengthsInputs.of(OnnxImporter.read(CommandRun.pytorchModel("masked_mean"))))
        .isEmpty();
    assertThat(LengthsInputs.of(OnnxImporter.read(CommandRun.tagger(folder)))).isEmpty();
  }
}
