package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.spec.InputRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    Model packed = Model.compile(OnnxImporter.read(CommandRun.pytorchModel("lstm_packed")));
    assertThat(packed.roleOf("lengths").kind()).isEqualTo(InputRole.Kind.LENGTHS);
    for (Path file : List.of(CommandRun.pytorchModel("masked_mean"), CommandRun.tagger(folder))) {
      Model model = Model.compile(OnnxImporter.read(file));
      assertThat(model.inputs())
          .isNotEmpty()
          .noneMatch(input -> model.roleOf(input.name()).kind() == InputRole.Kind.LENGTHS);
    }
  }
}
