package dev.vecurrent.chat;

import dev.vecurrent.text.Characters;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Vocabulary;

/**
 * One conversation: {@code <u>} line {@code <b>} answer {@code <e>}, again and again through one
 * network. What was said before is in its state and nowhere else.
 */
final class Conversation {

  /** The longest answer, in characters; those of the grammar have 30 at most. */
  static final int LONGEST_ANSWER = 60;

  private final LanguageModel model;
  private final Vocabulary vocabulary;
  private final Sampler sampler;
  private final int user;
  private final int bot;
  private final int end;
  private byte[] before;
  private long read;

  Conversation(LanguageModel model, Vocabulary vocabulary, Sampler sampler) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.sampler = sampler;
    this.user = vocabulary.id("<u>");
    this.bot = vocabulary.id("<b>");
    this.end = vocabulary.id("<e>");
    this.before = model.state();
  }

  /** The answer to a line. Both go into the state. */
  String reply(String line) {
    before = model.state();
    int[] answer = new int[LONGEST_ANSWER];
    int count = reply(vocabulary.ids(Characters.normal(line)), answer);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(vocabulary.token(answer[i]));
    }
    return text.toString();
  }

  /**
   * The same in numbers of characters. Allocates nothing.
   *
   * @param answer receives the answer, {@code [LONGEST_ANSWER]}
   * @return how many characters it has
   */
  int reply(int[] line, int[] answer) {
    model.next(user);
    for (int id : line) {
      model.next(id);
    }
    float[] logits = model.next(bot);
    int count = 0;
    for (int id = draw(logits); id != end && count < answer.length; id = draw(logits)) {
      answer[count++] = id;
      logits = model.next(id);
    }
    model.next(end);
    read += line.length + count + 3L;
    return count;
  }

  /** The next character, which is neither unknown nor a mark of a turn other than its end. */
  private int draw(float[] logits) {
    for (int id = 0; id < end; id++) {
      logits[id] = Float.NEGATIVE_INFINITY;
    }
    return sampler.next(logits);
  }

  /** Another conversation that goes on from here. */
  Conversation fork() {
    Conversation other = new Conversation(model.fork(), vocabulary, sampler);
    other.before = before;
    other.read = read;
    return other;
  }

  /** Forgets all that was said. */
  void forget() {
    model.reset();
    before = model.state();
  }

  /**
   * Goes on from a kept state.
   *
   * @throws dev.vecurrent.limit.SnapshotRefusedException if it is damaged or of another model
   */
  void restore(byte[] state) {
    model.restore(state);
    before = model.state();
  }

  /** All that is known, as bytes; see {@link dev.vecurrent.Stream#snapshot}. */
  byte[] state() {
    return model.state();
  }

  /** The memory, and what the last turn did to it. */
  Memory memory() {
    return Memory.of(model.state(), before, (int) model.stateBytes());
  }

  /** Characters and marks that went through the network. */
  long read() {
    return read;
  }
}
