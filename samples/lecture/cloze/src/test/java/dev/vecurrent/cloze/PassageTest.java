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
    return Passage.all("a.txt", Arrays.asList(lines));
  }

  @Test
  void textsAreParted() {
    List<Passage> passages =
        read("# x [", "", " One [a | *b c|d]", "two [ e|f ].", "", "", "[g|*h]");
    assertThat(passages).hasSize(2);
    assertThat(passages.getFirst().around()).containsExactly("One ", " two ", ".");
    List<Passage.Blank> blanks = passages.getFirst().blanks();
    assertThat(blanks)
        .extracting(Passage.Blank::choices)
        .containsExactly(List.of("a", "b c", "d"), List.of("e", "f"));
    assertThat(blanks).extracting(Passage.Blank::key).containsExactly(1, -1);
    blanks.get(0).answers().put("way", new Passage.Answer(2, new double[3]));
    blanks.get(1).answers().put("way", new Passage.Answer(0, new double[2]));
    assertThat(passages.getFirst().filled()).isEqualTo("One [d] two [e].");
    assertThat(passages.getLast().around()).containsExactly("", "");
  }

  @ParameterizedTest
  @CsvSource({
    "'He [a|b', [a|b",
    "'He a|b] and so on', ] and so on",
    "'He [a [b|c]]', '[a ]'",
    "'He [a]', [a]",
    "'He []', []",
    "'[1|2|3|4|5|6|7|8|9|10|11]', [1|2|3|4|5|6|7|8|9|10|11]",
    "'He [a|]', [a|]",
    "'He [a| ]', '[a| ]'",
    "'He [a|*]', [a|*]",
    "'He [a|**b]', [a|**b]",
  })
  void whatIsMalformedIsShown(String line, String found) {
    assertThatThrownBy(() -> read("[a|b]", "", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a.txt, the text that ends in line 3: expected 2 to 10 choices of 1 to 100 characters, such as [good | *better], found "
                + found);
  }

  @Test
  void aBlankHasOneRightChoice() {
    assertThatThrownBy(() -> read("[a|b]", "He [*a | *b]"))
        .hasMessage(
            "a.txt, the text that ends in line 2: expected one choice with a *, found *a | *b");
  }

  @Test
  void sizesAreBounded() {
    String sizes =
        "a.txt: expected 1 to 1,000 blanks such as [good | *better] and 1,000,000 characters, ";
    assertThatThrownBy(() -> read()).hasMessage(sizes + "found 0 and 0");
    assertThatThrownBy(() -> read("He")).hasMessage(sizes + "found 0 and 2");
    assertThatThrownBy(() -> read("[a|b]", "a".repeat(1_000_000)))
        .hasMessage(sizes + "found 1 and 1,000,005");
    assertThatThrownBy(() -> read("[a|b]".repeat(1_001)))
        .hasMessage(sizes + "found 1,001 and 5,005");
    List<String> many = Collections.nCopies(1_000, "[a|b]");
    assertThat(Passage.all("a.txt", many).getFirst().blanks()).hasSize(1_000);
    assertThat(read("[a|" + "b".repeat(100) + "]")).hasSize(1);
    assertThatThrownBy(() -> read("[a|" + "b".repeat(101) + "]"))
        .hasMessageContaining("choices of 1 to 100 characters");
  }

  /** Spaces and stars in any number take no time that grows faster than they do. */
  @Test
  void manyBlanksAndBracketsAreReadAtOnce() {
    assertThatThrownBy(() -> read("[a|b]" + "[ | *".repeat(190_000))).hasMessageContaining("[ | *");
  }
}
