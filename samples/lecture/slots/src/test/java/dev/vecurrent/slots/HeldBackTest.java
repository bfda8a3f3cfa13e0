package dev.vecurrent.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sentences written by hand before there were templates: the counts are those of PyTorch. */
class HeldBackTest {

  /** Slots that are right in their ends and kind, slots found, and sentences without a mistake. */
  private record Count(int right, int found, int sentences) {}

  private static Count count(String name, List<Tagged> heldBack) throws IOException {
    Tagger tagger = Tagged.tagger(name);
    int right = 0;
    int found = 0;
    int sentences = 0;
    for (Tagged tagged : heldBack) {
      List<Slot> slots = tagger.slots(tagged.sentence());
      Set<Slot> both = new HashSet<>(slots);
      both.retainAll(new HashSet<>(tagged.slots()));
      right += both.size();
      found += slots.size();
      sentences += slots.equals(tagged.slots()) ? 1 : 0;
    }
    return new Count(right, found, sentences);
  }

  @Test
  void theCountsAreThoseOfTheTraining() throws IOException {
    List<Tagged> heldBack = Tagged.heldBack();
    assertThat(heldBack).hasSize(199);
    assertThat(heldBack.stream().mapToInt(tagged -> tagged.slots().size()).sum()).isEqualTo(380);
    assertThat(count("slots", heldBack)).isEqualTo(new Count(371, 385, 185));
    assertThat(count("forward", heldBack)).isEqualTo(new Count(313, 422, 128));
  }
}
