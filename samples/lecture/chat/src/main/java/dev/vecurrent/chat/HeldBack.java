package dev.vecurrent.chat;

import dev.vecurrent.text.Figure;
import dev.vecurrent.text.Lines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Dialogues that training never had. An answer is right if all of it is. */
final class HeldBack {

  private static final int FAR = 8; // turns

  private HeldBack() {}

  /**
   * How many answers are right, by what was asked for. Two sets are the grammar's; people's words
   * are in the third, written before any answer was seen.
   */
  static List<Figure> figures(Conversation conversation) throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (String set : List.of("held-back", "asked-late", "hand-written")) {
      Map<String, int[]> counts = new TreeMap<>();
      for (String row : rows(set)) {
        if (row.isEmpty()) {
          conversation.forget();
          continue;
        }
        String[] parts = row.split("\t", -1);
        boolean isRight = conversation.reply(parts[0]).equals(parts[1]);
        for (String kind : kinds(parts)) {
          int[] count = counts.computeIfAbsent(kind, key -> new int[2]);
          count[0] += isRight ? 1 : 0;
          count[1]++;
        }
      }
      counts.forEach((kind, n) -> figures.add(Figure.count(set + ", " + kind, n[0], n[1])));
      conversation.forget();
    }
    return figures;
  }

  /** Turns of a set; an empty row is between dialogues. */
  static List<String> rows(String set) throws IOException {
    return Lines.read(HeldBack.class, set + ".tsv");
  }

  /**
   * A turn has a line and its answer, and of the grammar a kind, how far back it was, whose name.
   */
  private static List<String> kinds(String[] turn) {
    if (turn.length == 2) {
      return List.of("all");
    }
    boolean isRecall = turn[2].equals("recall") || turn[2].equals("summary");
    List<String> kinds = new ArrayList<>(List.of(isRecall ? "recall" : turn[2]));
    if (isRecall && Integer.parseInt(turn[3]) <= FAR) {
      kinds.add("recall after " + turn[3]);
      kinds.add("recall within " + FAR);
      if (turn[4].equals("unseen")) {
        kinds.add("names never seen");
      }
    }
    return kinds;
  }
}
