package dev.vecurrent.cloze;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Vocabulary;
import java.util.Arrays;

/** A model that says how likely each word of a text is, given the others. Not thread-safe. */
final class Network {

  private final Session session;
  private final Vocabulary vocabulary;
  private final Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};

  /**
   * A network.
   *
   * @param model INT64 {@code [batch, time]} to the log-probabilities of all tokens but the first
   *     and the last, FLOAT32 {@code [batch, time - 2, vocabulary]}
   */
  Network(Model model, Vocabulary vocabulary) {
    this.session = model.newSession();
    this.vocabulary = vocabulary;
  }

  /** The numbers of a text's words. */
  int[] ids(String text) {
    return Words.of(text).stream().mapToInt(vocabulary::id).toArray();
  }

  /** One token that is no word: {@code <s>} before a text, {@code </s>} behind it. */
  int[] token(String name) {
    return new int[] {vocabulary.id(name)};
  }

  /** The mean ln p of the known words in a part of a text; that of chance where there is none. */
  double mean(int[] tokens, int from, int to) {
    float[] all = logProbabilities(tokens);
    double sum = 0;
    int known = 0;
    for (int i = from; i < to; i++) {
      if (tokens[i] != vocabulary.unknown()) {
        sum += all[(i - 1) * vocabulary.size() + tokens[i]];
        known++;
      }
    }
    return known == 0 ? -StrictMath.log(vocabulary.size()) : sum / known;
  }

  /**
   * ln p of all words at all places but the first and the last.
   *
   * @return {@code [tokens.length - 2, vocabulary]}, the same array each time
   * @throws IllegalArgumentException if the model has another vocabulary
   */
  float[] logProbabilities(int[] tokens) {
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    session.run(new Tensor[] {Tensor.of(ids, 1, ids.length)}, outputs);
    int[] expected = {1, ids.length - 2, vocabulary.size()};
    if (!Arrays.equals(outputs[0].shape(), expected)) {
      throw new IllegalArgumentException(
          "output of the model: expected FLOAT32%s, found %s"
              .formatted(Arrays.toString(expected), outputs[0]));
    }
    return outputs[0].floats();
  }
}
