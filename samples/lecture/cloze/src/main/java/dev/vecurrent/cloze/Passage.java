package dev.vecurrent.cloze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with blanks: {@code One foot was [big | *bigger | biggest] than the other.} A blank stands
 * in one line. The star before the right choice may be missing.
 *
 * @param texts what stands before, between and behind the blanks: one more than there are blanks
 */
record Passage(List<String> texts, List<Blank> blanks) {

  static final int MOST_CHARACTERS = 100_000;
  static final int MOST_BLANKS = 1_000;
  private static final int MOST_CHOICES = 10;
  private static final int LONGEST_CHOICE = 100;
  private static final Pattern BLANK = Pattern.compile("\\[([^\\[\\]]*)]");

  /**
   * A blank.
   *
   * @param right the number of the right choice, -1 where the text does not say
   */
  record Blank(List<String> choices, int right) {}

  /** The text with a choice in each blank, in brackets. */
  String filled(int[] chosen) {
    StringBuilder text = new StringBuilder(texts.getFirst());
    for (int i = 0; i < chosen.length; i++) {
      text.append('[').append(blanks.get(i).choices().get(chosen[i])).append(']');
      text.append(texts.get(i + 1));
    }
    return text.toString();
  }

  /**
   * The texts of a file: blank lines part them, and lines that begin with # are comments.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if a line is malformed; names file and line
   */
  static List<Passage> all(String name, List<String> lines) {
    List<Passage> passages = new ArrayList<>();
    Passage open = new Passage(new ArrayList<>(), new ArrayList<>());
    int blanks = 0;
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "";
      try {
        if (!line.isEmpty() && !line.startsWith("#")) {
          open.read(line);
          require(
              blanks + open.blanks.size() <= MOST_BLANKS,
              "at most %,d blanks".formatted(MOST_BLANKS));
        } else if (line.isEmpty() && !open.texts.isEmpty()) {
          require(!open.blanks.isEmpty(), "a blank such as [good | *better] in the text above");
          blanks += open.blanks.size();
          passages.add(open);
          open = new Passage(new ArrayList<>(), new ArrayList<>());
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(name, i + 1, e.getMessage()), e);
      }
    }
    if (passages.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected a text, found none");
    }
    return passages;
  }

  private void read(String line) {
    String text = texts.isEmpty() ? "" : texts.removeLast() + " ";
    int at = 0;
    for (Matcher blank = BLANK.matcher(line); blank.find(); at = blank.end()) {
      texts.add(text + plain(line.substring(at, blank.start())));
      blanks.add(blank(blank.group(1)));
      text = "";
    }
    texts.add(text + plain(line.substring(at)));
    require(
        texts.getLast().length() <= MOST_CHARACTERS,
        "at most %,d characters".formatted(MOST_CHARACTERS));
  }

  private static String plain(String text) {
    require(text.indexOf('[') < 0 && text.indexOf(']') < 0, "a [ and a ] around each blank");
    return text;
  }

  private static Blank blank(String inside) {
    List<String> choices = Arrays.stream(inside.split("\\|", -1)).map(String::strip).toList();
    List<String> stars = choices.stream().filter(choice -> choice.startsWith("*")).toList();
    List<String> words = choices.stream().map(choice -> choice.replaceFirst("^\\* *", "")).toList();
    require(
        words.size() > 1 && words.size() <= MOST_CHOICES,
        "2 to %d choices".formatted(MOST_CHOICES));
    require(stars.size() < 2, "one choice with a *, found %d".formatted(stars.size()));
    for (String word : words) {
      require(
          !word.isEmpty() && word.length() <= LONGEST_CHOICE,
          "choices of 1 to %d characters".formatted(LONGEST_CHOICE));
    }
    return new Blank(words, stars.isEmpty() ? -1 : choices.indexOf(stars.getFirst()));
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected);
    }
  }
}
