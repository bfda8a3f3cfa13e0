package dev.vecurrent.poem;

import dev.vecurrent.Model;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What comes with the sample, read once. */
final class Bundle {

  static final Vocabulary VOCABULARY;
  static final Model MODEL;

  private static final Pattern TOKEN = Pattern.compile("<[^>]+>|.");

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

  /** Pieces of held-back poems, as tokens. */
  static List<int[]> heldBack() throws IOException {
    return Lines.read(Bundle.class, "held-back.txt").stream().map(Bundle::tokens).toList();
  }

  static int[] tokens(String row) {
    return TOKEN.matcher(row).results().map(MatchResult::group).mapToInt(Bundle::known).toArray();
  }

  private static int known(String token) {
    int id = VOCABULARY.find(token);
    if (id < 0) {
      throw new IllegalArgumentException(token);
    }
    return id;
  }

  static Tensor array(String name) throws IOException, URISyntaxException {
    Path file = Path.of(Objects.requireNonNull(Bundle.class.getResource(name)).toURI());
    return NpyFiles.read(file, 1 << 20);
  }
}
