package dev.vecurrent.io;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a {@code .npy} file: a Python dictionary of element type, order and shape. Read in
 * one pass from left to right, whatever a stranger writes there.
 *
 * @param bigEndian the order of bytes within an element
 * @param kind NumPy's letter of the element type, such as {@code f}
 * @param width the number behind it: bytes of an element, of text its characters
 * @param fortran whether the first axis runs fastest
 * @param shape the sizes
 */
record NpyHeader(boolean bigEndian, char kind, int width, boolean fortran, List<Integer> shape) {

  /** Letters, digits and underscores; more than any word of a header. */
  private static final int LONGEST_WORD = 64;

  /** Copies the shape. */
  NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException if it is not valid or its elements are no single numbers
   */
  static NpyHeader parse(String text) {
    return new Parser(text).header();
  }

  /** The type as NumPy writes it, without the order of bytes. */
  String type() {
    return kind + Integer.toString(width);
  }

  private static final class Parser {

    private final String text;
    private int at;
    private @Nullable String descr;
    private @Nullable Boolean fortran;
    private @Nullable List<Integer> shape;

    Parser(String text) {
      this.text = text;
    }

    NpyHeader header() {
      expect('{');
      while (peek() != '}') {
        String key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = descr();
          case "fortran_order" -> fortran = truth();
          case "shape" -> shape = shape();
          default -> throw wrong("has unknown key '" + key + "'");
        }
        if (peek() != '}') {
          expect(',');
        }
      }
      at++;
      if (peek() != 0) {
        throw wrong("goes on behind its dictionary");
      }
      return assemble();
    }

    private NpyHeader assemble() {
      if (descr == null) {
        throw wrong("has no valid descr");
      }
      if (fortran == null) {
        throw wrong("has no valid fortran_order");
      }
      if (shape == null) {
        throw wrong("has no valid shape");
      }
      int from = !descr.isEmpty() && "<>|=".indexOf(descr.charAt(0)) >= 0 ? 1 : 0;
      boolean big = from == 1 && descr.charAt(0) == '>';
      String type = descr.substring(from).equals("?") ? "b1" : descr.substring(from);
      if (type.equals("O")) {
        throw new IllegalArgumentException(
            "has Python objects as elements (dtype object), which only unpickling would bring back:"
                + " save numbers, numpy.save(FILE, numpy.asarray(ARRAY, dtype=numpy.float32))");
      }
      if (!type.matches("[A-Za-z][0-9]{1,9}")) {
        throw new IllegalArgumentException(
            "elements of type '"
                + type
                + "' are not supported: convert them, such as ARRAY.astype(numpy.float32)");
      }
      return new NpyHeader(
          big, type.charAt(0), Integer.parseInt(type.substring(1)), fortran, shape);
    }

    private String descr() {
      if (peek() == '[' || peek() == '(') {
        throw new IllegalArgumentException(
            "has several fields in an element (structured dtype): save one, numpy.save(FILE,"
                + " ARRAY[FIELD])");
      }
      return string();
    }

    private boolean truth() {
      String word = word();
      if (!word.equals("True") && !word.equals("False")) {
        throw wrong("has no valid fortran_order");
      }
      return word.equals("True");
    }

    private List<Integer> shape() {
      expect('(');
      List<Integer> dims = new ArrayList<>();
      while (peek() != ')') {
        dims.add(dim());
        if (dims.size() > Tensor.MAX_RANK) {
          throw new IllegalArgumentException(
              "has more than " + Tensor.MAX_RANK + " axes: reshape the array");
        }
        if (peek() != ')') {
          expect(',');
        }
      }
      at++;
      return dims;
    }

    /** A size; Python 2 wrote some with an L. */
    private int dim() {
      String word = word();
      String digits = word.endsWith("L") ? word.substring(0, word.length() - 1) : word;
      try {
        int dim = Integer.parseInt(digits);
        if (dim >= 0) {
          return dim;
        }
      } catch (NumberFormatException e) {
        // said below, with the word
      }
      throw new IllegalArgumentException(
          "a dimension is '" + word + "', expected 0 to " + Integer.MAX_VALUE);
    }

    private String word() {
      peek();
      int from = at;
      while (at < text.length() && isWord(text.charAt(at)) && at - from < LONGEST_WORD) {
        at++;
      }
      return text.substring(from, at);
    }

    private static boolean isWord(char c) {
      return c == '_' || c == '-' || c == '+' || Character.isLetterOrDigit(c);
    }

    private String string() {
      char quote = peek();
      if (quote != '\'' && quote != '"') {
        throw wrong("is no Python dictionary of descr, fortran_order and shape");
      }
      int end = text.indexOf(quote, at + 1);
      if (end < 0 || end - at > LONGEST_WORD) {
        throw wrong("is no Python dictionary of descr, fortran_order and shape");
      }
      String inner = text.substring(at + 1, end);
      at = end + 1;
      return inner;
    }

    private void expect(char c) {
      if (peek() != c) {
        throw wrong("is no Python dictionary of descr, fortran_order and shape");
      }
      at++;
    }

    /** The next character that is no space; 0 at the end. */
    private char peek() {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private static IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(
          "the header " + what + ": save the array again with numpy.save");
    }
  }
}
