package dev.vecurrent.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.digits.Digits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README compiles, runs, and is what this class has. */
class ReadmeTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void snippetRuns() throws IOException {
    Path file = folder.resolve("digits.onnx");
    try (InputStream in = Objects.requireNonNull(Digits.class.getResourceAsStream("digits.onnx"))) {
      Files.copy(in, file);
    }
    Model model = Model.compile(OnnxImporter.read(file)); // shared by threads
    Session session = model.newSession(); // one for each thread
    float[] pixels = new float[28 * 28];
    float[] logits = new float[10];
    Tensor[] inputs = {Tensor.of(pixels, 1, 28, 28)};
    Tensor[] outputs = {Tensor.of(logits, 1, 10)};
    session.run(inputs, outputs); // allocates nothing; the answer is in logits
    assertThat(logits).doesNotContain(0f);
  }

  @Test
  void snippetIsTheReadmes() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    String readme = Files.readString(root.resolve("README.md"));
    String source =
        Files.readString(
            root.resolve("samples/digits/src/test/java/dev/vecurrent/readme/ReadmeTest.java"));
    List<String> snippet =
        readme
            .substring(readme.indexOf("```java\n") + 8)
            .lines()
            .takeWhile(line -> !line.equals("```"))
            .toList();
    assertThat(snippet).hasSizeBetween(5, 10);
    for (String line : snippet) {
      assertThat(source).contains(line.replace("Path.of(\"digits.onnx\")", "file").strip());
    }
  }
}
