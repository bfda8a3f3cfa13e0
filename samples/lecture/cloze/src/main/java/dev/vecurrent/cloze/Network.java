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

  int unknown() {
    return vocabulary.unknown();
  }

  /**
   * ln p of all words at all places of a text.
   *
   * @return {@code [words.length, vocabulary]}, the same array each time
   */
  float[] logProbabilities(int[] words) {
    long[] tokens = new long[words.length + 2];
    tokens[0] = vocabulary.id("<s>");
    for (int i = 0; i < words.length; i++) {
      tokens[i + 1] = words[i];
    }
    tokens[words.length + 1] = vocabulary.id("</s>");
    return logProbabilities(tokens);
  }

  /**
   * The same of any tokens, but for the first and the last.
   *
   * @throws IllegalArgumentException if the model has other inputs or outputs
   */
  float[] logProbabilities(long[] tokens) {
    session.run(new Tensor[] {Tensor.of(tokens, 1, tokens.length)}, outputs);
    int[] expected = {1, tokens.length - 2, vocabulary.size()};
    if (!Arrays.equals(outputs[0].shape(), expected)) {
      throw new IllegalArgumentException(
          "output of the model: expected FLOAT32%s, found %s"
              .formatted(Arrays.toString(expected), outputs[0]));
    }
    return outputs[0].floats();
  }

  /** The mean ln p of the known words in a part of a text; that of chance where there is none. */
  double mean(int[] words, int from, int to) {
    float[] all = logProbabilities(words);
    double sum = 0;
    int known = 0;
    for (int i = from; i < to; i++) {
      if (words[i] != unknown()) {
        sum += all[i * vocabulary.size() + words[i]];
        known++;
      }
    }
    return known == 0 ? -StrictMath.log(vocabulary.size()) : sum / known;
  }
}
