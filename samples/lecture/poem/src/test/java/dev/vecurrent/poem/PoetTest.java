package dev.vecurrent.poem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Figure;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Sampler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network behind the verse: against PyTorch and on held-back poems. */
class PoetTest {

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

  /** The figures of the page, exactly. */
  @Test
  void heldBackPoemsHaveTheStatedPerplexity() throws IOException {
    List<Figure> figures = HeldBack.figures(Bundle.reader());
    assertThat(figures).extracting(Figure::what).hasSize(4).doesNotHaveDuplicates();
    assertThat(figures.get(0).value()).isCloseTo(79.54, within(0.01));
    assertThat(figures.get(1).value()).isCloseTo(189.55, within(0.01));
    assertThat(figures.subList(2, 4))
        .containsExactly(
            Figure.count("tokens, the likeliest", 7_885, 28_963),
            Figure.count("the lecture's lines", 2, 2));
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
    return new Poet(Bundle.reader(), new Sampler(0, 1, 1), null, from);
  }

  private static String lines(Poet poet, int count) {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < count; line++) {
      text.append(poet.line("", heard -> {}));
    }
    return text.toString();
  }
}
