package dev.vecurrent.fluency;

import dev.vecurrent.Model;
import dev.vecurrent.text.ModelOptions;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The bundled network, for tests. */
final class Networks {

  private Networks() {}

  static Model model() {
    try {
      return ModelOptions.bundled(Main.class, "fluency.onnx");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Scorer scorer() {
    try {
      return new Scorer(model());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
