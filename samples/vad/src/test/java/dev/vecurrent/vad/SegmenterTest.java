package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmenterTest {

  private static List<Segment> segments(
      SegmentRule rule, SampleRate rate, float[] probabilities, long samples) {
    List<Segment> segments = new ArrayList<>();
    Segmenter segmenter = new Segmenter(rule, rate, segments::add);
    for (float probability : probabilities) {
      segmenter.next(probability);
    }
    segmenter.finish(samples);
    return segments;
  }

  /** The rule in two passes over everything: first the segments, then their padding. */
  private static List<Segment> inTwoPasses(
      SegmentRule rule, SampleRate rate, float[] probabilities, long samples) {
    double perMs = rate.hertz() / 1000.0;
    List<long[]> found = new ArrayList<>();
    int from = -1;
    int quiet = -1;
    for (int i = 0; i <= probabilities.length; i++) {
      boolean over = i == probabilities.length;
      if (!over && probabilities[i] >= rule.threshold()) {
        quiet = -1;
        from = from < 0 ? i : from;
      } else if (from >= 0 && (over || probabilities[i] < rule.negativeThreshold())) {
        quiet = quiet < 0 ? i : quiet;
        long end = over ? samples : (long) quiet * rate.chunk();
        if (over || (i - quiet) * rate.chunk() >= rule.minSilence() * perMs) {
          if (end - (long) from * rate.chunk() > rule.minSpeech() * perMs) {
            found.add(new long[] {(long) from * rate.chunk(), end});
          }
          from = -1;
          quiet = -1;
        }
      }
    }
    long padding = (long) (rule.padding() * perMs);
    List<Segment> padded = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      long[] one = found.get(i);
      long before = i == 0 ? padding : (one[0] - found.get(i - 1)[1]) / 2;
      long after = i == found.size() - 1 ? padding : (found.get(i + 1)[0] - one[1]) / 2;
      padded.add(
          new Segment(
              Math.max(0, one[0] - Math.min(padding, before)),
              Math.min(samples, one[1] + Math.min(padding, after))));
    }
    return padded;
  }

  @ParameterizedTest
  @EnumSource(SampleRate.class)
  void oneAtATimeIsTheSameAsTwoPasses(SampleRate rate) {
    long seed = Long.getLong("vecurrent.seed", 11);
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 500; round++) {
      double threshold = 0.2 + 0.7 * random.nextDouble();
      SegmentRule rule =
          new SegmentRule(
              threshold,
              SegmentRule.negativeFor(threshold),
              random.nextInt(400),
              random.nextInt(200),
              8 * random.nextInt(20));
      float[] probabilities = new float[1 + random.nextInt(200)];
      float level = random.nextFloat();
      for (int i = 0; i < probabilities.length; i++) {
        level = random.nextInt(8) == 0 ? random.nextFloat() : level;
        probabilities[i] = Math.clamp(level + 0.3f * (random.nextFloat() - 0.5f), 0f, 1f);
      }
      long samples = (long) rate.chunk() * probabilities.length - random.nextInt(rate.chunk());
      List<Segment> expected = inTwoPasses(rule, rate, probabilities, samples);
      assertThat(segments(rule, rate, probabilities, samples))
          .as("seed %d, round %d, %s", seed, round, rule)
          .isEqualTo(expected);
      found += expected.size();
    }
    assertThat(found).isGreaterThan(500);
  }

  @Test
  void shortSpeechIsDroppedAndShortSilenceBridged() {
    float[] p = new float[60];
    p[3] = 0.9f; // 32 ms of speech
    for (int i = 20; i < 40; i++) {
      p[i] = i == 30 || i == 31 ? 0.1f : 0.6f;
    }
    assertThat(segments(SegmentRule.defaults(), SampleRate.KHZ_16, p, 60 * 512))
        .containsExactly(new Segment(20 * 512 - 480, 40 * 512 + 480));
  }

  @Test
  void betweenTheThresholdsSpeechGoesOn() {
    float[] p = new float[40];
    for (int i = 5; i < 30; i++) {
      p[i] = i < 8 ? 0.55f : 0.4f;
    }
    assertThat(segments(SegmentRule.defaults(), SampleRate.KHZ_16, p, 40 * 512))
        .containsExactly(new Segment(5 * 512 - 480, 30 * 512 + 480));
  }

  @Test
  void speechUpToTheEndEndsThere() {
    float[] p = new float[20];
    java.util.Arrays.fill(p, 1f);
    assertThat(segments(SegmentRule.defaults(), SampleRate.KHZ_8, p, 5_000))
        .containsExactly(new Segment(0, 5_000));
    assertThat(segments(SegmentRule.defaults(), SampleRate.KHZ_8, new float[0], 0)).isEmpty();
  }

  @Test
  void liveEventsComeWithTheChunkThatShowsThem() {
    List<String> events = new ArrayList<>();
    LiveEvents live =
        new LiveEvents(
            SegmentRule.defaults(),
            SampleRate.KHZ_16,
            new LiveEvents.Listener() {
              @Override
              public void started(double seconds) {
                events.add("start " + seconds);
              }

              @Override
              public void ended(double seconds) {
                events.add("end " + seconds);
              }
            });
    for (int i = 0; i < 10; i++) {
      live.next(0.1f);
    }
    assertThat(events).isEmpty();
    live.next(0.5f);
    assertThat(events).containsExactly("start 0.29");
    live.next(0.4f);
    for (int i = 0; i < 4; i++) {
      live.next(0.1f);
    }
    assertThat(events).hasSize(1);
    live.next(0.1f);
    assertThat(events).containsExactly("start 0.29", "end 0.414");
    live.next(0.9f);
    live.finish(9_000);
    assertThat(events).hasSize(4).last().isEqualTo("end 0.5625");
  }

  @Test
  void rulesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentRule(Double.NaN, 0, 0, 0, 0))
        .withMessageContaining("found NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentRule(0.5, 0.6, 0, 0, 0))
        .withMessageContaining("0 to the threshold (0.5), found 0.6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentRule(0.5, 0.3, -1, 0, 0))
        .withMessageContaining("minimum speech");
    assertThat(SegmentRule.defaults()).isEqualTo(new SegmentRule(0.5, 0.35, 250, 100, 30));
    assertThat(SegmentRule.negativeFor(0.005)).isEqualTo(0.005);
  }
}
