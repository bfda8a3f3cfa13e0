package dev.vecurrent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageModelTest {

  private static final int[] TEXT = {2, 3, 4, 4, 1, 2};

  private final LanguageModel model = new LanguageModel(SmallModel.model(), SmallModel.VOCABULARY);

  private static float[] read(LanguageModel model, int... tokens) {
    float[] logits = new float[0];
    for (int token : tokens) {
      logits = model.next(token).clone();
    }
    return logits;
  }

  @Test
  void tokensOneByOneAndAtOnceAreTheSame() {
    float[] oneByOne = read(model, TEXT);
    assertThat(oneByOne).hasSize(SmallModel.VOCABULARY.size());
    model.reset();
    assertThat(model.next(TEXT)).isEqualTo(oneByOne);
  }

  @Test
  void whatWasReadIsInTheState() {
    float[] fresh = read(model, 3);
    model.reset();
    float[] after = read(model, 2, 3);
    assertThat(after).isNotEqualTo(fresh);
    model.reset();
    assertThat(read(model, 3)).isEqualTo(fresh);
  }

  @Test
  void aStateIsKeptForkedAndRestored() {
    read(model, 2, 3);
    byte[] kept = model.state();
    LanguageModel fork = model.fork();
    float[] next = read(model, 4);
    assertThat(read(fork, 4)).isEqualTo(next);
    LanguageModel other = new LanguageModel(SmallModel.model(), SmallModel.VOCABULARY);
    other.restore(kept);
    assertThat(read(other, 4)).isEqualTo(next);
    assertThat(model.stateBytes()).isEqualTo(5 * Float.BYTES);
  }

  @Test
  void tokensAreCounted() {
    model.next(TEXT);
    model.next(3);
    assertThat(model.read()).isEqualTo(TEXT.length + 1L);
    model.reset();
    assertThat(model.read()).isEqualTo(TEXT.length + 1L);
    assertThat(model.fork().read()).isZero();
    assertThat(model.fork().vocabulary()).isSameAs(SmallModel.VOCABULARY);
  }

  @Test
  void aVocabularyOfAnotherSizeIsRefused() {
    assertThatThrownBy(
            () -> new LanguageModel(SmallModel.model(), new Vocabulary(List.of("<unk>", "a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected logits of 2 tokens, found 5");
  }

  /** On the scalar kernels: whether the JIT keeps vectors off the heap is not this class's. */
  @Test
  void aTokenThatIsDrawnAndReadAllocatesNothing() {
    LanguageModel model = new LanguageModel(SmallModel.scalar(), SmallModel.VOCABULARY);
    Sampler sampler = new Sampler(1, 3, 7);
    int token = 2;
    for (int i = 0; i < 20_000; i++) {
      token = sampler.next(model.next(token));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        token = sampler.next(model.next(token));
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
