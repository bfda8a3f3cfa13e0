package dev.vecurrent.bench.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.Model;
import dev.vecurrent.bench.start.model.NamedModel;
import dev.vecurrent.bench.start.model.NamedModels;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class NamedModelsTest {

  private static final List<String> GENERATED = NamedModels.GENERATED;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @FieldSource("GENERATED")
  void linesNameTheInputsAndOutputs(String name) throws IOException {
    NamedModel named = NamedModels.of(name, folder);
    assertThat(named.name()).isEqualTo(name);
    Path file = Files.write(folder.resolve("model.onnx"), named.file().toByteArray());
    Path spec =
        Files.write(
            folder.resolve("calls"), CallSpec.lines(file, named.hopMillis(), named.calls()));
    CallSpec calls = CallSpec.read(spec);
    assertThat(calls.hopMillis()).isEqualTo(named.hopMillis());
    Model model = Model.compile(OnnxImporter.read(calls.file()));
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (CallSpec.Part part : calls.parts()) {
      if (part.kind() != CallSpec.Kind.OUTPUT) {
        inputs.add(part.name());
      }
      if (part.kind() == CallSpec.Kind.OUTPUT) {
        outputs.add(part.name());
      } else if (part.kind() == CallSpec.Kind.STATE) {
        outputs.add(part.output());
      }
    }
    assertThat(model.inputs())
        .extracting(value -> value.name())
        .containsExactlyInAnyOrderElementsOf(inputs);
    assertThat(model.outputs())
        .extracting(value -> value.name())
        .containsExactlyInAnyOrderElementsOf(outputs);
  }

  @Test
  void theDenoiserHasSeveralHundredNodes() throws IOException {
    Path file =
        Files.write(
            folder.resolve("model.onnx"), NamedModels.of("denoiser", folder).file().toByteArray());
    assertThat(OnnxImporter.read(file).nodes()).hasSizeGreaterThan(300);
  }

  @Test
  void namesAndFilesThatAreNotThereAreErrors() {
    assertThatThrownBy(() -> NamedModels.of("others", folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no model is called others: [digits, ");
    assertThatThrownBy(() -> NamedModels.of("silero-v6", folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("silero_vad_v6.onnx: './vecurrent vad --fetch' gets it");
  }
}
