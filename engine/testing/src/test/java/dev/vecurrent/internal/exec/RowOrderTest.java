package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows are cut into ranges of about the same number of steps. */
class RowOrderTest {

  private static int[] cut(int[] lengths, int steps, int ranges) {
    RowOrder order = new RowOrder(Budget.unlimited());
    order.order(lengths.length, steps, Tensor.of(lengths, lengths.length));
    int[] starts = new int[ranges + 1];
    order.cut(ranges, starts);
    return starts;
  }

  private static int[] equal(int rows) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, 10);
    return lengths;
  }

  @Test
  void equalLengths() {
    assertThat(cut(equal(32), 10, 2)).containsExactly(0, 16, 32);
    assertThat(cut(equal(24), 10, 2)).containsExactly(0, 12, 24);
    assertThat(cut(equal(100), 10, 2)).containsExactly(0, 48, 100);
    assertThat(cut(equal(3), 10, 3)).containsExactly(0, 1, 2, 3);
    assertThat(cut(equal(0), 10, 2)).containsExactly(0, 0, 0);
  }

  @Test
  void longSequencesCountForMore() {
    assertThat(cut(new int[] {1, 1, 4, 1, 1}, 4, 2)).containsExactly(0, 1, 5);
  }

  @Test
  void rangesCoverAllRowsAndAreNotMuchLongerThanTheirShare() {
    SplittableRandom random = new SplittableRandom(Seeds.of(RowOrderTest.class));
    for (int trial = 0; trial < 500; trial++) {
      int rows = random.nextInt(1, 120);
      int steps = random.nextInt(1, 50);
      int[] lengths = random.ints(rows, 0, steps + 1).toArray();
      int ranges = random.nextInt(1, 6);
      int[] starts = cut(lengths, steps, ranges);
      RowOrder order = new RowOrder(Budget.unlimited());
      order.order(rows, steps, Tensor.of(lengths, rows));
      assertThat(starts[0]).isZero();
      assertThat(starts[ranges]).isEqualTo(rows);
      for (int range = 0; range < ranges; range++) {
        assertThat(starts[range]).isLessThanOrEqualTo(starts[range + 1]);
        long own = 0;
        for (int row = starts[range]; row < starts[range + 1]; row++) {
          own += order.length(row);
        }
        long slack = steps + (long) steps * (2 * (rows / ranges / 8) + 1);
        assertThat(own).isLessThanOrEqualTo(order.rowSteps() / ranges + slack);
      }
    }
  }
}
