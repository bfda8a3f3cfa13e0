package dev.vecurrent.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Curves as a table, and as letters on a logarithmic axis. */
final class TextChart {

  private static final int ROWS = 14;
  private static final int COLUMNS = 60;
  private static final int LOWEST = -30; // exponent; what is below is not drawn

  private TextChart() {}

  /** One line for each curve: the norm at some distances, and the right answers. */
  static String table(List<Curve> curves, int distance) {
    int[] at =
        IntStream.of(1, 10, 20, 50, 100, distance)
            .filter(d -> d <= distance)
            .sorted()
            .distinct()
            .toArray();
    StringBuilder text = new StringBuilder("   %-26s".formatted("distance"));
    Arrays.stream(at).forEach(d -> text.append("%9d".formatted(d)));
    text.append("   right of 500\n");
    for (Curve curve : curves) {
      text.append(" %c %-26s".formatted(curve.network().letter(), curve.network().title()));
      for (int d : at) {
        text.append("%9s".formatted(number(curve.norms()[d - 1])));
      }
      text.append("%15d%n".formatted(curve.right()));
    }
    return text.toString();
  }

  private static String number(double norm) {
    return norm >= 0.01 && norm < 1000
        ? String.format(Locale.ROOT, "%.3g", norm)
        : String.format(Locale.ROOT, "%.1e", norm);
  }

  /** A row for some powers of ten, a column for some distances; dashes at 1. */
  static String chart(List<Curve> curves, int distance) {
    int columns = Math.min(COLUMNS, distance);
    int highest = 0;
    int lowest = 0;
    for (Curve curve : curves) {
      for (double norm : curve.norms()) {
        int exponent = (int) Math.floor(Math.log10(norm));
        highest = Math.max(highest, Math.min(exponent, -LOWEST) + 1);
        lowest = Math.min(lowest, Math.max(exponent, LOWEST));
      }
    }
    int decades = Math.ceilDiv(highest - lowest, ROWS); // of a row
    int above = Math.ceilDiv(highest, decades);
    char[][] cells = new char[above + Math.ceilDiv(-lowest, decades) + 1][columns];
    for (int row = 0; row < cells.length; row++) {
      Arrays.fill(cells[row], row == above ? '-' : ' ');
    }
    for (Curve curve : curves) {
      for (int column = 0; column < columns; column++) {
        double norm = curve.norms()[(column + 1) * distance / columns - 1];
        long row = above - Math.round(Math.log10(norm) / decades);
        if (row >= 0 && row < cells.length) {
          cells[(int) row][column] = curve.network().letter();
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < cells.length; row++) {
      String value = row == above ? "1" : "1e" + (above - row) * decades;
      text.append("%7s |%s%n".formatted(value, new String(cells[row]).stripTrailing()));
    }
    return text
        + "        +%s%n%9d%s%d%n"
            .formatted("-".repeat(columns), 1, " ".repeat(Math.max(1, columns - 4)), distance);
  }
}
