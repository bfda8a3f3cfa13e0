package dev.vecurrent.poem;

import dev.vecurrent.text.Lines;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which characters rhyme, by modern sounds: groups of a vowel, in level or in oblique tones. */
final class Rhymes {

  /** Of each token, from 1; 0 where it has none. */
  private final int[] groups;

  private Rhymes(int tokens) {
    this.groups = new int[tokens];
  }

  /** The table that comes with the program: lines of a character, a blank and its group's name. */
  static Rhymes read(Vocabulary vocabulary) throws IOException {
    Rhymes rhymes = new Rhymes(vocabulary.size());
    List<String> names = new ArrayList<>(List.of("none"));
    for (String line : Lines.read(Rhymes.class, "rhymes.txt")) {
      int blank = line.indexOf(' ');
      int id = vocabulary.find(line.substring(0, blank));
      String name = line.substring(blank + 1);
      if (!names.contains(name)) {
        names.add(name);
      }
      if (id >= 0) {
        rhymes.groups[id] = names.indexOf(name);
      }
    }
    return rhymes;
  }

  /** The group of a token, 0 where it has none. */
  int group(int token) {
    return groups[token];
  }

  /** Whether a token rhymes with another; with -1, whether anything does. */
  boolean fits(int token, int other) {
    return groups[token] != 0 && (other < 0 || groups[token] == groups[other]);
  }

  /** Whether all that rhymes with a token was used. */
  boolean isExhausted(int token, boolean[] used) {
    for (int id = 0; id < groups.length; id++) {
      if (!used[id] && fits(id, token)) {
        return false;
      }
    }
    return true;
  }
}
