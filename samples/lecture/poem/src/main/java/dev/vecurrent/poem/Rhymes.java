package dev.vecurrent.poem;

import dev.vecurrent.text.Lines;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the even lines of a poem end with. Characters rhyme by modern sounds: groups of a vowel, in
 * level or in oblique tones.
 */
final class Rhymes {

  /** Of each token; empty where it has none. */
  private final String[] groups;

  private final boolean[] used;

  /** A token that the others rhyme with; -1 where none is chosen. */
  private int first;

  private Rhymes(int tokens, int first) {
    this.groups = new String[tokens];
    this.used = new boolean[tokens];
    this.first = first;
    Arrays.fill(groups, "");
  }

  /** The table that comes with the program: lines of a character, a blank and its group's name. */
  static Rhymes read(Vocabulary vocabulary, int first) throws IOException {
    Rhymes rhymes = new Rhymes(vocabulary.size(), first);
    for (String line : Lines.read(Rhymes.class, "rhymes.txt")) {
      int blank = line.indexOf(' ');
      rhymes.groups[vocabulary.id(line.substring(0, blank))] = line.substring(blank + 1);
    }
    return rhymes;
  }

  /** A token that the others rhyme with; -1 where none is chosen. */
  int first() {
    return first;
  }

  /** Whether two tokens rhyme. */
  boolean fits(int token, int other) {
    return !groups[token].isEmpty() && groups[token].equals(groups[other]);
  }

  /** Whether an even line may end with a token. */
  boolean isFree(int token) {
    return !used[token] && fits(token, first < 0 ? token : first);
  }

  /** The first even line sets the rhyme. None of its characters comes again before all others. */
  void end(int token) {
    if (groups[token].isEmpty()) {
      return;
    }
    first = first < 0 ? token : first;
    used[token] = true;
    for (int id = 0; id < used.length; id++) {
      if (isFree(id)) {
        return;
      }
    }
    Arrays.fill(used, false);
  }
}
