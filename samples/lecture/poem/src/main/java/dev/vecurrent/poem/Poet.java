package dev.vecurrent.poem;

import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Vocabulary;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes verse, line by line: s_t = f(U x_t + W s_(t-1)), and o_t says which character may follow.
 * Inside of a line neither marks nor controls are drawn. A character allocates nothing.
 */
final class Poet {

  /** Hears each character as it is written. */
  interface Listener {

    /**
     * A character.
     *
     * @param place in the line, from 0; the line's length for the mark that ends it
     * @param token its number
     */
    void hear(int place, int token);
  }

  private final LanguageModel model;
  private final Sampler sampler;
  private final @Nullable Rhymes rhymes;
  private final int form;
  private final int[] marks;
  private final int[] barred;
  private final boolean[] rhymed;

  /** What was written last: it is read when the next character is wanted. */
  private int last;

  private int rhyme;
  private int lines;
  private long read;

  /**
   * Goes on from a state.
   *
   * @param model may have read anything: it is restored
   * @param rhymes where even lines shall rhyme
   */
  Poet(
      LanguageModel model,
      Vocabulary vocabulary,
      Sampler sampler,
      @Nullable Rhymes rhymes,
      PoemState from) {
    this.model = model;
    this.sampler = sampler;
    this.rhymes = rhymes;
    this.form = from.form();
    this.last = from.last();
    this.rhyme = from.rhyme();
    this.lines = from.lines();
    this.marks = new int[] {vocabulary.id("，"), vocabulary.id("。")};
    this.barred =
        IntStream.range(0, vocabulary.size())
            .filter(id -> vocabulary.token(id).startsWith("<") || id == marks[0] || id == marks[1])
            .toArray();
    this.rhymed = new boolean[vocabulary.size()];
    if (from.model().length == 0) {
      model.reset();
    } else {
      model.restore(from.model());
    }
  }

  /** What another poet goes on from. */
  PoemState state() {
    return new PoemState(form, lines, last, rhyme, model.state());
  }

  /** How many characters the network has read. */
  long read() {
    return read;
  }

  /**
   * Writes a line and the mark behind it.
   *
   * @param beginning its first characters, as many as the line has at most
   */
  void line(int[] beginning, Listener listener) {
    boolean isEven = lines % 2 == 1;
    for (int place = 0; place < form; place++) {
      float[] logits = next();
      boolean rhymes = isEven && place == form - 1;
      last = place < beginning.length ? beginning[place] : choose(logits, rhymes);
      listener.hear(place, last);
    }
    if (isEven) {
      remember(last);
    }
    next();
    last = marks[lines % 2];
    lines++;
    listener.hear(form, last);
  }

  private float[] next() {
    read++;
    return model.next(last);
  }

  private int choose(float[] logits, boolean isRhyme) {
    for (int id : barred) {
      logits[id] = Float.NEGATIVE_INFINITY;
    }
    if (isRhyme && rhymes != null) {
      for (int id = 0; id < logits.length; id++) {
        if (rhymed[id] || !rhymes.fits(id, rhyme)) {
          logits[id] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return sampler.next(logits);
  }

  /** The first even line sets the rhyme. None of its characters comes again before all others. */
  private void remember(int token) {
    if (rhymes == null || rhymes.group(token) == 0) {
      return;
    }
    rhyme = rhyme < 0 ? token : rhyme;
    rhymed[token] = true;
    if (rhymes.isExhausted(rhyme, rhymed)) {
      Arrays.fill(rhymed, false);
    }
  }
}
