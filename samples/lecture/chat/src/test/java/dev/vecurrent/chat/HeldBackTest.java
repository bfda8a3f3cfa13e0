package dev.vecurrent.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whole answers that are right, over dialogues that training never had. The counts are exact. */
class HeldBackTest {

  /** Right answers and all, by what was asked. */
  private static String figures(String resource) throws IOException {
    Conversation conversation = Dialogues.conversation();
    Map<String, int[]> counts = new TreeMap<>();
    for (List<Dialogues.Turn> turns : Dialogues.read(resource)) {
      conversation.forget();
      for (Dialogues.Turn turn : turns) {
        boolean isRight = conversation.reply(turn.line()).equals(turn.answer());
        for (String key : keys(turn)) {
          int[] count = counts.computeIfAbsent(key, k -> new int[2]);
          count[0] += isRight ? 1 : 0;
          count[1]++;
        }
      }
    }
    StringBuilder figures = new StringBuilder();
    counts.forEach(
        (key, count) -> figures.append("%s: %d of %d\n".formatted(key, count[0], count[1])));
    return figures.toString();
  }

  private static List<String> keys(Dialogues.Turn turn) {
    List<String> keys = new ArrayList<>();
    keys.add(turn.recalls() ? "recall" : turn.kind());
    if (turn.recalls() && turn.distance() <= 8) {
      keys.add("recall within 8");
      keys.add("recall after " + turn.distance());
      if (turn.isNameUnseen()) {
        keys.add("names never seen");
      }
    }
    return keys;
  }

  @Test
  void generatedDialogues() throws IOException {
    assertThat(Dialogues.read("held-back.tsv")).hasSize(200).allMatch(turns -> turns.size() == 12);
    assertThat(figures("held-back.tsv"))
        .isEqualTo(
            """
            aside: 255 of 255
            greeting: 462 of 462
            names never seen: 150 of 170
            other: 446 of 447
            recall: 594 of 643
            recall after 1: 230 of 245
            recall after 2: 137 of 149
            recall after 3: 75 of 82
            recall after 4: 57 of 59
            recall after 5: 37 of 42
            recall after 6: 23 of 26
            recall after 7: 15 of 18
            recall after 8: 9 of 10
            recall within 8: 583 of 631
            tell: 515 of 524
            untold: 69 of 69
            """);
  }

  @Test
  void generatedDialoguesThatAskLate() throws IOException {
    assertThat(Dialogues.read("asked-late.tsv")).hasSize(400);
    assertThat(figures("asked-late.tsv"))
        .isEqualTo(
            """
            aside: 295 of 295
            greeting: 559 of 559
            names never seen: 78 of 78
            other: 545 of 546
            recall: 400 of 400
            recall after 1: 50 of 50
            recall after 2: 50 of 50
            recall after 3: 50 of 50
            recall after 4: 50 of 50
            recall after 5: 50 of 50
            recall after 6: 50 of 50
            recall after 7: 50 of 50
            recall after 8: 50 of 50
            recall within 8: 400 of 400
            tell: 829 of 829
            """);
  }

  /**
   * Written by hand before any answer of a network was seen, in words that the grammar mostly
   * lacks.
   */
  @Test
  void handWrittenDialogues() throws IOException {
    assertThat(Dialogues.read("hand-written.tsv")).hasSize(7);
    assertThat(figures("hand-written.tsv"))
        .isEqualTo(
            """
            written by hand: 20 of 48
            """);
  }
}
