package dev.vecurrent.poem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.text.LanguageModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All logits of some poems, bit by bit: the same on every machine, at every vector width. */
@Tag("bits")
class AnswersTest {

  private static final int POEMS = 20;

  @Test
  void logitsHaveTheSameBitsEverywhere() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    LanguageModel model = Bundle.reader();
    for (int[] row : HeldBack.poems(Bundle.VOCABULARY).subList(0, POEMS)) {
      model.reset();
      for (int token : row) {
        float[] logits = model.next(token);
        ByteBuffer bytes = ByteBuffer.allocate(4 * logits.length);
        bytes.asFloatBuffer().put(logits);
        digest.update(bytes);
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("fc43b8a51848160deea36c74583f7208fa41312cea3fc251aa45d5a04baef2b7");
  }
}
