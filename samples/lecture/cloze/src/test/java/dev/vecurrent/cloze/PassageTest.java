package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassageTest {

  private static List<Passage> read(String... lines) {
    return Passage.all("f.txt", Arrays.asList(lines));
  }

  @Test
  void textsAreParted() {
    List<Passage> passages =
        read("# x [", "", " One [a | *b c|d]", "two [ e|f ].", "", "", "[g|*h]");
    assertThat(passages).hasSize(2);
    assertThat(passages.getFirst().texts()).containsExactly("One ", " two ", ".");
    assertThat(passages.getFirst().blanks())
        .containsExactly(
            new Passage.Blank(List.of("a", "b c", "d"), 1),
            new Passage.Blank(List.of("e", "f"), -1));
    assertThat(passages.getFirst().filled(new int[] {2, 0})).isEqualTo("One [d] two [e].");
    assertThat(passages.getLast().filled(new int[] {1})).isEqualTo("[h]");
  }

  @ParameterizedTest
  @CsvSource({
    "'He [a|b', expected a [ and a ] around each blank",
    "'He a|b]', expected a [ and a ] around each blank",
    "'He [a [b|c]]', expected a [ and a ] around each blank",
    "'He [a]', expected 2 to 10 choices",
    "'He []', expected 2 to 10 choices",
    "'[1|2|3|4|5|6|7|8|9|10|11]', expected 2 to 10 choices",
    "'He [a|]', expected choices of 1 to 100 characters",
    "'He [a|*]', expected choices of 1 to 100 characters",
    "'He [*a|*b]', 'expected one choice with a *, found 2'",
    "'He', expected a blank such as [good | *better] in the text above",
  })
  void whatIsMalformedIsSaidWithItsLine(String line, String expected) {
    int number = line.equals("He") ? 4 : 3;
    assertThatThrownBy(() -> read("[a|b]", "", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("f.txt, line " + number + ": " + expected);
  }

  @Test
  void sizesAreBounded() {
    assertThatThrownBy(() -> read()).hasMessage("f.txt: expected a text, found none");
    assertThatThrownBy(() -> read("a".repeat(60_000), "a".repeat(60_000)))
        .hasMessage("f.txt, line 2: expected at most 100,000 characters");
    assertThatThrownBy(() -> read("[a|b]".repeat(1_001)))
        .hasMessage("f.txt, line 1: expected at most 1,000 blanks");
    List<String> many = Collections.nCopies(1_001, "[a|b]");
    assertThatThrownBy(() -> Passage.all("f.txt", many))
        .hasMessage("f.txt, line 1001: expected at most 1,000 blanks");
    assertThatThrownBy(() -> read("[a|" + "b".repeat(101) + "]"))
        .hasMessage("f.txt, line 1: expected choices of 1 to 100 characters");
  }
}
