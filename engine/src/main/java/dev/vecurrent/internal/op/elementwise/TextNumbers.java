package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as text and back, for {@link Cast}. Floats are written with up to 8 significant digits as
 * C's {@code %.8g}, NaN as {@code NaN}, infinities as {@code INF} and {@code -INF}; truth values as
 * 1 and 0. What is read must be a number from its first character to its last, space aside.
 */
final class TextNumbers {

  private static final MathContext DIGITS = new MathContext(8, RoundingMode.HALF_EVEN);

  /** Longer texts are no numbers that anybody writes, and slow to read. */
  private static final int MOST_CHARACTERS = 1000;

  private TextNumbers() {}

  static String ofReal(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "INF" : "-INF";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < DIGITS.getPrecision()) {
      return rounded.toPlainString();
    }
    String digits = rounded.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** The element of a tensor of numbers or truth values. */
  static String of(Tensor x, int i) {
    return switch (x.type()) {
      case FLOAT32 -> ofReal(x.floats()[i]);
      case FLOAT64 -> ofReal(x.doubles()[i]);
      case UINT64 -> Long.toUnsignedString(x.longs()[i]);
      default -> Long.toString(whole(x, i));
    };
  }

  /**
   * A floating point number: decimal, in scientific notation, or NaN, INF, INFINITY in any case.
   *
   * @throws IllegalArgumentException if it is none
   */
  static double real(String text) {
    String number = stripped(text, "a number");
    int start = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
    return switch (number.substring(start).toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" ->
          number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> {
        if (!isDecimal(number, start)) {
          throw refused(text, "a number");
        }
        yield Double.parseDouble(number);
      }
    };
  }

  private static boolean isDecimal(String text, int start) {
    int whole = digits(text, start);
    int fraction = whole < text.length() && text.charAt(whole) == '.' ? whole + 1 : whole;
    int end = fraction > whole ? digits(text, fraction) : whole;
    boolean some = whole > start || end > fraction;
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      boolean signed = text.startsWith("+", end + 1) || text.startsWith("-", end + 1);
      int from = end + (signed ? 2 : 1);
      end = digits(text, from);
      some &= end > from;
    }
    return some && end == text.length();
  }

  /** The place behind the decimal digits that start at another. */
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /**
   * An integer; digits behind a point are cut off.
   *
   * @param unsigned whether it may be as large as UINT64
   * @throws IllegalArgumentException if it is none, or not of 64 bits
   */
  static long whole(String text, boolean unsigned) {
    String number = stripped(text, "an integer");
    int start = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
    int end = digits(number, start);
    boolean pointed = end < number.length() && number.charAt(end) == '.';
    if (end == start || (pointed ? digits(number, end + 1) : end) != number.length()) {
      throw refused(text, "an integer");
    }
    try {
      return unsigned && start == 0
          ? Long.parseUnsignedLong(number.substring(0, end))
          : Long.parseLong(number.substring(0, end));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(refused(text, "an integer of 64 bits").getMessage(), e);
    }
  }

  private static String stripped(String text, String expected) {
    if (text.length() > MOST_CHARACTERS) {
      throw refused(text, expected + " of at most " + MOST_CHARACTERS + " characters");
    }
    return text.strip();
  }

  private static IllegalArgumentException refused(String text, String expected) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return new IllegalArgumentException("Cast: expected " + expected + ", found '" + shown + "'");
  }

  private static long whole(Tensor x, int i) {
    return switch (x.type()) {
      case INT64 -> x.longs()[i];
      case INT32 -> x.ints()[i];
      case UINT32 -> Integer.toUnsignedLong(x.ints()[i]);
      case INT16 -> x.shorts()[i];
      case UINT16 -> x.shorts()[i] & 0xffff;
      case UINT8 -> x.bytes()[i] & 0xff;
      case BOOL -> x.booleans()[i] ? 1 : 0;
      default -> x.bytes()[i];
    };
  }

  /** Fills a tensor of numbers or truth values from text; integers keep their lower bits. */
  static void read(Tensor x, ElementType to, Tensor out, int from, int end) {
    for (int i = from; i < end; i++) {
      String text = x.strings()[i];
      switch (to) {
        case FLOAT32 -> out.floats()[i] = (float) real(text);
        case FLOAT64 -> out.doubles()[i] = real(text);
        case FLOAT16 -> out.floats()[i] = ScalarMath.roundToFloat16((float) real(text));
        case BFLOAT16 -> out.floats()[i] = ScalarMath.roundToBfloat16((float) real(text));
        default -> put(whole(text, to == ElementType.UINT64), to, out, i);
      }
    }
  }

  private static void put(long value, ElementType to, Tensor out, int i) {
    switch (to) {
      case INT64, UINT64 -> out.longs()[i] = value;
      case INT32, UINT32 -> out.ints()[i] = (int) value;
      case INT16, UINT16 -> out.shorts()[i] = (short) value;
      case BOOL -> out.booleans()[i] = value != 0;
      case UINT4 -> out.bytes()[i] = (byte) (value & 0xf);
      case INT4 -> out.bytes()[i] = (byte) (((value & 0xf) ^ 8) - 8);
      default -> out.bytes()[i] = (byte) value;
    }
  }
}
