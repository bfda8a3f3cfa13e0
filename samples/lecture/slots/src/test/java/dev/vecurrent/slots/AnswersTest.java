package dev.vecurrent.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All logits of all held-back sentences, to the bit. */
@Tag("bits")
class AnswersTest {

  private static String hash(String name) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Tagger tagger = Bundled.tagger(name);
    for (Tagged tagged : Bundled.heldBack()) {
      for (float logit : tagger.logits(tagged.sentence())) {
        digest.update(ByteBuffer.allocate(4).putInt(0, Float.floatToRawIntBits(logit)));
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  @Test
  void theBitsAreTheSameEverywhere() throws IOException, NoSuchAlgorithmException {
    assertThat(hash("slots")).isEqualTo("8bb0bd712b902e4b");
    assertThat(hash("forward")).isEqualTo("6fb2a17bc4a66aef");
  }
}
