package dev.vecurrent.poem;

import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Vocabulary;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes verse, line by line: s_t = f(U x_t + W s_(t-1)), and o_t says which character may follow.
 * Inside of a line neither marks nor controls are drawn.
 */
final class Poet {

  private static final String MARKS = "，。";

  private final LanguageModel model;
  private final Vocabulary vocabulary;
  private final Sampler sampler;
  private final @Nullable Rhymes rhymes;
  private final PoemState from;
  private final boolean[] isCharacter;

  /** What was written last: it is read when the next character is wanted. */
  private int last;

  private int lines;

  /**
   * Goes on from a state.
   *
   * @param model may have read anything: it is restored
   * @param rhymes where even lines shall rhyme
   */
  Poet(LanguageModel model, Sampler sampler, @Nullable Rhymes rhymes, PoemState from) {
    this.model = model;
    this.vocabulary = model.vocabulary();
    this.sampler = sampler;
    this.rhymes = rhymes;
    this.from = from;
    this.last = from.last();
    this.lines = from.lines();
    this.isCharacter = new boolean[vocabulary.size()];
    for (int id = 0; id < isCharacter.length; id++) {
      isCharacter[id] = isCharacter(vocabulary.token(id));
    }
    if (from.model().length == 0) {
      model.reset();
    } else {
      model.restore(from.model());
    }
  }

  /** Whether a token is neither a mark nor a control. */
  static boolean isCharacter(String token) {
    return !token.startsWith("<") && !MARKS.contains(token);
  }

  /** What another poet goes on from. */
  PoemState state() {
    int rhyme = rhymes == null ? from.rhyme() : rhymes.first();
    return new PoemState(from.form(), lines, last, rhyme, model.state());
  }

  /**
   * Writes a line and the mark behind it.
   *
   * @param beginning its first characters, which stay even where the model does not know them
   * @param heard hears each character as it is written
   */
  String line(String beginning, Consumer<String> heard) {
    StringBuilder line = new StringBuilder();
    Iterator<String> given = beginning.codePoints().mapToObj(Character::toString).iterator();
    line(
        vocabulary.ids(beginning),
        token -> {
          String text = given.hasNext() ? given.next() : vocabulary.token(token);
          line.append(text);
          heard.accept(text);
        });
    return line.toString();
  }

  /** The same in numbers of characters. Allocates nothing. */
  void line(int[] beginning, IntConsumer heard) {
    boolean isEven = (lines & 1) == 1;
    for (int place = 0; place < from.form(); place++) {
      float[] logits = model.next(last);
      boolean isEnd = isEven && place == from.form() - 1;
      last = place < beginning.length ? beginning[place] : draw(logits, isEnd ? rhymes : null);
      heard.accept(last);
    }
    if (isEven && rhymes != null) {
      rhymes.end(last);
    }
    model.next(last);
    last = vocabulary.id(isEven ? "。" : "，");
    lines++;
    heard.accept(last);
  }

  private int draw(float[] logits, @Nullable Rhymes rhyming) {
    for (int id = 0; id < logits.length; id++) {
      if (!isCharacter[id] || (rhyming != null && !rhyming.isFree(id))) {
        logits[id] = Float.NEGATIVE_INFINITY;
      }
    }
    return sampler.next(logits);
  }
}
