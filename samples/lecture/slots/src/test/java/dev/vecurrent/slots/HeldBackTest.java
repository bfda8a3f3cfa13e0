package dev.vecurrent.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.text.Figure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences of another author, who had not seen the templates: the counts are those of PyTorch. */
class HeldBackTest {

  @Test
  void theCountsAreThoseOfTheTraining() throws IOException {
    List<Tagged> heldBack = Bundled.heldBack();
    assertThat(Score.of(Bundled.tagger("slots"), heldBack))
        .isEqualTo(new Score(364, 385, 379, 190, 210));
    assertThat(Score.of(Bundled.tagger("forward"), heldBack))
        .isEqualTo(new Score(284, 419, 379, 109, 210));
  }

  @Test
  void endsAndKindCount() throws IOException {
    Tagger tagger = Bundled.tagger("slots");
    List<Tagged> tagged =
        Tagged.all(List.of("# 从[北京|FROM]走", "", "从[北京|FROM]走", "从[北京|TO]走", "从北[京|FROM]走"));
    Score score = Score.of(tagger, tagged);
    assertThat(score).isEqualTo(new Score(1, 3, 3, 1, 3));
    assertThat(score.figures("x").toList())
        .containsExactly(
            Figure.of("F1 of slots, x", 1 / 3.0),
            Figure.count("sentences without a mistake, x", 1, 3));
  }
}
