package dev.vecurrent.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "好,不好!"            | "好，不好！"
          "好，不好！"          | "好，不好！"
          "8:30到,3.5元(快)"    | "8:30到，3.5元（快）"
          "Ａ１ｚ"              | "A1z"
          "  天\t\u0007 地  "   | "天 地"
          "\u202E天\u2066地\uFEFF" | "天 地"
          "𠮷?"                 | "𠮷？"
          ""                    | ""
          " \u3000"             | ""
          """)
  void normalForm(String text, String normal) {
    assertThat(Characters.normal(text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"好,不好!", "8:30", "a . b", "《天》", "...", "1,2,好,3"})
  void theNormalFormIsItsOwn(String text) {
    String normal = Characters.normal(text);
    assertThat(Characters.normal(normal)).isEqualTo(normal);
  }

  @Test
  void aHalfOfACharacterStaysAlone() {
    assertThat(Characters.normal("\uD842天")).isEqualTo("\uD842天");
  }

  @Test
  void charactersOfEastAsiaTakeTwoColumns() {
    assertThat(Characters.columns("8点到上海。")).isEqualTo(11);
    assertThat(Characters.columns("𠮷a")).isEqualTo(3);
    assertThat(Characters.columns("")).isZero();
  }
}
