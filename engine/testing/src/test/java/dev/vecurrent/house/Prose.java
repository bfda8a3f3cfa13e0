package dev.vecurrent.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Sentences of Markdown: of paragraphs, items, cells of tables and titles, not of code. */
final class Prose {

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern INDENTED = Pattern.compile("(?m)^    .*$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern BLOCK = Pattern.compile("\n\\s*\n|\n(?=\\s*([-*|#]|\\d+\\.) ?)|\\|");
  private static final Pattern MARK = Pattern.compile("^\\s*([-*]|#+|\\d+\\.)\\s+");
  private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+");

  private Prose() {}

  /** A page without its code. */
  static String withoutCode(String page) {
    String text = INDENTED.matcher(FENCED.matcher(page).replaceAll("\n")).replaceAll("");
    return LINK.matcher(CODE.matcher(text).replaceAll("code")).replaceAll("$1");
  }

  /** Paragraphs, items, cells and titles, each on one line. */
  static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    for (String block : BLOCK.split(withoutCode(page), -1)) {
      String line = MARK.matcher(block.strip()).replaceFirst("").replaceAll("\\s+", " ").strip();
      if (!line.isEmpty() && !line.matches("[-: ]+")) {
        blocks.add(line);
      }
    }
    return blocks;
  }

  /** Whether a block is a title of the page. */
  static boolean isTitle(String page, String block) {
    return Pattern.compile("(?m)^#+ +" + Pattern.quote(block) + "$").matcher(page).find();
  }

  /** Sentences, and what stands in place of one. */
  static List<String> sentences(String page) {
    return blocks(page).stream().flatMap(END::splitAsStream).toList();
  }

  /** How many words a sentence has: what has a letter or a digit. */
  static int words(String sentence) {
    int words = 0;
    for (String word : sentence.split("\\s+", -1)) {
      if (word.chars().anyMatch(Character::isLetterOrDigit)) {
        words++;
      }
    }
    return words;
  }
}
