package dev.vecurrent.slots;

import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import java.io.IOException;
import java.util.List;

/** What comes with the program. */
final class Bundled {

  private Bundled() {}

  /** The sentences that were kept from training. */
  static List<Tagged> heldBack() throws IOException {
    return Tagged.all(Lines.read(Main.class, "held-back.txt"));
  }

  /** A network: slots or forward. */
  static Tagger tagger(String name) throws IOException {
    return new Tagger(ModelOptions.bundled(Main.class, name + ".onnx"));
  }
}
