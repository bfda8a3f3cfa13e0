package dev.vecurrent.cloze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with blanks: {@code One foot was [big | *bigger | biggest] than the other.} */
record Passage(String text, List<Blank> blanks) {

  private static final int MOST_CHARACTERS = 1_000_000;
  private static final int MOST_BLANKS = 1_000;
  private static final String CHOICE = "\\s*+\\*?+\\s*+[^\\[\\]|*\\s][^\\[\\]|]{0,99}+";
  private static final Pattern BLANK =
      Pattern.compile("\\[(%s(?:\\|%<s){1,9}+)]".formatted(CHOICE));
  private static final Pattern STRAY = Pattern.compile("[\\[\\]].{0,40}");

  /**
   * A blank and how it was filled.
   *
   * @param key the number of the right choice, -1 where the text does not say
   * @param answers of each way to fill it, the first way first
   */
  record Blank(List<String> choices, int key, SequencedMap<String, Answer> answers) {

    /** What stands between the brackets. */
    static Blank of(String place, String inside) {
      List<String> marked = Arrays.stream(inside.split("\\|")).map(String::strip).toList();
      List<String> stars = marked.stream().filter(choice -> choice.startsWith("*")).toList();
      if (stars.size() > 1) {
        throw new IllegalArgumentException(
            place + ": expected one choice with a *, found " + inside);
      }
      return new Blank(
          marked.stream().map(choice -> choice.replaceFirst("^\\*\\s*", "")).toList(),
          stars.isEmpty() ? -1 : marked.indexOf(stars.getFirst()),
          new LinkedHashMap<>());
    }

    String chosen() {
      return choices.get(answers.firstEntry().getValue().choice);
    }
  }

  /**
   * A choice and how likely all of them are.
   *
   * @param probabilities one for each choice, their sum 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int choice, double[] probabilities) {}

  /**
   * The texts of a file: blank lines part them, and lines that begin with # are comments.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if it is malformed; names file and line, and what was found
   */
  static List<Passage> all(String name, List<String> lines) {
    List<Passage> all = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int blanks = 0;
    int characters = 0;
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "";
      if (!line.isEmpty() && !line.startsWith("#")) {
        open.add(line);
        characters += line.length();
      } else if (line.isEmpty() && !open.isEmpty()) {
        all.add(of("%s, the text that ends in line %d".formatted(name, i), String.join(" ", open)));
        blanks += all.getLast().blanks.size();
        open.clear();
      }
    }
    if (blanks == 0 || blanks > MOST_BLANKS || characters > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %,d blanks such as [good | *better] and %,d characters, found %,d and %,d"
              .formatted(name, MOST_BLANKS, MOST_CHARACTERS, blanks, characters));
    }
    return all;
  }

  private static Passage of(String place, String text) {
    Matcher stray = STRAY.matcher(BLANK.matcher(text).replaceAll(""));
    if (stray.find()) {
      throw new IllegalArgumentException(
          place
              + ": expected 2 to 10 choices of 1 to 100 characters, such as [good | *better], found "
              + stray.group());
    }
    List<Blank> blanks = new ArrayList<>();
    for (Matcher blank = BLANK.matcher(text); blank.find(); ) {
      blanks.add(Blank.of(place, blank.group(1)));
    }
    return new Passage(text, blanks);
  }

  /** What stands before, between and behind the blanks: one more than there are blanks. */
  String[] around() {
    return BLANK.split(text, -1);
  }

  /** The text with the first way's choice in each blank, in brackets. */
  String filled() {
    Iterator<Blank> blank = blanks.iterator();
    return BLANK
        .matcher(text)
        .replaceAll(in -> Matcher.quoteReplacement("[" + blank.next().chosen() + "]"));
  }
}
