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

  static Passage lecture() throws IOException {
    return Passage.all("lecture.txt", Lines.read(Main.class, "lecture.txt")).getFirst();
  }

  /** 400 questions made of rows of the Bible and of Austen's novels that no training saw. */
  static List<Passage> heldBack() throws IOException {
    return Passage.all("held-back.txt", Lines.read(Models.class, "held-back.txt"));
  }

  /** How many blanks have the choice that their text calls right. */
  static int right(List<Passage> passages, Solver solver) {
    Report report = new Report(passages);
    report.add("tested", solver);
    return report.right("tested");
  }
}
