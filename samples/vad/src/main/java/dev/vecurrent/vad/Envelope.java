package dev.vecurrent.vad;

/**
 * The least and greatest values of a long series, column by column. When there are too many
 * columns, each two become one: memory does not grow with the series.
 */
final class Envelope {

  private final float[] low;
  private final float[] high;
  private long valuesOfColumn;
  private long valuesOfLast;
  private int columns;

  /**
   * An empty series.
   *
   * @param valuesOfColumn how many values a column has at first
   * @param most the most columns, even
   */
  Envelope(int valuesOfColumn, int most) {
    if (valuesOfColumn < 1 || most < 2 || most % 2 != 0) {
      throw new IllegalArgumentException(
          "expected a positive and an even number, found %d and %d"
              .formatted(valuesOfColumn, most));
    }
    this.valuesOfColumn = valuesOfColumn;
    low = new float[most];
    high = new float[most];
  }

  /** The next value. */
  void add(float value) {
    if (columns == 0 || valuesOfLast == valuesOfColumn) {
      if (columns == low.length) {
        halve();
      }
      low[columns] = value;
      high[columns] = value;
      columns++;
      valuesOfLast = 0;
    }
    low[columns - 1] = Math.min(low[columns - 1], value);
    high[columns - 1] = Math.max(high[columns - 1], value);
    valuesOfLast++;
  }

  private void halve() {
    columns /= 2;
    for (int i = 0; i < columns; i++) {
      low[i] = Math.min(low[2 * i], low[2 * i + 1]);
      high[i] = Math.max(high[2 * i], high[2 * i + 1]);
    }
    valuesOfColumn *= 2;
  }

  int columns() {
    return columns;
  }

  /** How many values each column but the last has. */
  long valuesOfColumn() {
    return valuesOfColumn;
  }

  float low(int column) {
    return low[column];
  }

  float high(int column) {
    return high[column];
  }
}
