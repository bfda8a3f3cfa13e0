package dev.vecurrent.gradients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All answers have the same bits at every vector width. */
@Tag("bits")
class AnswersTest {

  @Test
  void logitsAndNormsHaveTheseBits() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String stage : List.of("initial", "trained")) {
      for (Network network : Network.values()) {
        Recurrence recurrence = new Recurrence(network, stage);
        add(digest, recurrence.logits(Task.read("held-back.txt")).getDDRM().data);
        add(digest, Curve.norms(recurrence, 20));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("e23c41eddce6580301989803cb0f4544d60f78dc1152301cb1b75aee7bac85b0");
  }

  private static void add(MessageDigest digest, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    digest.update(bytes.array());
  }
}
