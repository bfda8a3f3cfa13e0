package dev.vecurrent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the pages say was measured stands in {@code bench/RESULTS.md}, with the machine, the commit
 * and the command. A figure is a number with a unit of time, speed or share. Where a page says that
 * something was measured, and under the title "Speed", each number is one. It stands in the results
 * if a number there rounds to it.
 */
class FiguresTest {

  private static final String NUMBER = "(?<![\\w.,/-])(\\d{1,3}(?:,\\d{3})+|\\d+)(\\.\\d+)?";
  private static final Pattern ANY = Pattern.compile(NUMBER);
  private static final Pattern WITH_UNIT =
      Pattern.compile(
          NUMBER + "\\s?(?:ms|µs|ns|s|%|GFLOP/s|GB/s|seconds?|minutes?|times as)(?![\\w/])");

  /** Figures that the results lack. A list that may only become shorter. */
  private static final Set<String> MISSING = Set.of();

  private static Set<BigDecimal> results() throws IOException {
    Set<BigDecimal> numbers = new TreeSet<>();
    Matcher matcher = ANY.matcher(Files.readString(House.root().resolve("bench/RESULTS.md")));
    while (matcher.find()) {
      numbers.add(number(matcher.group()));
    }
    return numbers;
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.replace(",", ""));
  }

  /** The figures of a page, each with the words around it. */
  private static List<String> figures(String page) {
    List<String> figures = new ArrayList<>();
    boolean measured = false;
    for (String block : Prose.blocks(page)) {
      if (Prose.isTitle(page, block)) {
        measured = block.equals("Speed");
      }
      boolean here = measured || block.contains("Measured") || block.contains("measured");
      collect(figures, here ? ANY : WITH_UNIT, block);
    }
    return figures;
  }

  private static void collect(List<String> to, Pattern pattern, String block) {
    Matcher matcher = pattern.matcher(block);
    while (matcher.find()) {
      to.add(matcher.group());
    }
  }

  private static boolean stands(String figure, Set<BigDecimal> results) {
    Matcher matcher = ANY.matcher(figure);
    assertThat(matcher.find()).as(figure).isTrue();
    BigDecimal said = number(matcher.group());
    return results.stream()
        .anyMatch(found -> found.setScale(said.scale(), RoundingMode.HALF_UP).compareTo(said) == 0);
  }

  @Test
  void figuresOfPagesStandInTheResults() throws IOException {
    Set<BigDecimal> results = results();
    Set<String> missing = new TreeSet<>();
    int count = 0;
    for (Path page : House.pages()) {
      for (String figure : figures(Files.readString(page))) {
        count++;
        if (!stands(figure, results)) {
          missing.add(House.name(page) + ": " + figure);
        }
      }
    }
    assertThat(count).isGreaterThan(30);
    assertThat(missing).containsExactlyInAnyOrderElementsOf(MISSING);
  }

  @Test
  void anotherFigureIsFound() throws IOException {
    Set<BigDecimal> results = Set.of(number("27.1"), number("1350"));
    assertThat(
            figures(
                "# A\n\nIn 27 µs, H = 1.5.\n\n## Speed\n\n| LSTM | 1.71 |\n\n# B\n\n4\n\nMeasured: 2.5."))
        .containsExactly("27 µs", "1.71", "2.5");
    assertThat(stands("27 µs", results)).isTrue();
    assertThat(stands("1,350 ms", results)).isTrue();
    assertThat(stands("28 µs", results)).isFalse();
    assertThat(stands("1.35", results)).isFalse();
  }
}
