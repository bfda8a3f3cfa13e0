package dev.vecurrent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sentences of the pages that readers meet first. */
class ProseTest {

  private static final int MOST_WORDS = 25;

  /** Tables that {@code verify --table} writes. */
  private static final Set<String> EXCEPTIONS = Set.of("conformance.md", "conformance-1.21.md");

  @Test
  void noSentenceHasOver25Words() throws IOException {
    List<String> tooLong = new ArrayList<>();
    int sentences = 0;
    for (Path page : House.pages()) {
      if (EXCEPTIONS.contains(House.name(page))) {
        continue;
      }
      for (String sentence : Prose.sentences(Files.readString(page))) {
        sentences++;
        if (Prose.words(sentence) > MOST_WORDS) {
          tooLong.add(House.name(page) + ": " + Prose.words(sentence) + " words: " + sentence);
        }
      }
    }
    assertThat(sentences).isGreaterThan(200);
    assertThat(tooLong).isEmpty();
  }

  @Test
  void aLongSentenceIsFound() {
    String text =
        "# Title\n\nOne two\nthree. Four `five\nsix` [seven](a.b. c).\n\n- Eight: nine.\n\n| a b. | c |\n";
    assertThat(Prose.sentences(text))
        .containsExactly(
            "Title", "One two three.", "Four code seven.", "Eight: nine.", "a b.", "c");
    assertThat(Prose.words("Four code - seven.")).isEqualTo(3);
  }
}
