package dev.vecurrent.sentiment;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network that reads a whole text: embedding, BiLSTM, maximum over time, Linear. Its input is
 * {@code tokens [batch, time]}. Its outputs are {@code logits [batch, 2]}, {@code votes [batch,
 * features]}, which is what each feature adds to the log-odds, and {@code chosen [batch,
 * features]}, the time at which each is largest. Not thread-safe.
 */
final class Classifier {

  private final Vocabulary vocabulary;
  private final Session session;
  private final Tensor[] outputs = {
    Tensor.growable(ElementType.FLOAT32),
    Tensor.growable(ElementType.FLOAT32),
    Tensor.growable(ElementType.INT64)
  };

  /**
   * A classifier.
   *
   * @throws IllegalArgumentException if the model has other inputs or outputs
   */
  Classifier(Model model, Vocabulary vocabulary) {
    if (model.inputs().size() != 1 || model.outputs().size() != outputs.length) {
      throw new IllegalArgumentException(
          "expected an input tokens and outputs logits, votes and chosen, found %s and %s"
              .formatted(model.inputs(), model.outputs()));
    }
    this.vocabulary = vocabulary;
    this.session = model.newSession();
  }

  /**
   * Reads a text.
   *
   * @param tokens one or more
   */
  Answer answer(List<String> tokens) {
    long[] ids = tokens.stream().mapToLong(vocabulary::id).toArray();
    session.run(new Tensor[] {Tensor.of(ids, 1, ids.length)}, outputs);
    float[] logits = Arrays.copyOf(outputs[0].floats(), outputs[0].size());
    if (logits.length != 2 || outputs[1].size() != outputs[2].size()) {
      throw new IllegalArgumentException(
          "expected two logits and a time for each vote, found %s, %s, %s"
              .formatted(outputs[0], outputs[1], outputs[2]));
    }
    double[] shares = new double[ids.length];
    for (int feature = 0; feature < outputs[1].size(); feature++) {
      shares[(int) outputs[2].longs()[feature]] += outputs[1].floats()[feature];
    }
    return new Answer(logits, shares);
  }

  /** Reads the text cut after each token, as a reader does: one answer a token. */
  List<Answer> each(List<String> tokens) {
    List<Answer> answers = new ArrayList<>();
    for (int end = 1; end <= tokens.size(); end++) {
      answers.add(answer(tokens.subList(0, end)));
    }
    return answers;
  }

  /** Whether the network knows a token. */
  boolean knows(String token) {
    return vocabulary.find(token) >= 0;
  }
}
