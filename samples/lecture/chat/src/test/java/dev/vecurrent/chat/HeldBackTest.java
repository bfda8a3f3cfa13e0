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
            names never seen: 160 of 170
            other: 447 of 447
            recall: 617 of 643
            recall after 1: 235 of 245
            recall after 2: 144 of 149
            recall after 3: 78 of 82
            recall after 4: 58 of 59
            recall after 5: 40 of 42
            recall after 6: 25 of 26
            recall after 7: 17 of 18
            recall after 8: 9 of 10
            recall within 8: 606 of 631
            tell: 514 of 524
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
            greeting: 558 of 559
            names never seen: 77 of 78
            other: 546 of 546
            recall: 398 of 400
            recall after 1: 50 of 50
            recall after 2: 50 of 50
            recall after 3: 50 of 50
            recall after 4: 50 of 50
            recall after 5: 49 of 50
            recall after 6: 50 of 50
            recall after 7: 49 of 50
            recall after 8: 50 of 50
            recall within 8: 398 of 400
            tell: 828 of 829
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
            written by hand: 22 of 48
            """);
  }
}
