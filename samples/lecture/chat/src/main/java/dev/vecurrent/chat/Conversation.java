package dev.vecurrent.chat;

import dev.vecurrent.text.Characters;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Sampler;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One conversation: {@code <u>} line {@code <b>} answer {@code <e>}, again and again through one
 * network. What was said before is in its state and nowhere else.
 */
final class Conversation {

  /** The longest answer, in characters; those of the grammar have 30 at most. */
  static final int LONGEST_ANSWER = 60;

  private final LanguageModel model;
  private final Sampler sampler;
  private final int user;
  private final int bot;
  private final int end;
  private byte[] before;

  Conversation(LanguageModel model, Sampler sampler) {
    this.model = model;
    this.sampler = sampler;
    this.user = model.vocabulary().id("<u>");
    this.bot = model.vocabulary().id("<b>");
    this.end = model.vocabulary().id("<e>");
    this.before = model.state();
  }

  /** The answer to a line. Both go into the state. */
  String reply(String line) {
    before = model.state();
    int[] answer = new int[LONGEST_ANSWER];
    int count = reply(model.vocabulary().ids(Characters.normal(line)), answer);
    return Arrays.stream(answer, 0, count)
        .mapToObj(model.vocabulary()::token)
        .collect(Collectors.joining());
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
    int count = 0;
    for (int id = draw(bot); id != end && count < answer.length; id = draw(id)) {
      answer[count++] = id;
    }
    model.next(end);
    return count;
  }

  /** The next character, which is neither unknown nor a mark of a turn other than its end. */
  private int draw(int last) {
    float[] logits = model.next(last);
    Arrays.fill(logits, 0, end, Float.NEGATIVE_INFINITY);
    return sampler.next(logits);
  }

  /** Another conversation that goes on from here. */
  Conversation fork() {
    Conversation other = new Conversation(model.fork(), sampler);
    other.before = before;
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

  /** The network; its state is all that is known. */
  LanguageModel model() {
    return model;
  }

  /** The memory, and what the last turn did to it. */
  Memory memory() {
    return Memory.of(model.state(), before, (int) model.stateBytes());
  }
}
