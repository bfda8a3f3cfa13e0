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
  @CsvSource({"cloze,5ca821736a2e3c83", "forward,3b935efe691ea1b8"})
  void allLogProbabilitiesAndProbabilities(String name, String expected)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Network network = Models.network(name);
    for (Passage passage : Models.heldBack().subList(0, 10)) {
      int[] words = network.ids(passage.filled(new int[] {0}));
      float[] all = network.logProbabilities(words);
      ByteBuffer bytes = ByteBuffer.allocate(all.length * Float.BYTES);
      bytes.asFloatBuffer().put(all);
      digest.update(bytes);
    }
    for (Solver.By by : Solver.By.values()) {
      for (double[] row : new Solver(network, by).solve(Models.lecture()).probabilities()) {
        for (double probability : row) {
          digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, probability));
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo(expected);
  }
}
