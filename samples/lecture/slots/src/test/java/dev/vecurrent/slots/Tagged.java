package dev.vecurrent.slots;

import dev.vecurrent.text.Characters;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence that a person has tagged.
 *
 * @param sentence its code points
 * @param slots in the order of their characters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Tagged(int[] sentence, List<Slot> slots) {

  private static final Pattern SPAN = Pattern.compile("\\[([^|]+)\\|([A-Z]+)]");

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

  /** The sentences that were written by hand and held back. */
  static List<Tagged> heldBack() throws IOException {
    return Lines.read(Tagged.class, "held-back.txt").stream()
        .filter(line -> !line.startsWith("#"))
        .map(Tagged::of)
        .toList();
  }

  /** A network that comes with the sample: slots or forward. */
  static Tagger tagger(String name) throws IOException {
    return new Tagger(
        ModelOptions.bundled(Main.class, name + ".onnx"), Vocabulary.read(Main.class, "vocab.txt"));
  }
}
