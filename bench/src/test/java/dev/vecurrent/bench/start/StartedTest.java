package dev.vecurrent.bench.start;

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

  /** Windows of 20 ms from 220 ms on. */
  private static Started started(double... millis) {
    List<String> said = new ArrayList<>();
    for (double each : millis) {
      said.add("window " + (220 + 20 * said.size()) + " " + each + " " + 500);
    }
    return Started.of(200, 300, said);
  }

  @Test
  void linesAreUnderstood() {
    Started one =
        Started.of(
            200,
            310,
            List.of(
                "reached 12.5 1.0",
                "reached 80.0 10.0",
                "calls 1.0 12.5",
                "second 900.0 0.0",
                "late 3 375 91.5",
                "answer 3f800000 bf800000 ",
                "something else"));
    assertThat(one.first()).isEqualTo(200);
    assertThat(one.firstCpu()).isEqualTo(310);
    assertThat(one.reached()).containsEntry(1, 12.5).containsEntry(10, 80.0).hasSize(2);
    assertThat(one.calls()).containsEntry(1, 12.5);
    assertThat(one.second()).isEqualTo(900);
    assertThat(one.late()).isEqualTo(3);
    assertThat(one.longest()).isEqualTo(91.5);
    assertThat(one.answer()).containsExactly(1f, -1f);
    assertThat(started().late()).isNaN();
    assertThat(started().second()).isNaN();
  }

  @Test
  void theLastTimeIsTheMedianOfTheLastQuarter() {
    assertThat(started(9, 8, 7, 6, 5, 4, 3, 2, 1, 30, 10, 20).last()).isEqualTo(20);
    assertThat(started().last()).isNaN();
  }

  @Test
  void settledIsWhereCallsStayNearTheLastTime() {
    // The last time is 9, 1.2 of it 10.8: one fast window among slow ones does not count.
    Started one = started(50, 10, 50, 50, 50, 50, 10, 10, 9, 50, 9, 9, 9, 9, 9, 9);
    assertThat(one.settled()).isEqualTo(new Started.Window(220 + 20 * 6, 10, 500));
    assertThat(started(9, 9, 9, 9).settled().at()).isNaN();
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
