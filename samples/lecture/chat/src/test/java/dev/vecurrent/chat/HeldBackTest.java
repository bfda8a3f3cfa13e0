package dev.vecurrent.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.text.Figure;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Whole answers that are right, over dialogues that training never had. The counts are exact. */
class HeldBackTest {

  @Test
  void allDialoguesAreThere() throws IOException {
    assertThat(HeldBack.rows("held-back")).filteredOn(String::isEmpty).hasSize(200);
    assertThat(HeldBack.rows("asked-late")).filteredOn(String::isEmpty).hasSize(400);
    assertThat(HeldBack.rows("hand-written")).filteredOn(String::isEmpty).hasSize(6);
  }

  @Test
  void figuresAreThoseOfThePage() throws IOException {
    assertThat(HeldBack.figures(Dialogues.conversation()))
        .containsExactly(
            Figure.count("held-back, aside", 255, 255),
            Figure.count("held-back, greeting", 462, 462),
            Figure.count("held-back, names never seen", 160, 170),
            Figure.count("held-back, other", 447, 447),
            Figure.count("held-back, recall", 617, 643),
            Figure.count("held-back, recall after 1", 235, 245),
            Figure.count("held-back, recall after 2", 144, 149),
            Figure.count("held-back, recall after 3", 78, 82),
            Figure.count("held-back, recall after 4", 58, 59),
            Figure.count("held-back, recall after 5", 40, 42),
            Figure.count("held-back, recall after 6", 25, 26),
            Figure.count("held-back, recall after 7", 17, 18),
            Figure.count("held-back, recall after 8", 9, 10),
            Figure.count("held-back, recall within 8", 606, 631),
            Figure.count("held-back, tell", 514, 524),
            Figure.count("held-back, untold", 69, 69),
            Figure.count("asked-late, aside", 295, 295),
            Figure.count("asked-late, greeting", 558, 559),
            Figure.count("asked-late, names never seen", 77, 78),
            Figure.count("asked-late, other", 546, 546),
            Figure.count("asked-late, recall", 398, 400),
            Figure.count("asked-late, recall after 1", 50, 50),
            Figure.count("asked-late, recall after 2", 50, 50),
            Figure.count("asked-late, recall after 3", 50, 50),
            Figure.count("asked-late, recall after 4", 50, 50),
            Figure.count("asked-late, recall after 5", 49, 50),
            Figure.count("asked-late, recall after 6", 50, 50),
            Figure.count("asked-late, recall after 7", 49, 50),
            Figure.count("asked-late, recall after 8", 50, 50),
            Figure.count("asked-late, recall within 8", 398, 400),
            Figure.count("asked-late, tell", 828, 829),
            Figure.count("hand-written, all", 22, 48));
  }
}
