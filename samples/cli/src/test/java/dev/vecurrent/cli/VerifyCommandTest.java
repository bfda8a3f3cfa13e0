package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {

  private static final String NAME = "test_lstm_defaults";

  @TempDir private Path folder = Path.of("");
  private Path one = Path.of("");
  private Path set = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    one = CommandRun.backendCase(NAME, folder);
    set = one.resolve("test_data_set_0");
  }

  private OnnxTensors.NamedTensor read(String file) throws IOException {
    return OnnxTensors.read(set.resolve(file), ImportLimits.defaults());
  }

  @Test
  void anInfinityIsNotNearANumber() throws IOException {
    OnnxTensors.NamedTensor output = read("output_0.pb");
    output.tensor().floats()[0] = Float.POSITIVE_INFINITY;
    OnnxTensors.write(set.resolve("output_0.pb"), output.name(), output.tensor());
    CommandRun run = CommandRun.of("verify", one);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("mismatch  " + NAME, "expected Infinity", "1 mismatched");
  }

  @Test
  void anOutputThatIsNotThereToCompareIsNoPass() throws IOException {
    Files.delete(set.resolve("output_0.pb"));
    CommandRun run = CommandRun.of("verify", one);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("has no output_*.pb for output");
  }

  @Test
  void oneOfSeveralOutputsThatIsNotThereIsNoPass() throws IOException {
    Path original = Objects.requireNonNull(CommandRun.pytorchModel("lstm").getParent());
    Path copy = Files.createDirectories(folder.resolve("lstm/test_data_set_0"));
    Files.copy(original.resolve("model.onnx"), folder.resolve("lstm/model.onnx"));
    try (Stream<Path> files = Files.list(original.resolve("test_data_set_0"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    assertThat(CommandRun.of("verify", folder.resolve("lstm")).status()).isZero();
    Files.delete(copy.resolve("output_1.pb"));
    CommandRun run = CommandRun.of("verify", folder.resolve("lstm"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("mismatch  lstm", "has no output_*.pb for output h");
  }

  @Test
  void twoFilesForOneOutputAreNoPass() throws IOException {
    OnnxTensors.NamedTensor output = read("output_0.pb");
    OnnxTensors.write(set.resolve("output_1.pb"), output.name(), output.tensor());
    CommandRun run = CommandRun.of("verify", one);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("two files are for");
  }

  @Test
  void filesWithoutANameGoByTheirNumber() throws IOException {
    for (String file : new String[] {"input_0.pb", "input_1.pb", "input_2.pb", "output_0.pb"}) {
      OnnxTensors.write(set.resolve(file), "", read(file).tensor());
    }
    assertThat(CommandRun.of("verify", one).status()).isZero();
    Files.move(set.resolve("input_2.pb"), set.resolve("input_3.pb"));
    assertThat(CommandRun.of("verify", one).out()).contains("mismatch", "1 mismatched");
  }

  @Test
  void everySetOfACaseMustPass() throws IOException {
    Path second = Files.createDirectory(one.resolve("test_data_set_1"));
    for (String file : new String[] {"input_0.pb", "input_1.pb", "input_2.pb", "output_0.pb"}) {
      Files.copy(set.resolve(file), second.resolve(file));
    }
    assertThat(CommandRun.of("verify", one).status()).isZero();
    Tensor wrong = read("output_0.pb").tensor();
    wrong.floats()[0] += 1;
    OnnxTensors.write(second.resolve("output_0.pb"), "", wrong);
    CommandRun run = CommandRun.of("verify", one);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("test_data_set_1");
  }

  @Test
  void inputsThatTheModelRefusesAreNoPassAndNoRefusal() throws IOException {
    OnnxTensors.write(set.resolve("input_0.pb"), "", Tensor.of(new float[] {1}, 1));
    CommandRun run = CommandRun.of("verify", one);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("mismatch  " + NAME, "0 refused");
  }

  @Test
  void linksAreFollowedAndLoopsAreReported() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), one);
    assertThat(CommandRun.of("verify", link).out()).contains("1 passed");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("inside"), one);
    assertThat(CommandRun.of("verify", tree).out()).contains("1 passed");
    Files.createSymbolicLink(tree.resolve("up"), tree);
    CommandRun run = CommandRun.of("verify", tree);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip().lines()).singleElement().asString().contains("a link to a folder");
  }

  @Test
  void aPathWithoutACaseIsAnError() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandRun run = CommandRun.of("verify", one, empty);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip().lines()).singleElement().asString().contains("empty: there is no");
  }

  @Test
  void jsonHasTheFieldsOfTheContract() throws IOException {
    CommandRun run = CommandRun.of("verify", "--json", "--rtol", "0", "--atol", "0", one);
    JsonNode json = JsonMapper.builder().build().readTree(run.out());
    JsonNode first = json.get("cases").get(0);
    assertThat(first.propertyNames())
        .containsExactly("name", "status", "maxAbs", "maxRel", "reason");
    assertThat(first.get("name").asString()).isEqualTo(NAME);
    assertThat(first.get("maxAbs").isNumber()).isTrue();
    assertThat(first.get("maxAbs").asDouble()).isLessThan(1e-6);
    assertThat(json.get("totals").propertyNames()).contains("pass", "mismatch", "refused", "cases");
  }

  @Test
  void tolerancesAreNotNegative() {
    assertThat(CommandRun.of("verify", "--rtol", "-1", one).status()).isEqualTo(2);
    assertThat(CommandRun.of("verify", "--atol", "NaN", one).status()).isEqualTo(2);
  }

  @Test
  void numbersLookTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(CommandRun.of("verify", one).out()).containsPattern("max abs \\d\\.\\de-");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theTableCountsByOperatorAndSaysWhyWithoutThePlace() throws IOException {
    Path broken = folder.resolve("broken");
    Files.createDirectories(broken.resolve("test_data_set_0"));
    Files.write(broken.resolve("model.onnx"), new byte[] {8, 8, 18});
    Path table = folder.resolve("table.md");
    assertThat(CommandRun.of("verify", "--table", table, one, broken).status()).isEqualTo(1);
    assertThat(Files.readString(table))
        .contains("2 cases: 1 passed, 1 refused, 0 random, 0 wrong.", "| LSTM | 1 | 0 | 0 |  |")
        .containsPattern("\\| no operator named \\| 0 \\| 1 \\| 0 \\| \\w")
        .doesNotContain("model.onnx", folder.toString());
  }

  @Test
  void casesAreNamedByTheirPath() throws IOException {
    Path tree = folder.resolve("tree");
    CommandRun.backendCase(NAME, tree.resolve("a/b"));
    CommandRun.backendCase(NAME, tree.resolve("c"));
    assertThat(CommandRun.of("verify", tree).out())
        .contains("pass      a/b/" + NAME, "pass      c/" + NAME);
    assertThat(CommandRun.of("verify", tree.resolve("c")).out()).contains("pass      " + NAME);
    Path same = tree.resolve("c").resolve(NAME);
    assertThat(CommandRun.of("verify", same, tree.resolve("c")).out())
        .as("names that two roots share are whole paths")
        .contains("pass      " + same);
    Path model = same.resolve("model.onnx");
    assertThat(CommandRun.of("verify", model).out()).contains("pass      " + NAME);
  }

  @Test
  void theBoundsAreSaid() {
    assertThat(CommandRun.of("verify", one).out())
        .contains("compared: float32 within rtol 1e-4, atol 1e-5", "integers exact");
    assertThat(CommandRun.of("verify", "--onnx-tolerance", one).out())
        .contains("float32 within rtol 0.001, atol 1e-7");
    assertThat(CommandRun.of("verify", "--atol", "0.5", one).out())
        .contains("float32 within rtol 1e-4, atol 0.5");
    JsonNode json =
        JsonMapper.builder().build().readTree(CommandRun.of("verify", "--json", one).out());
    assertThat(json.get("tolerances").get("float32").asString()).contains("atol 1e-5");
    assertThat(CommandRun.of("verify", "--onnx-tolerance", "--rtol", "1", one).status())
        .isEqualTo(2);
  }
}
