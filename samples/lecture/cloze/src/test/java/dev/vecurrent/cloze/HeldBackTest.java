package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As many questions are right as with PyTorch; the training script counted them. */
class HeldBackTest {

  private static int counted(String name, String key) throws IOException {
    Properties counts = new Properties();
    try (InputStream in = HeldBackTest.class.getResourceAsStream(name + ".properties")) {
      counts.load(Objects.requireNonNull(in));
    }
    return Integer.parseInt(counts.getProperty(key));
  }

  @Test
  void eachWayHasTheFiguresOfThePage() throws IOException {
    StringWriter out = new StringWriter();
    int status = Main.commandLine().setOut(new PrintWriter(out)).execute("--held-back", "--json");
    assertThat(status).isZero();
    JsonNode figures = JsonMapper.shared().readTree(out.toString()).get("heldBack");
    assertThat(figures)
        .extracting(figure -> figure.get("what").asString())
        .containsExactly(
            "both directions",
            "both directions, what is expected in the blank",
            "forward, words before the blank",
            "forward, whole text");
    assertThat(figures).extracting(figure -> figure.get("of").asInt()).containsOnly(400);
    assertThat(figures)
        .extracting(figure -> figure.get("right").asInt())
        .containsExactly(373, 373, 332, 370)
        .containsExactly(
            counted("cloze", "text"),
            counted("cloze", "blank"),
            counted("forward", "blank"),
            counted("forward", "text"));
  }

  /** 400 questions made of rows of the Bible and of Austen's novels that no training saw. */
  @Test
  void eachQuestionHasOneBlankOfFourChoicesAndAKey() throws IOException {
    List<Passage> questions = Models.passages("held-back.txt");
    assertThat(questions)
        .hasSize(400)
        .doesNotHaveDuplicates()
        .allSatisfy(question -> {
          assertThat(question.blanks()).hasSize(1);
          assertThat(question.blanks().getFirst().choices()).hasSize(4).doesNotHaveDuplicates();
          assertThat(question.blanks().getFirst().key()).isNotNegative();
        });
  }
}
