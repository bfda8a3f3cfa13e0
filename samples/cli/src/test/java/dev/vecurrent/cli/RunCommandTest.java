package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxTensors;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");
  private Path x = Path.of("");

  @BeforeEach
  void files() throws IOException {
    model = CommandRun.tagger(folder);
    x = folder.resolve("x.npy");
    NpyFiles.write(x, Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 2, 1, 5));
  }

  private CommandRun run(Object input, Path out, Object... more) {
    Object[] words = new Object[more.length + 6];
    System.arraycopy(new Object[] {"run", model, "--input", input, "--out", out}, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    return CommandRun.of(words);
  }

  @Test
  void bothFormatsHoldTheSameNumbers() throws IOException {
    Path pb = folder.resolve("x.pb");
    OnnxTensors.write(pb, "", NpyFiles.read(x, 1000));
    assertThat(run("x=" + x, folder.resolve("a")).status()).isZero();
    assertThat(run("x=" + pb, folder.resolve("b"), "--format", "pb").status()).isZero();
    Tensor npy = NpyFiles.read(folder.resolve("a/y.npy"), 10_000);
    OnnxTensors.NamedTensor other =
        OnnxTensors.read(folder.resolve("b/y.pb"), ImportLimits.defaults());
    assertThat(npy.shape()).containsExactly(2, 1, 4);
    assertThat(other.name()).isEqualTo("y");
    assertThat(other.tensor().shape()).isEqualTo(npy.shape());
    assertThat(other.tensor().floats()).containsExactly(npy.floats());
  }

  @Test
  void threadsDoNotMatter() throws IOException {
    assertThat(run("x=" + x, folder.resolve("a")).status()).isZero();
    assertThat(run("x=" + x, folder.resolve("b"), "--threads", 3).status()).isZero();
    assertThat(folder.resolve("b/y.npy")).hasSameBinaryContentAs(folder.resolve("a/y.npy"));
    CommandRun none = run("x=" + x, folder.resolve("c"), "--threads", 0);
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("--threads: expected 1 to").contains("found 0");
    assertThat(folder.resolve("c")).doesNotExist();
  }

  @Test
  void namesTypesAndShapesAreChecked() throws IOException {
    Path out = folder.resolve("out");
    assertThat(run("z=" + x, out).err()).contains("input x", "is missing");
    NpyFiles.write(x, Tensor.of(new float[6], 2, 1, 3));
    assertThat(run("x=" + x, out).err()).contains("input x: FLOAT32[time, batch, 5]", "[2, 1, 3]");
    NpyFiles.write(x, Tensor.of(new double[10], 2, 1, 5));
    CommandRun wrongType = run("x=" + x, out);
    assertThat(wrongType.status()).isEqualTo(1);
    assertThat(wrongType.err()).contains("FLOAT64");
    assertThat(out).doesNotExist();
  }

  @Test
  void inputsAreNamedOnceEach() {
    Path out = folder.resolve("out");
    assertThat(run(x, out).err()).contains("expected NAME=FILE");
    CommandRun twice = run("x=" + x, out, "--input", "x=" + model);
    assertThat(twice.status()).isEqualTo(2);
    assertThat(twice.err()).contains("two files for 'x'");
  }

  @Test
  void aFileInTheFoldersPlaceIsLeftAlone() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "text");
    CommandRun run = run("x=" + x, out);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip().lines()).singleElement().asString().contains("is in the way");
    assertThat(out).hasContent("text");
  }
}
