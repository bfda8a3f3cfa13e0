package dev.vecurrent.slots;

import dev.vecurrent.text.Characters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence that a person has tagged: its code points, and its slots in their order. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Tagged(int[] sentence, List<Slot> slots) {

  private static final Pattern SPAN = Pattern.compile("\\[([^|\\]]+)\\|(FROM|TO|DEP|ARR)]");

  /** From {@code 我想订[明天晚上8点|ARR]到[上海|TO]的票}. */
  static Tagged of(String line) {
    StringBuilder text = new StringBuilder();
    List<Slot> slots = new ArrayList<>();
    Matcher span = SPAN.matcher(line);
    int at = 0;
    for (; span.find(); at = span.end()) {
      text.append(line, at, span.start());
      int from = text.codePointCount(0, text.length());
      text.append(span.group(1));
      int to = text.codePointCount(0, text.length());
      slots.add(new Slot(Slot.Kind.valueOf(span.group(2)), from, to));
    }
    text.append(line.substring(at));
    return new Tagged(Characters.normal(text.toString()).codePoints().toArray(), slots);
  }

  /** Those of a file; lines with # are comments, blank ones are left out. */
  static List<Tagged> all(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Tagged::of)
        .toList();
  }
}
