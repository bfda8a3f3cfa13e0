package dev.vecurrent.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same bits at every vector width. */
@Tag("bits")
class AnswersTest {

  @ParameterizedTest
  @CsvSource({"cloze,a353085bf550f66c", "forward,3d6bf47cc4d71238"})
  void allLogProbabilitiesAndProbabilities(String name, String expected)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Network network = Models.network(name);
    for (Passage passage : Models.passages("held-back.txt").subList(0, 10)) {
      String choice = passage.blanks().getFirst().choices().getFirst();
      String text = String.join(choice, passage.around());
      float[] all = network.logProbabilities(Models.tokens(network, text));
      ByteBuffer bytes = ByteBuffer.allocate(all.length * Float.BYTES);
      bytes.asFloatBuffer().put(all);
      digest.update(bytes);
    }
    for (boolean isWhole : new boolean[] {true, false}) {
      Passage lecture = Models.passages("lecture.txt").getFirst();
      new Solver("tested", network, isWhole).fill(lecture);
      for (Passage.Blank blank : lecture.blanks()) {
        for (double probability : blank.answers().firstEntry().getValue().probabilities()) {
          digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, probability));
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo(expected);
  }
}
