package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.text.RegexProgram.Assertion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Parses a pattern in RE2's syntax. What no automaton can match, back references and looking ahead
 * or behind, is not part of that syntax and refused.
 */
final class RegexParser {

  /** The most repetitions that a pattern may write as a number, as in RE2. */
  private static final int MOST_REPEATS = 1000;

  /** The most groups within groups. */
  private static final int MOST_DEPTH = 500;

  private final String pattern;
  private int at;
  private int depth;
  private boolean ignoresCase;
  private boolean manyLines;
  private boolean dotIsAll;

  RegexParser(String pattern) {
    this.pattern = pattern;
  }

  /**
   * The whole pattern.
   *
   * @throws IllegalArgumentException if it is not in the syntax; says why and where
   */
  RegexNode parse() {
    RegexNode node = choice();
    if (at < pattern.length()) {
      throw wrong("a closing parenthesis has no opening one");
    }
    return node;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "is no pattern in RE2's syntax: " + what + ", at character " + at);
  }

  private boolean ahead(String text) {
    return pattern.startsWith(text, at);
  }

  private boolean skip(String text) {
    boolean there = ahead(text);
    at += there ? text.length() : 0;
    return there;
  }

  private int next() {
    if (at >= pattern.length()) {
      throw wrong("it ends too early");
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private RegexNode choice() {
    List<RegexNode> choices = new ArrayList<>();
    do {
      choices.add(sequence());
    } while (skip("|"));
    return choices.size() == 1 ? choices.getFirst() : new RegexNode.Choice(choices);
  }

  private RegexNode sequence() {
    List<RegexNode> parts = new ArrayList<>();
    while (at < pattern.length() && !ahead("|") && !ahead(")")) {
      RegexNode part = part();
      if (part != null) {
        add(repeated(part), parts);
      }
    }
    return RegexNode.sequence(parts);
  }

  /** Leaves out what is nothing: it could be repeated again and again without an instruction. */
  private static void add(RegexNode part, List<RegexNode> parts) {
    if (!part.equals(RegexNode.EMPTY)) {
      parts.add(part);
    }
  }

  /** What a repetition applies to; {@code null} for flags, which are nothing to repeat. */
  private @Nullable RegexNode part() {
    if (ahead("*") || ahead("+") || ahead("?") || repeats() != null) {
      throw wrong("there is nothing to repeat");
    }
    if (skip("\\Q")) {
      return quoted();
    }
    int c = next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new RegexNode.OneOf(set());
      case '.' -> new RegexNode.OneOf(dotIsAll ? _ -> true : one -> one != '\n');
      case '^' -> new RegexNode.Holds(manyLines ? Assertion.LINE_START : Assertion.TEXT_START);
      case '$' -> new RegexNode.Holds(manyLines ? Assertion.LINE_END : Assertion.TEXT_END);
      case '\\' -> escaped();
      default -> literal(c);
    };
  }

  private RegexNode literal(int c) {
    return new RegexNode.OneOf(RegexSet.of(c, ignoresCase));
  }

  /** Everything up to {@code \E}; a repetition behind it is of the last character. */
  private RegexNode quoted() {
    List<RegexNode> parts = new ArrayList<>();
    while (at < pattern.length() && !skip("\\E")) {
      parts.add(literal(next()));
    }
    if (!parts.isEmpty()) {
      add(repeated(parts.removeLast()), parts);
    }
    return RegexNode.sequence(parts);
  }

  private RegexNode repeated(RegexNode part) {
    int[] range;
    if (skip("*")) {
      range = new int[] {0, RegexNode.Repeated.NO_END};
    } else if (skip("+")) {
      range = new int[] {1, RegexNode.Repeated.NO_END};
    } else if (skip("?")) {
      range = new int[] {0, 1};
    } else {
      range = repeats();
      if (range == null) {
        return part;
      }
      at = pattern.indexOf('}', at) + 1;
    }
    if (range[0] > MOST_REPEATS
        || range[1] > MOST_REPEATS
        || (range[1] >= 0 && range[1] < range[0])) {
      throw wrong("a number of repetitions is above " + MOST_REPEATS + " or out of order");
    }
    skip("?"); // which match is preferred does not matter
    if (ahead("*") || ahead("+") || ahead("?") || repeats() != null) {
      throw wrong("a repetition follows another");
    }
    return part.equals(RegexNode.EMPTY) || range[1] == 0
        ? RegexNode.EMPTY
        : new RegexNode.Repeated(part, range[0], range[1]);
  }

  /** The numbers of {@code {n}}, {@code {n,}} or {@code {n,m}} ahead; {@code null} for others. */
  private int @Nullable [] repeats() {
    if (!ahead("{")) {
      return null;
    }
    int comma = digits(at + 1);
    if (comma == at + 1 || comma == pattern.length()) {
      return null;
    }
    int least = number(at + 1, comma);
    if (pattern.charAt(comma) == '}') {
      return new int[] {least, least};
    }
    int end = digits(comma + 1);
    if (pattern.charAt(comma) != ',' || end == pattern.length() || pattern.charAt(end) != '}') {
      return null;
    }
    return new int[] {least, end == comma + 1 ? RegexNode.Repeated.NO_END : number(comma + 1, end)};
  }

  /** The place behind the digits that start at another. */
  private int digits(int from) {
    int end = from;
    while (end < pattern.length() && pattern.charAt(end) >= '0' && pattern.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private int number(int from, int end) {
    return end - from > 6 ? Integer.MAX_VALUE : Integer.parseInt(pattern, from, end, 10);
  }

  private @Nullable RegexNode group() {
    boolean oldCase = ignoresCase;
    boolean oldLines = manyLines;
    boolean oldDot = dotIsAll;
    if (skip("?P<") || (ahead("?<") && !ahead("?<=") && !ahead("?<!") && skip("?<"))) {
      int end = pattern.indexOf('>', at);
      if (end <= at || !pattern.substring(at, end).codePoints().allMatch(RegexClasses::isWord)) {
        throw wrong("the name of a group is none");
      }
      at = end + 1;
    } else if (skip("?") && flags()) {
      return null;
    }
    if (++depth > MOST_DEPTH) {
      throw wrong("more than " + MOST_DEPTH + " groups within groups");
    }
    RegexNode inner = choice();
    if (!skip(")")) {
      throw wrong("a parenthesis is not closed");
    }
    depth--;
    ignoresCase = oldCase;
    manyLines = oldLines;
    dotIsAll = oldDot;
    return inner;
  }

  /** Reads flags behind {@code (?}; whether they are for the rest of the group around them. */
  private boolean flags() {
    boolean on = true;
    while (true) {
      int c = next();
      switch (c) {
        case 'i' -> ignoresCase = on;
        case 'm' -> manyLines = on;
        case 's' -> dotIsAll = on;
        case 'U' -> {
          // Which match is preferred does not matter.
        }
        case '-' -> {
          if (!on) {
            throw wrong("flags are taken away twice");
          }
          on = false;
        }
        case ':' -> {
          return false;
        }
        case ')' -> {
          return true;
        }
        default ->
            throw wrong("a group begins with (?" + Character.toString(c) + ", which is not known");
      }
    }
  }

  private RegexNode escaped() {
    IntPredicate named = named();
    if (named != null) {
      return new RegexNode.OneOf(new RegexSet(ignoresCase).add(named));
    }
    int c = next();
    return switch (c) {
      case 'A' -> new RegexNode.Holds(Assertion.TEXT_START);
      case 'z' -> new RegexNode.Holds(Assertion.TEXT_END);
      case 'b' -> new RegexNode.Holds(Assertion.WORD_BOUNDARY);
      case 'B' -> new RegexNode.Holds(Assertion.NO_WORD_BOUNDARY);
      case 'E' -> RegexNode.EMPTY; // the end of a quotation that nothing began
      default -> literal(character(c));
    };
  }

  /** A class behind a backslash; {@code null} where there is none, and nothing is read then. */
  private @Nullable IntPredicate named() {
    int c = at < pattern.length() ? pattern.charAt(at) : 0;
    if ("dDsSwW".indexOf(c) >= 0 && c != 0) {
      at++;
      return RegexClasses.perl(c);
    }
    if (c != 'p' && c != 'P') {
      return null;
    }
    at++;
    String name;
    if (skip("{")) {
      int end = pattern.indexOf('}', at);
      if (end < 0) {
        throw wrong("the name of a class is not closed");
      }
      name = pattern.substring(at, end);
      at = end + 1;
    } else {
      name = Character.toString(next());
    }
    IntPredicate positive = RegexClasses.unicode(name);
    return c == 'P' ? positive.negate() : positive;
  }

  /** The character that is written as another one behind a backslash. */
  private int character(int c) {
    return switch (c) {
      case 'a' -> 0x07;
      case 'f' -> '\f';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'v' -> 0x0b;
      case 'x' -> hexadecimal();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
      default -> {
        if (c > 0x7f || RegexClasses.isWord(c)) {
          throw wrong("\\" + Character.toString(c) + " means nothing");
        }
        yield c;
      }
    };
  }

  private int octal(int first) {
    int value = first - '0';
    int more = 0;
    while (more < 2 && at < pattern.length() && "01234567".indexOf(pattern.charAt(at)) >= 0) {
      value = value * 8 + pattern.charAt(at++) - '0';
      more++;
    }
    if (first != '0' && more == 0) {
      throw wrong("back references are not supported: no automaton can match them");
    }
    return value;
  }

  private int hexadecimal() {
    int end = at + 2;
    int from = at;
    if (skip("{")) {
      from = at;
      end = pattern.indexOf('}', at);
    }
    if (end <= from || end > pattern.length() || end - from > 8) {
      throw wrong("\\x without the number of a character");
    }
    try {
      int value = Integer.parseUnsignedInt(pattern, from, end, 16);
      if (value < 0 || value > Character.MAX_CODE_POINT || !isHexadecimal(from, end)) {
        throw wrong("\\x without the number of a character");
      }
      at = end + (from > at - 1 && pattern.charAt(from - 1) == '{' ? 1 : 0);
      return value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong("\\x without a number").getMessage(), e);
    }
  }

  private boolean isHexadecimal(int from, int end) {
    return pattern.substring(from, end).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** A set behind its opening bracket. */
  private IntPredicate set() {
    RegexSet set = new RegexSet(ignoresCase);
    if (skip("^")) {
      set.invert();
    }
    boolean first = true;
    while (first || !skip("]")) {
      first = false;
      if (ahead("[:") && pattern.indexOf(":]", at + 2) >= 0) {
        int end = pattern.indexOf(":]", at + 2);
        set.add(RegexClasses.posix(pattern.substring(at + 2, end)));
        at = end + 2;
        continue;
      }
      if (ahead("\\")) {
        at++;
        IntPredicate named = named();
        if (named != null) {
          set.add(named);
          continue;
        }
        at--;
      }
      int from = member();
      int to = from;
      if (ahead("-") && !ahead("-]") && at + 1 < pattern.length()) {
        at++;
        to = member();
      }
      if (to < from) {
        throw wrong("a range of characters is out of order");
      }
      set.range(from, to);
    }
    return set;
  }

  private int member() {
    int c = next();
    return c == '\\' ? character(next()) : c;
  }
}
