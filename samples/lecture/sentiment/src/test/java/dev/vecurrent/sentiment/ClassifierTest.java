package dev.vecurrent.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.sentiment.Classifier.Answer;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierTest {

  /** Within 1e-5. */
  @ParameterizedTest
  @EnumSource
  void logitsAreThoseOfPyTorch(Language language) throws IOException, URISyntaxException {
    String name = language.code() + "-pytorch-logits.npy";
    Path file = Path.of(Objects.requireNonNull(ClassifierTest.class.getResource(name)).toURI());
    Tensor expected = NpyFiles.read(file, 1 << 20);
    assertThat(expected.shape()).containsExactly(8, 2);
    HeldBack set = Bundled.heldBack(language);
    for (int i = 0; i < 8; i++) {
      float[] logits = set.answer(set.rows().get(i)).logits();
      assertThat(logits[0]).isCloseTo(expected.floats()[2 * i], within(1e-5f));
      assertThat(logits[1]).isCloseTo(expected.floats()[2 * i + 1], within(1e-5f));
    }
  }

  /** What is left of the log-odds without the shares is the bias: the same for each text. */
  @ParameterizedTest
  @EnumSource
  void sharesAddUpToTheLogOdds(Language language) throws IOException {
    HeldBack set = Bundled.heldBack(language);
    double bias = rest(set.answer(set.rows().getFirst()));
    for (String[] row : set.rows()) {
      assertThat(rest(set.answer(row))).isCloseTo(bias, within(1e-4));
    }
  }

  private static double rest(Answer answer) {
    double sum = 0;
    for (double share : answer.shares()) {
      sum += share;
    }
    return answer.logits()[1] - answer.logits()[0] - sum;
  }

  @Test
  void textsOfAnyLengthAreRead() throws IOException {
    Classifier classifier = Bundled.classifier(Language.ZH);
    assertThat(classifier.answer(List.of("好")).shares()).hasSize(1);
    Answer answer = classifier.answer(Collections.nCopies(10_000, "差"));
    assertThat(answer.shares()).hasSize(10_000);
    assertThat(answer.isPositive()).isFalse();
    // One session: a short text after a long one, with the bits it had before.
    assertThat(classifier.answer(List.of("好")).logits())
        .containsExactly(Bundled.classifier(Language.ZH).answer(List.of("好")).logits());
  }

  @Test
  void unknownCharactersAreAllTheSame() throws IOException {
    Classifier classifier = Bundled.classifier(Language.ZH);
    float[] expected = classifier.answer(Language.ZH.tokens("龘好")).logits();
    assertThat(classifier.answer(Language.ZH.tokens("𠀀好")).logits()).containsExactly(expected);
    assertThat(classifier.answer(Language.ZH.tokens("ж好")).logits()).containsExactly(expected);
  }
}
