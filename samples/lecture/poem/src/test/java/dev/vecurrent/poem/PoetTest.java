package dev.vecurrent.poem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Softmax;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network behind the verse: against PyTorch and on held-back poems. */
class PoetTest {

  private static final int[] FREE = {};
  private static final int HELD_BACK_TOKENS = 28_963;
  private static final int HELD_BACK_RIGHT = 7_885;
  private static final double HELD_BACK_PERPLEXITY = 79.54;
  private static final double CHINESE_PERPLEXITY = 189.52;

  /** Of poems that were not trained on, each with its marks and its end. */
  private record Figures(int tokens, int right, double nats, int chinese, double chineseNats) {

    double perplexity() {
      return Math.exp(nats / tokens);
    }

    double chinesePerplexity() {
      return Math.exp(chineseNats / chinese);
    }
  }

  private static Figures figures(List<int[]> rows) {
    LanguageModel model = Bundle.reader();
    int tokens = 0;
    int right = 0;
    int chinese = 0;
    double nats = 0;
    double chineseNats = 0;
    for (int[] row : rows) {
      model.reset();
      for (int at = 0; at < row.length - 1; at++) {
        float[] logits = model.next(row[at]);
        double lost = -Softmax.logProbability(logits, row[at + 1]);
        tokens++;
        nats += lost;
        right += largest(logits) == row[at + 1] ? 1 : 0;
        String token = Bundle.VOCABULARY.token(row[at + 1]);
        if (token.length() == 1 && !"，。".contains(token)) {
          chinese++;
          chineseNats += lost;
        }
      }
    }
    return new Figures(tokens, right, nats, chinese, chineseNats);
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /** Within 1e-5 of the largest logit. */
  @Test
  void logitsAreThoseOfPyTorch() throws IOException, URISyntaxException {
    Tensor tokens = Bundle.array("tokens.npy");
    Tensor expected = Bundle.array("pytorch-logits.npy");
    assertThat(tokens.shape()).containsExactly(8, 26);
    assertThat(expected.shape()).containsExactly(8, Bundle.VOCABULARY.size());
    float largest = 0;
    for (float logit : expected.floats()) {
      largest = Math.max(largest, Math.abs(logit));
    }
    LanguageModel model = Bundle.reader();
    for (int row = 0; row < 8; row++) {
      model.reset();
      float[] logits = new float[0];
      for (int at = 0; at < 26; at++) {
        logits = model.next((int) tokens.longs()[row * 26 + at]);
      }
      for (int id = 0; id < logits.length; id++) {
        float truth = expected.floats()[row * logits.length + id];
        assertThat(logits[id]).isCloseTo(truth, within(1e-5f * largest));
      }
    }
  }

  @Test
  void heldBackPoemsHaveTheStatedPerplexity() throws IOException {
    Figures found = figures(Bundle.heldBack());
    assertThat(found.tokens()).isEqualTo(HELD_BACK_TOKENS);
    assertThat(found.right()).isEqualTo(HELD_BACK_RIGHT);
    assertThat(found.perplexity()).isCloseTo(HELD_BACK_PERPLEXITY, within(0.01));
    assertThat(found.chinesePerplexity()).isCloseTo(CHINESE_PERPLEXITY, within(0.01));
  }

  @Test
  void aStateHandedOverIsTheSameAsOneKept() {
    PoemState start = PoemState.beginning(5, Bundle.VOCABULARY);
    Poet whole = poet(start);
    String four = lines(whole, 4);
    Poet first = poet(start);
    String one = lines(first, 1);
    Poet second = poet(first.state());
    assertThat(one + lines(second, 3)).isEqualTo(four);
    assertThat(second.state().model()).isEqualTo(whole.state().model());
  }

  private static Poet poet(PoemState from) {
    return new Poet(Bundle.reader(), Bundle.VOCABULARY, new Sampler(0, 1, 1), null, from);
  }

  private static String lines(Poet poet, int count) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < count; line++) {
      poet.line(FREE, (place, token) -> text.append(Bundle.VOCABULARY.token(token)));
    }
    return text.toString();
  }
}
