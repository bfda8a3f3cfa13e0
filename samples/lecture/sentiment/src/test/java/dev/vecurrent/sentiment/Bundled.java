package dev.vecurrent.sentiment;

import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;

/** What comes with the program. */
final class Bundled {

  private Bundled() {}

  static HeldBack heldBack(Language language) throws IOException {
    return HeldBack.of(
        language, Lines.read(Main.class, language.code() + "-held-back.tsv"), classifier(language));
  }

  static Classifier classifier(Language language) throws IOException {
    return new Classifier(
        ModelOptions.bundled(Main.class, language.code() + ".onnx"),
        Vocabulary.read(Main.class, language.code() + "-vocabulary.txt"));
  }
}
