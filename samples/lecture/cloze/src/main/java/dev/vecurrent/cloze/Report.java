package dev.vecurrent.cloze;

import dev.vecurrent.console.Printable;
import dev.vecurrent.text.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts and how networks filled them, for people or as JSON. */
final class Report {

  private final List<Passage> passages;

  /** What each way to fill blanks made of each text, the first way first. */
  private final Map<String, List<Solver.Filling>> ways = new LinkedHashMap<>();

  Report(List<Passage> passages) {
    this.passages = passages;
  }

  void add(String way, Solver solver) {
    ways.put(way, passages.stream().map(solver::solve).toList());
  }

  /** The text with the blanks filled by the first way. */
  private String filled(int passage) {
    return passages.get(passage).filled(ways.values().iterator().next().get(passage).chosen());
  }

  void print(PrintWriter out) {
    for (int p = 0; p < passages.size(); p++) {
      out.printf("%s%n%n", Printable.line(filled(p)));
      for (int b = 0; b < passages.get(p).blanks().size(); b++) {
        String number = "%3d.".formatted(b + 1);
        for (Map.Entry<String, List<Solver.Filling>> way : ways.entrySet()) {
          String line = line(passages.get(p).blanks().get(b), way.getValue().get(p), b);
          String name = ways.size() > 1 ? "  (" + way.getKey() + ")" : "";
          out.println(number + line + name);
          number = "    ";
        }
      }
      out.println();
    }
    ways.keySet().forEach(way -> out.printf("%s: %,d of %,d right%n", way, right(way), keys()));
  }

  private static String line(Passage.Blank blank, Solver.Filling filling, int b) {
    int chosen = filling.chosen()[b];
    String verdict = blank.right() < 0 ? "" : blank.right() == chosen ? "right" : "wrong";
    StringBuilder line = new StringBuilder(" %-5s".formatted(verdict));
    for (int c = 0; c < blank.choices().size(); c++) {
      line.append(c == chosen ? "  >" : "   ").append((char) ('A' + c)).append(' ');
      line.append(Printable.line(blank.choices().get(c)));
      line.append(" %.2f".formatted(filling.probabilities()[b][c]));
    }
    return line.toString();
  }

  void printJson(PrintWriter out) {
    List<Object> texts = new ArrayList<>();
    for (int p = 0; p < passages.size(); p++) {
      List<Object> blanks = new ArrayList<>();
      for (int b = 0; b < passages.get(p).blanks().size(); b++) {
        Map<String, Object> answers = new LinkedHashMap<>();
        for (Map.Entry<String, List<Solver.Filling>> way : ways.entrySet()) {
          Solver.Filling f = way.getValue().get(p);
          answers.put(
              way.getKey(), Map.of("choice", f.chosen()[b], "probabilities", f.probabilities()[b]));
        }
        Passage.Blank blank = passages.get(p).blanks().get(b);
        blanks.add(Map.of("choices", blank.choices(), "key", blank.right(), "answers", answers));
      }
      texts.add(Map.of("filled", filled(p), "blanks", blanks));
    }
    Map<String, Object> right = new LinkedHashMap<>();
    ways.keySet().forEach(way -> right.put(way, right(way)));
    out.println(Json.write(Map.of("texts", texts, "keys", keys(), "right", right)));
  }

  /** How many blanks a way fills as the texts say. */
  int right(String way) {
    int right = 0;
    for (int p = 0; p < passages.size(); p++) {
      int[] chosen = ways.getOrDefault(way, List.of()).get(p).chosen();
      for (int b = 0; b < chosen.length; b++) {
        right += chosen[b] == passages.get(p).blanks().get(b).right() ? 1 : 0;
      }
    }
    return right;
  }

  private long keys() {
    return passages.stream()
        .flatMap(passage -> passage.blanks().stream())
        .filter(blank -> blank.right() >= 0)
        .count();
  }
}
