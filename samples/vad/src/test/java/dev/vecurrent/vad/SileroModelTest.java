package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real model, which is fetched at the first run. Where that is not possible these tests are
 * skipped, and say so.
 */
class SileroModelTest {

  private static Path silero(SileroVersion version) {
    try {
      return ModelCache.ofUser().file(version);
    } catch (IOException e) {
      throw skipped(e.getMessage());
    }
  }

  private static Model compiled(Path file) throws IOException {
    return Model.compile(OnnxImporter.read(file));
  }

  private static RuntimeException skipped(String why) {
    System.err.println("SKIPPED, the real Silero VAD was not tested: " + why);
    return Assumptions.<RuntimeException>abort(why);
  }

  /** The clip over and over, 60 s: each time at another gain, after another pause, in noise. */
  private static float[] minuteOfSpeech(SampleRate rate) throws IOException {
    float[] clip;
    try (AudioSource audio = Audio.open(Resources.path("speech.wav"))) {
      clip =
          Resources.all(
              audio.hertz() == rate.hertz() ? audio : Audio.resampled(audio, rate.hertz()));
    }
    Random random = new Random(60);
    float[] minute = new float[60 * rate.hertz()];
    int at = 0;
    while (at < minute.length) {
      float gain = 0.05f + 1.5f * random.nextFloat();
      int offset = random.nextInt(clip.length / 2);
      for (int i = offset; i < clip.length && at < minute.length; i++) {
        minute[at] = gain * clip[i];
        at++;
      }
      at += random.nextInt(rate.hertz());
    }
    for (int i = 0; i < minute.length; i++) {
      minute[i] = Math.clamp(minute[i] + 0.01f * (random.nextFloat() - 0.5f), -1f, 1f);
    }
    return minute;
  }

  private static List<Float> probabilities(SpeechModel model, float[] samples) throws IOException {
    List<Float> list = new ArrayList<>();
    Detection.run(
        Resources.source(samples, model.rate().hertz()),
        model,
        (chunk, length, probability) -> list.add(probability));
    return list;
  }

  @ParameterizedTest
  @CsvSource({"V5, KHZ_16", "V5, KHZ_8", "V6, KHZ_16", "V6, KHZ_8"})
  void everyChunkOfAMinuteIsAsInOnnxRuntime(SileroVersion version, SampleRate rate)
      throws IOException, OrtException {
    Path file = silero(version);
    float[] minute = minuteOfSpeech(rate);
    List<Float> expected;
    try (OnnxRuntimeDetector oracle = new OnnxRuntimeDetector(file, rate)) {
      expected = probabilities(oracle, minute);
    }
    assertThat(expected).hasSize(1_875).anyMatch(p -> p > 0.9f).anyMatch(p -> p < 0.1f);
    List<Float> found = probabilities(new SileroDetector(compiled(file), rate), minute);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("chunk %d", i).isCloseTo(expected.get(i), within(1e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource(SileroVersion.class)
  void theClipHasTwoSentences(SileroVersion version) throws IOException, OrtException {
    List<Segment> segments = new ArrayList<>();
    Segmenter segmenter = new Segmenter(SegmentRule.defaults(), SampleRate.KHZ_16, segments::add);
    try (OnnxRuntimeDetector model = new OnnxRuntimeDetector(silero(version), SampleRate.KHZ_16);
        AudioSource audio = Audio.open(Resources.path("speech.wav"))) {
      segmenter.finish(Detection.run(audio, model, (chunk, length, p) -> segmenter.next(p)));
    }
    assertThat(segments).hasSize(2);
    assertThat(segments.getFirst().startSeconds(SampleRate.KHZ_16)).isBetween(0.4, 0.7);
    assertThat(segments.getLast().endSeconds(SampleRate.KHZ_16)).isBetween(3.5, 4.2);
  }

  @Test
  void theMinuteIsTheSameEachTime() throws IOException {
    assertThat(minuteOfSpeech(SampleRate.KHZ_8))
        .hasSize(480_000)
        .isEqualTo(minuteOfSpeech(SampleRate.KHZ_8));
  }
}
