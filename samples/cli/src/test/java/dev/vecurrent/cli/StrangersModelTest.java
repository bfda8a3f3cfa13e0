package dev.vecurrent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on models that other people have: tokens, text, pictures, noise, trees. */
class StrangersModelTest {

  @TempDir private Path folder = Path.of("");

  private Path model(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(StrangersModelTest.class.getResourceAsStream(name))) {
      Files.copy(in, file);
    }
    return file;
  }

  private List<String> score(Path model, int status, List<String> lines, Object... more)
      throws IOException {
    Path input = Files.write(folder.resolve("in.jsonl"), lines);
    Path output = folder.resolve("out.jsonl");
    Object[] words = new Object[more.length + 6];
    System.arraycopy(
        new Object[] {"score", model, "--input", input, "--output", output}, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    CommandRun run = CommandRun.of(words);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    return Files.readAllLines(output);
  }

  @Test
  void tokensAreScoredRaggedWithTheBitsOfEachAlone() throws IOException {
    Path model = model("tokens.onnx");
    List<String> lines =
        List.of("{\"x\":[3,4,5]}", "{\"ids\":[3,4]}", "{\"x\":[5,4,3]}", "{\"x\":[7,1]}");
    List<String> together = score(model, 0, lines);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(score(model, 0, List.of(lines.get(i)))).containsExactly(together.get(i));
    }
    assertThat(score(model, 1, List.of("{\"x\":[1.5]}", "{\"x\":[99]}", "{\"x\":[\"a\"]}")))
        .isEmpty();
    assertThat(Files.readString(folder.resolve("out.jsonl.errors.jsonl")))
        .contains("x[0]: expected an integer", "index 99");
    assertThat(score(model, 0, List.of())).isEmpty();
  }

  @Test
  void tokensMayBeTexts() throws IOException {
    Path model = model("texts.onnx");
    List<String> lines =
        List.of("{\"x\":[\"a\",\"b\"]}", "{\"x\":[\"c\"]}", "{\"x\":[\"c\",\"a\"]}");
    List<String> together = score(model, 0, lines);
    assertThat(together).doesNotHaveDuplicates();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(score(model, 0, List.of(lines.get(i)))).containsExactly(together.get(i));
    }
    score(model, 1, List.of("{\"x\":[1]}"));
    assertThat(Files.readString(folder.resolve("out.jsonl.errors.jsonl")))
        .contains("x[0]: expected a text");
  }

  @Test
  void aPartIsScored() throws IOException {
    Path model = model("tokens.onnx");
    List<String> whole = score(model, 0, List.of("{\"x\":[3,4]}"), "--outputs", "e");
    String steps = whole.getFirst().replaceAll(".*\"e\":|}}$", "");
    List<String> behind =
        score(model, 0, List.of("{\"x\":" + steps + "}"), "--inputs", "e", "--outputs", "last");
    assertThat(behind).isEqualTo(score(model, 0, List.of("{\"x\":[3,4]}")));
  }

  @Test
  void aSeedMakesTheNoise() throws IOException {
    Path model = model("noise.onnx");
    Path x = folder.resolve("x.npy");
    NpyFiles.write(x, Tensor.of(new float[6], 2, 3));
    for (String[] run : new String[][] {{"1", "a"}, {"1", "b"}, {"2", "c"}}) {
      CommandRun done =
          CommandRun.of(
              "run", model, "--input", "x=" + x, "--out", folder.resolve(run[1]), "--seed", run[0]);
      assertThat(done.status()).as(done.err()).isZero();
    }
    byte[] first = Files.readAllBytes(folder.resolve("a/y.npy"));
    assertThat(Files.readAllBytes(folder.resolve("b/y.npy"))).isEqualTo(first);
    assertThat(Files.readAllBytes(folder.resolve("c/y.npy"))).isNotEqualTo(first);
  }

  @Test
  void inspectTakesSizesThatAPictureReaderAccepts() throws IOException {
    Path model = model("picture.onnx");
    assertThat(CommandRun.of("inspect", "--timeout", "60", model).out())
        .contains("memory for img: FLOAT32[1, 1, 32, 32]");
    assertThat(CommandRun.of("inspect", "--timeout", "60", "--dim", "img.3=64", model).out())
        .contains("memory for img: FLOAT32[1, 1, 32, 64]");
    assertThat(CommandRun.of("inspect", "--timeout", "60", "--dim", "w=48", model).out())
        .contains("memory for img: FLOAT32[1, 1, 32, 48]");
    assertThat(CommandRun.of("inspect", "--timeout", "60", "--dim", "img.1=64", model).status())
        .isEqualTo(2);
  }

  @Test
  void aRefusalSaysOnceWhereToCut() throws IOException {
    CommandRun run = CommandRun.of("inspect", model("tree.onnx"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("trees, support vectors and linear models are not supported")
        .containsOnlyOnce("--outputs")
        .endsWith("withOutputs: Y\n");
  }

  @Test
  void aFolderIsNoModel() {
    CommandRun run = CommandRun.of("inspect", folder);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(folder.toString(), "is a folder: name the file in it");
  }
}
