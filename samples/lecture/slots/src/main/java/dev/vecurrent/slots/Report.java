package dev.vecurrent.slots;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Characters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** The slots with their places, counted in characters of the sentence. */
  List<Map<String, Object>> json() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Slot slot : slots) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("slot", slot.kind().name());
      one.put("name", slot.kind().title);
      one.put("text", slot.in(sentence));
      one.put("from", slot.from());
      one.put("to", slot.to());
      all.add(one);
    }
    return all;
  }
}
