package dev.vecurrent.bench.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartedTest {

  @TempDir private Path folder = Path.of("");

  /** Windows of 20 ms from 200 ms on. */
  private static Started started(double... micros) {
    List<Started.Window> windows = new ArrayList<>();
    for (double each : micros) {
      windows.add(new Started.Window(220 + 20 * windows.size(), each));
    }
    return new Started(200, windows, List.of(1f));
  }

  @Test
  void peakIsTheMedianOfTheLastQuarter() {
    assertThat(started(9, 8, 7, 6, 5, 4, 3, 2, 1, 30, 10, 20).peak()).isEqualTo(20);
    assertThat(started().peak()).isNaN();
  }

  @Test
  void ninetyPercentIsWhereCallsStayWithinIt() {
    // The peak is 9, 90 % of its rate 10 us a call: one fast window among slow ones does not count.
    assertThat(started(50, 10, 50, 50, 50, 50, 10, 10, 9, 50, 9, 9, 9, 9, 9, 9).ninety())
        .isEqualTo(220 + 20 * 6);
    assertThat(started(9, 9, 9, 9).ninety()).isNaN();
  }

  @Test
  void anIntervalHasTheMedianOfItsWindows() {
    Started one = started(5, 4, 3, 2);
    assertThat(one.between(220, 280)).isEqualTo(4);
    assertThat(one.between(200, 220)).isNaN();
  }

  @Test
  void medians() {
    assertThat(Medians.of(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Medians.of(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
    assertThat(Medians.of(new double[0])).isNaN();
  }

  @Test
  void aProcessWithoutAnAnswerIsAnError() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThatThrownBy(
            () -> Started.run(List.of(java, "-cp", ".", "NoSuchClass"), folder.resolve("errors")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gave no answer")
        .hasMessageContaining("NoSuchClass");
  }

  @Test
  void inputsAreNumbersBetweenMinusOneAndOne() {
    float[] input = MeasuredCalls.input(1000);
    assertThat(input).doesNotHaveDuplicates().isEqualTo(MeasuredCalls.input(1000));
    for (float x : input) {
      assertThat(x).isBetween(-1f, 1f);
    }
  }
}
