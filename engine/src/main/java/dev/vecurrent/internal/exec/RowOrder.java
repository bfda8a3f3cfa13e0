package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * The sequences of a batch from the longest to the shortest, so that those which still run at a
 * step are the first {@link #active} rows. Equal lengths keep their order.
 */
final class RowOrder {

  /** The share of a range by which its end may move to a multiple of rows. */
  private static final int NEAR = 8;

  /** Up to which number of sequences their order is found by insertion. */
  private static final int FEW_ROWS = 32;

  private final Budget budget;
  private int[] sequences = new int[0];
  private int[] lengths = new int[0];
  private int[] starts = new int[0];
  private int rows;

  RowOrder(Budget budget) {
    this.budget = budget;
  }

  /**
   * Orders a batch; {@code null} lengths are all {@code steps}. Lengths are in {@code [0, steps]}.
   */
  void order(int batch, int steps, @Nullable Tensor sequenceLens) {
    rows = 0;
    sequences = budget.ints(sequences, batch);
    lengths = budget.ints(lengths, batch);
    rows = batch;
    if (sequenceLens == null) {
      for (int row = 0; row < batch; row++) {
        sequences[row] = row;
        lengths[row] = steps;
      }
      return;
    }
    if (batch <= FEW_ROWS) {
      orderFew(batch, sequenceLens);
      return;
    }
    }
    starts = budget.ints(starts, steps + 2L);
    // Counting sort: starts[steps - length + 1] counts, then sums to the first row of each length.
    Arrays.fill(starts, 0, steps + 2, 0);
    for (int n = 0; n < batch; n++) {
      starts[steps - (int) LayerCall.length(sequenceLens, n) + 1]++;
    }
    for (int s = 0; s <= steps; s++) {
      starts[s + 1] += starts[s];
    }
    for (int n = 0; n < batch; n++) {
      int length = (int) LayerCall.length(sequenceLens, n);
      int row = starts[steps - length]++;
      sequences[row] = n;
      lengths[row] = length;
    }
  }

  /** Sorts by insertion: few sequences may have so many steps that these cannot be counted. */
  private void orderFew(int batch, Tensor sequenceLens) {
    for (int n = 0; n < batch; n++) {
      int length = (int) LayerCall.length(sequenceLens, n);
      int row = n;
      for (; row > 0 && lengths[row - 1] < length; row--) {
        sequences[row] = sequences[row - 1];
        lengths[row] = lengths[row - 1];
      }
      sequences[row] = n;
      lengths[row] = length;
    }
  }

  long bytes() {
    return 4L * (sequences.length + lengths.length + starts.length);
  }

  /** The sequence in a row. */
  int sequence(int row) {
    return sequences[row];
  }

  /** The length of the sequence in a row. */
  int length(int row) {
    return lengths[row];
  }

  /**
   * The end of the rows from {@code first} that have more than {@code step} steps; those from
   * {@code atMost} on are known to have fewer.
   */
  int active(int step, int first, int atMost) {
    int active = atMost;
    while (active > first && lengths[active - 1] <= step) {
      active--;
    }
    return active;
  }

  /** Steps of all rows together. */
  long rowSteps() {
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += lengths[row];
    }
    return sum;
  }

  /**
   * Cuts the rows into ranges of about the same number of steps, at a multiple of 8 or 4 rows where
   * that is near: such ranges fill register tiles.
   *
   * @param ranges how many
   * @param starts receives the first row of each range, and the number of rows after the last
   */
  void cut(int ranges, int[] starts) {
    long all = rowSteps();
    long before = 0;
    int row = 0;
    starts[0] = 0;
    for (int range = 1; range < ranges; range++) {
      while (row < rows && before * ranges < all * range) {
        before += lengths[row++];
      }
      starts[range] = Math.max(starts[range - 1], nearMultiple(row, rows / ranges / NEAR));
    }
    starts[ranges] = rows;
  }

  private int nearMultiple(int row, int near) {
    for (int multiple = 8; multiple >= 4; multiple /= 2) {
      int rounded = (row + multiple / 2) / multiple * multiple;
      if (Math.abs(rounded - row) <= near && rounded <= rows) {
        return rounded;
      }
    }
    return row;
  }

  /** The number of sequences. */
  int rows() {
    return rows;
  }

  /** The time step that a row reads as its {@code step}-th. */
  int time(int row, int step, boolean reverse) {
    return reverse ? lengths[row] - 1 - step : step;
  }
}
