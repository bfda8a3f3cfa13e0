package dev.vecurrent.gradients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.gradients.Network.Stage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All answers have the same bits at every vector width. */
@Tag("bits")
class AnswersTest {

  @Test
  void logitsAndNormsHaveTheseBits() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Stage stage : Stage.values()) {
      for (Network network : Network.values()) {
        Recurrence recurrence = Recurrence.of(network, stage);
        add(digest, recurrence.logits(Task.heldBack()));
        add(digest, Curve.norms(recurrence, 20));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("0eff945db9e7a753abc7197174022c550b0ee60df0621284c2dbf2ec878941fe");
  }

  private static void add(MessageDigest digest, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    digest.update(bytes.array());
  }
}
