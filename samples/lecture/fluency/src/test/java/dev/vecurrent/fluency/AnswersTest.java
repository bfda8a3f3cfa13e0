package dev.vecurrent.fluency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logits: PyTorch's, the same bits however a sentence is cut, and the same on every machine. */
@Tag("bits")
class AnswersTest {

  /** A hash of the bits of all logits of all sentences. */
  private static final int BITS = -197032220;

  private final Model model = Networks.model();
  private final Vocabulary vocabulary = vocabulary();

  private static Vocabulary vocabulary() {
    try {
      return Vocabulary.read(Main.class, "vocab.txt");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> sentences() throws IOException {
    return Lines.read(AnswersTest.class, "answers.txt");
  }

  /** The start token and the sentence, which is in its normal form. */
  private int[] tokens(String sentence) {
    int[] ids = vocabulary.ids(Characters.normal(sentence));
    int[] tokens = new int[ids.length + 1];
    tokens[0] = vocabulary.id("<start>");
    System.arraycopy(ids, 0, tokens, 1, ids.length);
    return tokens;
  }

  /** Logits {@code [time, vocabulary]} in one call. */
  private float[] whole(int[] tokens) {
    float[] logits = new float[tokens.length * vocabulary.size()];
    model.newStream(1).run(tokens, tokens.length, logits);
    return logits;
  }

  @Test
  void logitsAreThoseOfPyTorch() throws IOException, URISyntaxException {
    List<String> sentences = sentences();
    String name = "pytorch-logits.npy";
    Path file = Path.of(Objects.requireNonNull(AnswersTest.class.getResource(name), name).toURI());
    Tensor expected = NpyFiles.read(file, 1 << 20);
    assertThat(expected.shape()).containsExactly(sentences.size(), vocabulary.size());
    LanguageModel network = new LanguageModel(model, vocabulary);
    for (int i = 0; i < sentences.size(); i++) {
      int from = i * vocabulary.size();
      float[] truth = Arrays.copyOfRange(expected.floats(), from, from + vocabulary.size());
      float largest = 0;
      for (float logit : truth) {
        largest = Math.max(largest, Math.abs(logit));
      }
      network.reset();
      assertThat(network.next(tokens(sentences.get(i))))
          .containsExactly(truth, within(1e-5f * largest));
    }
  }

  @Test
  void charactersOneByOneHaveTheBitsOfTheWhole() throws IOException {
    LanguageModel network = new LanguageModel(model, vocabulary);
    Stream stream = model.newStream(1);
    int size = vocabulary.size();
    for (String sentence : sentences()) {
      int[] tokens = tokens(sentence);
      float[] whole = whole(tokens);
      network.reset();
      for (int t = 0; t < tokens.length; t++) {
        assertThat(network.next(tokens[t]))
            .isEqualTo(Arrays.copyOfRange(whole, t * size, (t + 1) * size));
      }
      stream.reset();
      for (int t = 0; t < tokens.length; t += 3) {
        int[] chunk = Arrays.copyOfRange(tokens, t, Math.min(t + 3, tokens.length));
        float[] logits = new float[chunk.length * size];
        stream.run(chunk, chunk.length, logits);
        assertThat(logits)
            .isEqualTo(Arrays.copyOfRange(whole, t * size, (t + chunk.length) * size));
      }
    }
  }

  @Test
  void logitsHaveTheSameBitsOnEveryMachine() throws IOException {
    int bits = 0;
    for (String sentence : sentences()) {
      bits = 31 * bits + Arrays.hashCode(whole(tokens(sentence)));
    }
    assertThat(bits).isEqualTo(BITS);
  }
}
