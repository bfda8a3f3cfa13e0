package dev.vecurrent.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The lecture's sentences. What comes out is what stands here, right or wrong. */
class LectureTest {

  private static String told(String name, String text) throws IOException {
    int[] sentence = Tagged.of(text).sentence();
    StringBuilder told = new StringBuilder();
    for (Slot slot : Bundled.tagger(name).slots(sentence)) {
      told.append(slot.kind()).append('=').append(slot.in(sentence)).append(' ');
    }
    return told.toString().strip();
  }

  @Test
  void arrivalAndDeparture() throws IOException {
    assertThat(told("slots", "我想订个票，明天晚上8点到上海。")).isEqualTo("ARR=明天晚上8点 TO=上海");
    assertThat(told("slots", "我想订个票，明天晚上8点从上海出发。")).isEqualTo("DEP=明天晚上8点 FROM=上海");
  }

  @Test
  void whatIsNoSlotIsNotFound() throws IOException {
    assertThat(told("slots", "500以下的机票，去海口")).isEqualTo("TO=海口");
    assertThat(told("slots", "请问去哈尔滨最早的一班是几点")).isEqualTo("TO=哈尔滨");
    assertThat(told("slots", "南下的车，到韶关，今天半夜走")).isEqualTo("TO=韶关 DEP=今天半夜");
  }

  /** It has not seen 到 or 从 yet when it names the time. */
  @Test
  void readingForwardOnlyCallsBothTimesTheSame() throws IOException {
    assertThat(told("forward", "我想订个票，明天晚上8点到上海。")).isEqualTo("DEP=明天晚上8点 TO=上海");
    assertThat(told("forward", "我想订个票，明天晚上8点从上海出发。")).isEqualTo("DEP=明天晚上8点 FROM=上海");
  }
}
