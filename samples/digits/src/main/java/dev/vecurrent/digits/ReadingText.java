package dev.vecurrent.digits;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A reading as lines of a terminal: the row, the gates and states, the belief. */
final class ReadingText {

  private static final String SHADES = " ░▒▓█";
  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final int CELLS = 8; // of a gate; each shows the mean of H / 8 units

  private ReadingText() {}

  /** One line a row, under a line of titles. */
  static String of(float[] pixels, List<Reading.Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        "row  %-28s  %-8s %-8s %-8s %-8s %-8s  %-10s%n"
            .formatted("", "input", "forget", "output", "cell", "state", "0123456789"));
    for (int row = 0; row < rows.size(); row++) {
      Gates gates = rows.get(row).gates();
      double[] belief = rows.get(row).belief();
      text.append("%3d  ".formatted(row + 1));
      for (int column = 0; column < Digits.SIDE; column++) {
        text.append(mark(SHADES, pixels[row * Digits.SIDE + column]));
      }
      text.append("  ").append(bars(gates.i())).append(' ').append(bars(gates.f()));
      text.append(' ').append(bars(gates.o())).append(' ').append(bars(gates.c()));
      text.append(' ').append(bars(gates.h())).append("  ");
      for (double probability : belief) {
        text.append(mark(BARS, probability));
      }
      int best = best(belief);
      text.append(String.format(Locale.ROOT, "  %d %5.1f %%%n", best, 100 * belief[best]));
    }
    return text.toString();
  }

  /** The mean size of some units for each cell; sizes over 1, which c has, look like 1. */
  private static String bars(double[] units) {
    StringBuilder bars = new StringBuilder();
    for (int cell = 0; cell < CELLS; cell++) {
      int from = cell * units.length / CELLS;
      int to = (cell + 1) * units.length / CELLS;
      double sum = 0;
      for (int unit = from; unit < to; unit++) {
        sum += Math.abs(units[unit]);
      }
      bars.append(mark(BARS, to > from ? sum / (to - from) : 0));
    }
    return bars.toString();
  }

  private static char mark(String marks, double size) {
    return marks.charAt((int) Math.min(marks.length() - 1, size * marks.length()));
  }

  static int best(double[] belief) {
    int best = 0;
    for (int digit = 1; digit < belief.length; digit++) {
      best = belief[digit] > belief[best] ? digit : best;
    }
    return best;
  }

  /** The same with all numbers, for JSON. */
  static Map<String, Object> fields(int number, int label, float[] pixels, List<Reading.Row> rows) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("number", number);
    fields.put("label", label);
    fields.put("taken", best(rows.getLast().belief()));
    fields.put("pixels", lines(pixels));
    fields.put("rows", rows);
    return fields;
  }

  /** {@code [28, 28]} pixels, row by row. */
  private static List<float[]> lines(float[] pixels) {
    return IntStream.range(0, pixels.length / Digits.SIDE)
        .mapToObj(r -> Arrays.copyOfRange(pixels, r * Digits.SIDE, (r + 1) * Digits.SIDE))
        .toList();
  }
}
