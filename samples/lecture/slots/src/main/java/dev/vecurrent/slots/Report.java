package dev.vecurrent.slots;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;

/** A sentence and its slots, for people and as JSON. */
final class Report {

  private final int[] sentence;
  private final List<Slot> slots;

  Report(int[] sentence, List<Slot> slots) {
    this.sentence = sentence;
    this.slots = slots;
  }

  /** The sentence, marks below it, and the slots. */
  void print(PrintWriter out) {
    StringBuilder shown = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    int slot = 0;
    int begun = 0; // columns of the slot so far
    for (int i = 0; i < sentence.length; i++) {
      if (slot < slots.size() && i == slots.get(slot).to()) {
        slot++;
        begun = 0;
      }
      String c = Printable.line(Character.toString(sentence[i]));
      shown.append(c);
      boolean inside = slot < slots.size() && i >= slots.get(slot).from();
      String name = inside ? slots.get(slot).kind().name() : "";
      for (int column = Characters.columns(c); column > 0; column--) {
        marks.append(!inside ? ' ' : begun < name.length() ? name.charAt(begun) : '-');
        begun += inside ? 1 : 0;
      }
    }
    out.println(shown);
    if (slots.isEmpty()) {
      out.println("no slot");
      return;
    }
    out.println(marks.toString().stripTrailing());
    for (Slot found : slots.stream().sorted(Comparator.comparing(Slot::kind)).toList()) {
      out.println(found.kind().title + "：" + Printable.line(found.in(sentence)));
    }
  }

  /** One slot as JSON has it: its place is counted in characters of the sentence. */
  record Found(String slot, String name, String text, int from, int to) {}

  List<Found> found() {
    return slots.stream()
        .map(s -> new Found(s.kind().name(), s.kind().title, s.in(sentence), s.from(), s.to()))
        .toList();
  }
}
