package dev.vecurrent.internal.op.text;

import java.util.Map;
import java.util.function.IntPredicate;

/** Classes of characters that a pattern names: of Perl, POSIX and Unicode. */
final class RegexClasses {

  /** The general categories of Unicode, in the order of Java's numbers for them; 17 is none. */
  private static final String[] CATEGORIES =
      ("Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf -- Co Cs Pd Ps Pe Pc Po Sm Sc Sk So"
              + " Pi Pf")
          .split(" ");

  private static final Map<String, IntPredicate> POSIX =
      Map.ofEntries(
          Map.entry("alnum", c -> isLetter(c) || isDigit(c)),
          Map.entry("alpha", RegexClasses::isLetter),
          Map.entry("ascii", c -> c <= 0x7f),
          Map.entry("blank", c -> c == ' ' || c == '\t'),
          Map.entry("cntrl", c -> c < ' ' || c == 0x7f),
          Map.entry("digit", RegexClasses::isDigit),
          Map.entry("graph", c -> c > ' ' && c < 0x7f),
          Map.entry("lower", c -> c >= 'a' && c <= 'z'),
          Map.entry("print", c -> c >= ' ' && c < 0x7f),
          Map.entry("punct", c -> c > ' ' && c < 0x7f && !isLetter(c) && !isDigit(c)),
          Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
          Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
          Map.entry("word", RegexClasses::isWord),
          Map.entry("xdigit", c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));

  private RegexClasses() {}

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a character is part of a word: an ASCII letter, digit or underscore. */
  static boolean isWord(int c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  /** The class of a letter behind a backslash: d, s, w and their opposites. */
  static IntPredicate perl(int letter) {
    IntPredicate positive =
        switch (Character.toLowerCase(letter)) {
          case 'd' -> RegexClasses::isDigit;
          case 's' -> c -> c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
          default -> RegexClasses::isWord;
        };
    return Character.isUpperCase(letter) ? positive.negate() : positive;
  }

  /** The class of a name between {@code [:} and {@code :]}. */
  static IntPredicate posix(String name) {
    boolean negated = name.startsWith("^");
    IntPredicate positive = POSIX.get(negated ? name.substring(1) : name);
    if (positive == null) {
      throw new IllegalArgumentException("there is no class [:" + name + ":]");
    }
    return negated ? positive.negate() : positive;
  }

  /** A general category or script of Unicode by name. */
  static IntPredicate unicode(String name) {
    return name.startsWith("^") ? positive(name.substring(1)).negate() : positive(name);
  }

  private static IntPredicate positive(String name) {
    if (name.equals("Any")) {
      return _ -> true;
    }
    for (String category : CATEGORIES) {
      if (category.equals(name) || category.substring(0, 1).equals(name)) {
        return c -> CATEGORIES[Character.getType(c)].startsWith(name);
      }
    }
    try {
      Character.UnicodeScript script = Character.UnicodeScript.forName(name);
      return c -> Character.UnicodeScript.of(c) == script;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("there is no class of characters " + name, e);
    }
  }
}
