package dev.vecurrent.poem;

import dev.vecurrent.Model;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** What comes with the sample, read once. */
final class Bundle {

  static final Vocabulary VOCABULARY;
  static final Model MODEL;

  static {
    try {
      VOCABULARY = Vocabulary.read(Main.class, "vocab.txt");
      MODEL = ModelOptions.bundled(Main.class, "poem.onnx");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bundle() {}

  static LanguageModel reader() {
    return new LanguageModel(MODEL, VOCABULARY);
  }

  static Tensor array(String name) throws IOException, URISyntaxException {
    Path file = Path.of(Objects.requireNonNull(Bundle.class.getResource(name)).toURI());
    return NpyFiles.read(file, 1 << 20);
  }
}
