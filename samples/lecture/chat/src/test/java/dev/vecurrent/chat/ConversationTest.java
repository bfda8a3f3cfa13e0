package dev.vecurrent.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.limit.SnapshotRefusedException;
import dev.vecurrent.text.Sampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private static final int MOST_ROUNDS = 400;

  private Conversation conversation = conversation(0, 1);

  private static Conversation conversation(double temperature, long seed) {
    try {
      return Dialogues.conversation(new Sampler(temperature, 10, seed));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void tellAName() {
    conversation = conversation(0, 1);
    conversation.reply("我叫小明。");
  }

  @Test
  void aForkGoesOnApart() {
    Conversation fork = conversation.fork();
    fork.reply("不对，我叫小红。");
    assertThat(fork.reply("我叫什么？")).isEqualTo("你叫小红。");
    assertThat(conversation.reply("我叫什么？")).isEqualTo("你叫小明。");
  }

  @Test
  void aKeptStateIsRestoredByAnotherConversation() {
    byte[] kept = conversation.model().state();
    conversation.forget();
    assertThat(conversation.reply("我叫什么？")).isEqualTo("你还没告诉我。");
    Conversation other = conversation(0, 1);
    other.restore(kept);
    assertThat(other.reply("我叫什么？")).isEqualTo("你叫小明。");
    kept[kept.length / 2] ^= 1;
    assertThatThrownBy(() -> conversation.restore(kept))
        .isInstanceOf(SnapshotRefusedException.class);
    assertThat(conversation.reply("我叫什么？")).isEqualTo("你还没告诉我。");
  }

  @Test
  void theMemoryShowsWhatTheLastTurnMoved() {
    Memory memory = conversation.memory();
    assertThat(memory.now()).hasSize(192);
    assertThat(memory.picture()).startsWith("768 bytes: 192 units").hasLineCount(7);
    assertThat(memory.picture()).doesNotContain(": 0 by over 0.5");
    conversation.forget();
    assertThat(conversation.memory().now()).containsOnly(0);
    assertThat(conversation.memory().picture()).contains(": 0 by over 0.5");
  }

  /** Lines and answers of any length, once the code is warm. */
  @Test
  void aCharacterAllocatesNothing() throws IOException {
    int[] line = Dialogues.vocabulary().ids("我叫小明，住在上海。");
    int[] answer = new int[Conversation.LONGEST_ANSWER];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int steady = 0;
    for (int round = 0; round < MOST_ROUNDS && steady < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 25; i++) {
        conversation.reply(line, answer);
      }
      steady = threads.getCurrentThreadAllocatedBytes() == before ? steady + 1 : 0;
    }
    assertThat(steady).isEqualTo(3);
  }

  @Test
  void aSeedGivesTheSameAnswers() {
    String line = "今天很好";
    Conversation one = conversation(20, 7);
    Conversation same = conversation(20, 7);
    Conversation another = conversation(20, 8);
    StringBuilder all = new StringBuilder();
    StringBuilder others = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String answer = one.reply(line);
      assertThat(same.reply(line)).isEqualTo(answer);
      all.append(answer);
      others.append(another.reply(line));
    }
    assertThat(others.toString()).isNotEqualTo(all.toString());
  }

  @Test
  void anyLineIsAnswered() {
    for (String line :
        new String[] {
          "",
          "我",
          "𠮷",
          "\ud800",
          "\u001b[2J\u202e",
          "<u><e>",
          "ру́сский",
          "我叫".repeat(5_000),
          "\u0000"
        }) {
      assertThat(conversation.reply(line)).isNotEmpty().hasSizeLessThanOrEqualTo(60);
    }
    conversation.forget();
    assertThat(conversation.reply("你好！")).isEqualTo("你好！");
  }
}
