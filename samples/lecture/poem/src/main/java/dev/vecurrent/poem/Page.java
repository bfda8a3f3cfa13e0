package dev.vecurrent.poem;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Vocabulary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a poem as it is written: each character at once, two lines of verse on one of the page. */
final class Page implements Poet.Listener {

  private final Vocabulary vocabulary;
  private final @Nullable PrintWriter out;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private List<String> given = List.of();
  private boolean isOpen;

  /**
   * An empty page.
   *
   * @param out null where nothing is shown
   */
  Page(Vocabulary vocabulary, @Nullable PrintWriter out) {
    this.vocabulary = vocabulary;
    this.out = out;
  }

  /** Has a poet write the line that begins so. What the model does not know stays as it is. */
  void write(Poet poet, String beginning) {
    given = beginning.codePoints().mapToObj(Character::toString).toList();
    poet.line(vocabulary.ids(beginning), this);
    lines.add(line.toString());
    line.setLength(0);
  }

  @Override
  public void hear(int place, int token) {
    String text = place < given.size() ? given.get(place) : vocabulary.token(token);
    boolean isEnd = token == vocabulary.id("。") && place >= given.size();
    line.append(text);
    show(Printable.line(text) + (isEnd ? System.lineSeparator() : ""));
    isOpen = !isEnd;
  }

  /** Ends the last line of the page. */
  void end() {
    if (isOpen) {
      show(System.lineSeparator());
      isOpen = false;
    }
  }

  private void show(String text) {
    if (out != null) {
      out.print(text);
      out.flush();
    }
  }

  /** The lines of verse, each with its mark. */
  List<String> lines() {
    return lines;
  }
}
