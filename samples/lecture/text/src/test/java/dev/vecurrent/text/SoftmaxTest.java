package dev.vecurrent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoftmaxTest {

  @Test
  void sharesOfE() {
    float[] logits = {0, 1};
    double e = Math.E;
    assertThat(Softmax.probability(logits, 1)).isCloseTo(e / (1 + e), within(1e-15));
    assertThat(Softmax.logProbability(logits, 0)).isCloseTo(-Math.log(1 + e), within(1e-15));
  }

  @Test
  void largeLogitsDoNotOverflow() {
    float[] logits = {3e38f, 3e38f, -3e38f};
    assertThat(Softmax.probabilities(new double[] {3e300, 3e300, -3e300}))
        .containsExactly(0.5, 0.5, 0);
    assertThat(Softmax.probability(logits, 2)).isZero();
    assertThat(Softmax.logProbability(logits, 2)).isLessThan(-1e38);
  }

  @Test
  void sharesAddToOne() {
    float[] logits = new float[4_000];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.sin(i) * 20;
    }
    double[] shares =
        Softmax.probabilities(
            IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray());
    assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
    assertThat(shares[17]).isCloseTo(Softmax.probability(logits, 17), within(1e-15));
  }
}
