package dev.vecurrent.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChatTest {

  private static Tensor read(String resource) throws IOException, URISyntaxException {
    return NpyFiles.read(
        Path.of(Objects.requireNonNull(ChatTest.class.getResource(resource)).toURI()), 1 << 20);
  }

  /** Logits within 1e-5 of the largest of their row; states within 1e-5. */
  @Test
  void logitsAndStatesAreThoseOfPyTorch() throws IOException, URISyntaxException {
    Vocabulary vocabulary = Dialogues.vocabulary();
    LanguageModel model = new LanguageModel(Dialogues.model(), vocabulary);
    long[] tokens = read("tokens.npy").longs();
    float[] expected = read("pytorch-logits.npy").floats();
    float[] states = read("pytorch-states.npy").floats();
    int steps = tokens.length / 8;
    byte[] empty = model.state();
    for (int row = 0; row < 8; row++) {
      model.reset();
      float[] logits = new float[0];
      for (int step = 0; step < steps; step++) {
        logits = model.next((int) tokens[row * steps + step]);
      }
      float largest = 0;
      for (float logit : logits) {
        largest = Math.max(largest, Math.abs(logit));
      }
      for (int id = 0; id < logits.length; id++) {
        assertThat(logits[id])
            .isCloseTo(expected[row * logits.length + id], within(1e-5f * largest));
      }
      float[] units = Memory.of(model.state(), empty, (int) model.stateBytes()).now();
      assertThat(units).hasSize(192);
      for (int i = 0; i < units.length; i++) {
        assertThat(units[i]).isCloseTo(states[row * units.length + i], within(1e-5f));
      }
    }
  }

  /** The pairs of the lecture: one network, the same line, and another answer. */
  @Test
  void aSecondGreetingIsAnsweredAsInTheLecture() throws IOException {
    Conversation conversation = Dialogues.conversation();
    assertThat(Dialogues.answers(conversation, "你好！", "还是你好！")).containsExactly("你好！", "哈哈，是吧。");
    assertThat(Dialogues.answers(conversation, "你好！", "你好！")).containsExactly("你好！", "哈哈，是吧。");
    assertThat(Dialogues.answers(conversation, "还是你好！")).containsExactly("你好！");
    assertThat(conversation.reply("你好！")).isEqualTo("哈哈，是吧。");
    conversation.forget();
    assertThat(conversation.reply("你好！")).isEqualTo("你好！");
  }

  /** A smaller network said 郑州 here. */
  @Test
  void aTownIsKeptOverOtherTurns() throws IOException {
    assertThat(
            Dialogues.answers(
                Dialogues.conversation(), "你好！", "我叫小明。", "我住在上海。", "谢谢！", "我叫什么？", "我住在哪里？"))
        .containsExactly("你好！", "记住了，你叫小明。", "记住了，你住在上海。", "不客气！", "你叫小明。", "你住在上海。");
  }

  @Test
  void whatWasToldIsCorrected() throws IOException {
    assertThat(
            Dialogues.answers(Dialogues.conversation(), "我叫什么？", "我叫小明。", "不对，我叫小红。", "你还记得我叫什么吗？"))
        .containsExactly("你还没告诉我。", "记住了，你叫小明。", "改好了，你叫小红。", "你叫小红。");
  }

  @Test
  void offTheGrammarItSaysSo() throws IOException {
    Conversation conversation = Dialogues.conversation();
    assertThat(Dialogues.answers(conversation, "明天去哪里玩？", "hello", "Où est la gare ?", "👍"))
        .containsExactly("我不懂这个。", "我不懂这个。", "我不懂这个。", "我不懂这个。");
  }
}
