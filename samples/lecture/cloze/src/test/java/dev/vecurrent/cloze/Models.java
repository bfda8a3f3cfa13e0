package dev.vecurrent.cloze;

import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.List;

/** What comes with the program, for tests. */
final class Models {

  private Models() {}

  /** {@code cloze}, which reads from both sides, or {@code forward}. */
  static Network network(String name) throws IOException {
    return new Network(
        ModelOptions.bundled(Main.class, name + ".onnx"), Vocabulary.read(Main.class, "vocab.txt"));
  }

  /** The texts of a resource. */
  static List<Passage> passages(String name) throws IOException {
    return Passage.all(name, Lines.read(Main.class, name));
  }

  /** All tokens of a text. */
  static int[] tokens(Network network, String text) {
    return Solver.joined(network.token("<s>"), network.ids(text), network.token("</s>"));
  }
}
