package dev.vecurrent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  private final Vocabulary vocabulary = new Vocabulary(List.of("<pad>", "<unk>", "天", "𠮷"));

  @Test
  void aTokenIsTheNumberOfItsLine() {
    assertThat(vocabulary.size()).isEqualTo(4);
    assertThat(vocabulary.id("天")).isEqualTo(2);
    assertThat(vocabulary.token(2)).isEqualTo("天");
    assertThat(vocabulary.find("地")).isEqualTo(-1);
    assertThat(vocabulary.id("地")).isEqualTo(vocabulary.unknown()).isEqualTo(1);
  }

  @Test
  void aCharacterIsACodePointNotAHalfOfOne() {
    assertThat(vocabulary.ids("天𠮷地")).containsExactly(2, 3, 1);
    assertThat(vocabulary.ids("")).isEmpty();
  }

  @Test
  void brokenVocabulariesAreRefused() {
    assertThatThrownBy(() -> new Vocabulary(List.of("<unk>", "a", "a")))
        .hasMessage("vocabulary, line 3: token a stands in line 2 already");
    assertThatThrownBy(() -> new Vocabulary(List.of("a")))
        .hasMessage("vocabulary: expected a token <unk>");
    assertThatThrownBy(() -> Vocabulary.read(VocabularyTest.class, "none.txt"))
        .hasMessage("resource none.txt is missing");
  }
}
