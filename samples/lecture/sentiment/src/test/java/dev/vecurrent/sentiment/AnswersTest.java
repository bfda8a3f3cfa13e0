package dev.vecurrent.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers to all held-back texts, to the bit: on every machine, at every vector width. */
@Tag("bits")
class AnswersTest {

  @ParameterizedTest
  @CsvSource({"ZH, 1613193489", "EN, -1169180072"})
  void allLogitsHaveTheirBits(Language language, int expected) throws IOException {
    HeldBack set = Bundled.heldBack(language);
    int hash = 1;
    for (String[] row : set.rows()) {
      for (float logit : set.answer(row).logits()) {
        hash = 31 * hash + Float.floatToRawIntBits(logit);
      }
    }
    assertThat(hash).isEqualTo(expected);
  }
}
