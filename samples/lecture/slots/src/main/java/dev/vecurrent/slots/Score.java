package dev.vecurrent.slots;

import dev.vecurrent.text.Figure;
import java.util.List;
import java.util.stream.Stream;

/** Slots that are right in both ends and in kind, found, there; and sentences without a mistake. */
record Score(long right, long found, long there, long whole, long sentences) {

  static Score of(Tagger tagger, List<Tagged> sentences) {
    Score sum = new Score(0, 0, 0, 0, sentences.size());
    for (Tagged tagged : sentences) {
      List<Slot> there = tagged.slots();
      List<Slot> found = tagger.slots(tagged.sentence());
      long right = found.stream().filter(there::contains).count();
      sum = sum.with(right, found.size(), there.size(), found.equals(there) ? 1 : 0);
    }
    return sum;
  }

  private Score with(long r, long f, long t, long w) {
    return new Score(right + r, found + f, there + t, whole + w, sentences);
  }

  Stream<Figure> figures(String network) {
    return Stream.of(
        Figure.of("F1 of slots, " + network, 2.0 * right / (found + there)),
        Figure.count("sentences without a mistake, " + network, whole, sentences));
  }
}
