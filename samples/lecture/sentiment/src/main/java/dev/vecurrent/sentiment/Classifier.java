package dev.vecurrent.sentiment;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Softmax;
import dev.vecurrent.text.Vocabulary;
import java.util.Arrays;
import java.util.List;

/** Embedding, BiLSTM, maximum over time, Linear. Not thread-safe. */
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
   * @param model {@code tokens [batch, time]} to {@code logits [batch, 2]}, {@code votes [batch,
   *     features]}, what each feature adds to the log-odds, and {@code chosen [batch, features]},
   *     the time at which it is largest
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
   * What the network says of a text.
   *
   * @param logits of negative and positive, {@code [2]}
   * @param shares of each token in the log-odds of positive: the votes of the features whose
   *     maximum over time it is. With the bias they add up to {@code logits[1] - logits[0]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(float[] logits, double[] shares) {

    /** The probability of positive. */
    double probability() {
      return Softmax.probability(logits, 1);
    }

    boolean isPositive() {
      return logits[1] > logits[0];
    }
  }

  /** Reads a text of one token or more. */
  Answer answer(List<String> tokens) {
    long[] ids = tokens.stream().mapToLong(vocabulary::id).toArray();
    session.run(new Tensor[] {Tensor.of(ids, 1, ids.length)}, outputs);
    float[] logits = Arrays.copyOf(outputs[0].floats(), outputs[0].size());
    int features = outputs[1].size();
    if (logits.length != 2 || outputs[2].size() != features) {
      throw new IllegalArgumentException(
          "expected [1, 2], [1, features] and [1, features], found " + Arrays.toString(outputs));
    }
    double[] shares = new double[ids.length];
    for (int i = 0; i < features; i++) {
      shares[(int) outputs[2].longs()[i]] += outputs[1].floats()[i];
    }
    return new Answer(logits, shares);
  }
}
