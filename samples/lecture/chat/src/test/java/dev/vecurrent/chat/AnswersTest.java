package dev.vecurrent.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same bits at every vector width, on every machine. */
@Tag("bits")
class AnswersTest {

  @Test
  void logitsOfTwentyDialoguesHaveTheseBits() throws IOException, NoSuchAlgorithmException {
    Vocabulary vocabulary = Dialogues.vocabulary();
    LanguageModel model = new LanguageModel(Dialogues.model(), vocabulary);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer bytes = ByteBuffer.allocate(vocabulary.size() * Float.BYTES);
    for (int[] tokens : Dialogues.tokens(vocabulary, "held-back", 20)) {
      model.reset();
      for (int token : tokens) {
        bytes.clear();
        for (float logit : model.next(token)) {
          bytes.putFloat(logit);
        }
        digest.update(bytes.array());
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("5402ebfc22e091c43346b31591be385f38966cc0f8fdb9fe21650110cf7abf0f");
  }
}
