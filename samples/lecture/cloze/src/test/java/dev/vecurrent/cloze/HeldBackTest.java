package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Exactly the questions are answered that PyTorch answers; the training script counted them. */
class HeldBackTest {

  private static int counted(String name, String key) throws IOException {
    Properties counts = new Properties();
    try (InputStream in = HeldBackTest.class.getResourceAsStream(name + ".properties")) {
      counts.load(Objects.requireNonNull(in));
    }
    return Integer.parseInt(counts.getProperty(key));
  }

  @Test
  void fourHundredQuestionsByTheWholeText() throws IOException {
    List<Passage> questions = Models.heldBack();
    assertThat(questions).hasSize(400).allMatch(q -> q.blanks().getFirst().choices().size() == 4);
    int right = Models.right(questions, new Solver(Models.network("cloze"), Solver.By.TEXT));
    assertThat(right).isEqualTo(counted("cloze", "text")).isGreaterThan(360);
  }

  @Test
  void oneHundredByWhatIsExpectedInTheBlank() throws IOException {
    List<Passage> questions = Models.heldBack().subList(0, 100);
    for (String name : List.of("cloze", "forward")) {
      int right = Models.right(questions, new Solver(Models.network(name), Solver.By.BLANK));
      assertThat(right).as(name).isEqualTo(counted(name, "blank.100"));
    }
  }

  @Test
  void oneHundredByTheWholeTextForwardOnly() throws IOException {
    List<Passage> questions = Models.heldBack().subList(0, 100);
    int right = Models.right(questions, new Solver(Models.network("forward"), Solver.By.TEXT));
    assertThat(right).isEqualTo(counted("forward", "text.100"));
  }
}
