package dev.vecurrent.text;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.spec.Dimension;
import java.util.List;

/**
 * A recurrent language model that reads one token at a time: p(w_t | w_1 ... w_(t-1)). What it has
 * read is in its state. Not thread-safe; a token allocates nothing.
 */
public final class LanguageModel {

  private final Stream stream;
  private final Vocabulary vocabulary;
  private final float[] logits;
  private long read;

  /**
   * Reads a model with an empty state.
   *
   * @param model INT64 {@code [batch, time]} to FLOAT32 {@code [batch, time, vocabulary]}
   * @param vocabulary its tokens
   * @throws IllegalArgumentException if the model cannot be streamed or has another vocabulary
   */
  public LanguageModel(Model model, Vocabulary vocabulary) {
    this(model.newStream(1), vocabulary);
    List<Dimension> shape = model.outputs().getFirst().shape().orElse(List.of());
    if (!shape.isEmpty()
        && shape.getLast().isFixed()
        && shape.getLast().size() != vocabulary.size()) {
      throw new IllegalArgumentException(
          "output %s: expected logits of %d tokens, found %s"
              .formatted(model.outputs().getFirst().name(), vocabulary.size(), shape.getLast()));
    }
  }

  private LanguageModel(Stream stream, Vocabulary vocabulary) {
    this.stream = stream;
    this.vocabulary = vocabulary;
    this.logits = new float[vocabulary.size()];
  }

  /** The tokens that it reads. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Reads a token.
   *
   * @param token 0 to the size of the vocabulary - 1
   * @return logits of the token that follows, {@code [vocabulary]}: the same array each time
   */
  public float[] next(int token) {
    stream.step(token, logits);
    read++;
    return logits;
  }

  /**
   * Reads tokens, 1 or more.
   *
   * @return logits of the token that follows the last, as {@link #next(int)}
   */
  public float[] next(int[] tokens) {
    stream.runToLast(tokens, tokens.length, logits);
    read += tokens.length;
    return logits;
  }

  /** Forgets what it has read. */
  public void reset() {
    stream.reset();
  }

  /** What it has read, as bytes; see {@link Stream#snapshot}. */
  public byte[] state() {
    return stream.snapshot();
  }

  /**
   * Goes on from a state of this model.
   *
   * @throws dev.vecurrent.limit.SnapshotRefusedException if it is damaged or of another model
   */
  public void restore(byte[] state) {
    stream.restore(state);
  }

  /** Another reader that has read the same; the two go on apart. */
  public LanguageModel fork() {
    return new LanguageModel(stream.fork(), vocabulary);
  }

  /** How many tokens this reader has read, those it forgot among them. */
  public long read() {
    return read;
  }

  /** Bytes of the state. */
  public long stateBytes() {
    return stream.stateBytes();
  }
}
