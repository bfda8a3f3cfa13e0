package dev.vecurrent.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

  private static final float NEVER = Float.NEGATIVE_INFINITY;

  private static int[] drawn(Sampler sampler, float[] logits, int count) {
    return IntStream.range(0, count).map(i -> sampler.next(logits)).toArray();
  }

  @Test
  void withoutTemperatureItIsTheFirstOfTheLargest() {
    float[] logits = {1, NEVER, 3, 3, Float.NaN};
    assertThat(drawn(new Sampler(0, 5, 1), logits, 10)).containsOnly(2);
  }

  @Test
  void whatIsForbiddenOrBelowTheTopIsNeverDrawn() {
    float[] logits = {1, NEVER, 0.5f, 1, Float.NaN, 0.4f};
    assertThat(drawn(new Sampler(10, 3, 1), logits, 1_000))
        .contains(0, 2, 3)
        .doesNotContain(1, 4, 5);
  }

  /** Of equal logits at the edge of the top the lower token goes first. */
  @Test
  void tiesGoByNumber() {
    float[] logits = {1, 1, 1, 1};
    assertThat(drawn(new Sampler(1, 2, 1), logits, 1_000)).containsOnly(0, 1).contains(0, 1);
  }

  @Test
  void sharesAreThoseOfTheSoftmax() {
    float[] logits = {0, 1, 2};
    int count = 100_000;
    int[] drawn = drawn(new Sampler(2, 3, 9), logits, count);
    double[] expected = Softmax.probabilities(new double[] {0, 0.5, 1});
    for (int id = 0; id < 3; id++) {
      int wanted = id;
      double share = (double) Arrays.stream(drawn).filter(d -> d == wanted).count() / count;
      assertThat(share).isCloseTo(expected[id], within(0.01));
    }
  }

  /** The generator is named, and exp is StrictMath's: the draws are part of what users see. */
  @Test
  void aSeedIsTheSameTokensEverywhere() {
    float[] logits = {0, 1, 2, 1, 0};
    assertThat(drawn(new Sampler(1, 5, 7), logits, 12))
        .isEqualTo(drawn(new Sampler(1, 5, 7), logits, 12))
        .containsExactly(2, 2, 2, 2, 3, 0, 1, 1, 3, 2, 2, 2);
  }

  @Test
  void theLargestAreFoundInAnyOrder() {
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      values.add((float) ((i * 37) % 50));
    }
    float[] logits = new float[50];
    for (int i = 0; i < 50; i++) {
      logits[i] = values.get(i);
    }
    int[] drawn = drawn(new Sampler(1000, 5, 3), logits, 2_000);
    assertThat(Arrays.stream(drawn).mapToObj(d -> values.get(d)).distinct())
        .containsExactlyInAnyOrder(49f, 48f, 47f, 46f, 45f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void badTemperaturesAreRefused(double temperature) {
    assertThatThrownBy(() -> new Sampler(temperature, 1, 0))
        .hasMessage("temperature: expected 0 to 1000, found " + temperature);
  }

  @Test
  void noChoiceIsAnError() {
    assertThatThrownBy(() -> new Sampler(1, 0, 0)).hasMessageContaining("top: expected 1");
    assertThatThrownBy(() -> new Sampler(1, 1, 0).next(new float[] {NEVER, Float.NaN}))
        .hasMessageContaining("no token may follow");
  }
}
