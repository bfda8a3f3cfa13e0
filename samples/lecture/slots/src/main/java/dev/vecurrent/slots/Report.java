package dev.vecurrent.slots;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/** A sentence and its slots, for people and as JSON. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Report(int[] sentence, List<Slot> slots) {

  /** The sentence, marks below it, and the slots. */
  void print(PrintWriter out) {
    StringBuilder marks = new StringBuilder();
    int end = 0; // of the slot before
    for (Slot slot : slots) {
      int width = Characters.columns(shown(slot.from(), slot.to()));
      marks.repeat(' ', Characters.columns(shown(end, slot.from())));
      marks.append(slot.kind() + "-".repeat(width), 0, width);
      end = slot.to();
    }
    out.println(shown(0, sentence.length));
    out.println(slots.isEmpty() ? "no slot" : marks);
    slots.stream()
        .sorted(Comparator.comparing(Slot::kind))
        .forEach(s -> out.println(s.kind().title + "：" + shown(s.from(), s.to())));
  }

  private String shown(int from, int to) {
    return Printable.line(new String(sentence, from, to - from));
  }

  /** One slot as JSON has it: its place is counted in characters of the sentence. */
  record Found(String slot, String name, String text, int from, int to) {}

  List<Found> found() {
    return slots.stream()
        .map(s -> new Found(s.kind().name(), s.kind().title, s.in(sentence), s.from(), s.to()))
        .toList();
  }
}
