package dev.vecurrent.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaggerTest {

  private static final int TAGS = 9;

  /** Absolutely, and relative to the largest logit of all. */
  private static final float TOLERANCE = 1e-5f;

  @ParameterizedTest
  @ValueSource(strings = {"slots", "forward"})
  void logitsAreThoseOfPyTorch(String name) throws IOException, URISyntaxException {
    Path file =
        Path.of(Objects.requireNonNull(TaggerTest.class.getResource(name + "-logits.npy")).toURI());
    Tensor expected = NpyFiles.read(file, 1 << 20);
    Tagger tagger = Bundled.tagger(name);
    float[] truth = expected.floats();
    float largest = 0;
    for (float logit : truth) {
      largest = Math.max(largest, Math.abs(logit));
    }
    int at = 0;
    for (Tagged tagged : Bundled.heldBack().subList(0, 8)) {
      for (float logit : tagger.logits(tagged.sentence())) {
        assertThat(logit).isCloseTo(truth[at++], within(TOLERANCE * Math.max(1, largest)));
      }
    }
    assertThat(at).isEqualTo(expected.size());
  }

  private static float[] logits(int... tags) {
    float[] logits = new float[tags.length * TAGS];
    for (int i = 0; i < tags.length; i++) {
      logits[i * TAGS + tags[i]] = 1;
    }
    return logits;
  }

  @Test
  void slotsAreReadOffTheTags() {
    assertThat(Tagger.slots(logits(0, 3, 4, 0, 5, 6, 6)))
        .containsExactly(new Slot(Slot.Kind.TO, 1, 3), new Slot(Slot.Kind.DEP, 4, 7));
    assertThat(Tagger.slots(logits(1, 1, 2)))
        .containsExactly(new Slot(Slot.Kind.FROM, 0, 1), new Slot(Slot.Kind.FROM, 1, 3));
    assertThat(Tagger.slots(logits(0, 0))).isEmpty();
  }

  @Test
  void anInsideWithoutItsBeginningOpensASlot() {
    assertThat(Tagger.slots(logits(0, 8, 8, 2, 0)))
        .containsExactly(new Slot(Slot.Kind.ARR, 1, 3), new Slot(Slot.Kind.FROM, 3, 4));
  }

  @Test
  void anEmptySentenceHasNoSlotAndATooLongOneIsRefused() throws IOException {
    Tagger tagger = Bundled.tagger("slots");
    assertThat(tagger.slots(new int[0])).isEmpty();
    assertThatThrownBy(() -> tagger.slots(new int[Tagger.MOST + 1]))
        .hasMessage("a sentence of 100,001 characters: expected at most 100,000");
  }

  @Test
  void aLongSentenceIsRead() throws IOException {
    Tagged one = Tagged.of("从[北京|FROM]到[上海|TO]。");
    int[] sentence = new int[10_000];
    for (int i = 0; i < sentence.length; i++) {
      sentence[i] = one.sentence()[i % one.sentence().length];
    }
    List<Slot> slots = Bundled.tagger("slots").slots(sentence);
    assertThat(slots).hasSizeGreaterThan(1000);
    assertThat(slots.getLast().to()).isLessThanOrEqualTo(10_000);
    assertThat(slots.getFirst().in(Arrays.copyOf(sentence, 10))).isEqualTo("北京");
  }
}
