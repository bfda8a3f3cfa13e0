package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.Model;
import dev.vecurrent.NetworkBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What surrounds the model, with a stand-in for it. */
class SileroDetectorTest {

  private static float[] noise(int length, Random random) {
    float[] samples = new float[length];
    float gain = 0.05f * random.nextFloat();
    for (int i = 0; i < length; i++) {
      samples[i] = gain * (random.nextFloat() - 0.5f);
    }
    return samples;
  }

  @ParameterizedTest
  @EnumSource(SampleRate.class)
  void contextAndStateGoOnFromChunkToChunk(SampleRate rate) throws IOException {
    SileroDetector detector = new SileroDetector(Resources.testStandIn(), rate);
    Random random = new Random(3);
    float[] before = new float[rate.chunk()];
    double state = 0;
    for (int i = 0; i < 50; i++) {
      float[] chunk = noise(rate.chunk(), random);
      double sum = 0;
      for (int k = rate.chunk() - rate.context(); k < rate.chunk(); k++) {
        sum += Math.abs(before[k]);
      }
      for (float sample : chunk) {
        sum += Math.abs(sample);
      }
      double loudness = sum / (rate.context() + rate.chunk()) * rate.hertz() / 16_000;
      state = state / 2 + loudness;
      double expected = 1 / (1 + Math.exp(3 - 200 * state));
      assertThat((double) detector.next(chunk)).as("chunk %d", i).isCloseTo(expected, within(1e-5));
      before = chunk;
    }
  }

  @Test
  void aChunkAllocatesNothing() throws IOException {
    SileroDetector detector = new SileroDetector(Resources.testStandIn(), SampleRate.KHZ_16);
    VadService.Call call = new VadService(Resources.path("test-stand-in.onnx")).open();
    float[] chunk = noise(512, new Random(1));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        detector.next(chunk);
        call.next(chunk);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void theServiceSaysWhatTheDetectorSays() throws IOException {
    VadService service = new VadService(Resources.path("test-stand-in.onnx"));
    VadService.Call call = service.open();
    VadService.Call other = service.open();
    SileroDetector detector = new SileroDetector(Resources.testStandIn(), SampleRate.KHZ_16);
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      float[] chunk = noise(512, random);
      assertThat(call.next(chunk)).isEqualTo(detector.next(chunk));
      assertThat(other.next(noise(512, random))).isBetween(0f, 1f);
    }
  }

  @Test
  void theServiceIsShortAndUsesPublicTypesOnly() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("vecurrent"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    Path source = root.resolve("samples/vad/src/main/java/dev/vecurrent/vad/VadService.java");
    assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(60);
    assertThat(Files.readString(source)).doesNotContain("dev.vecurrent.internal");
  }

  @Test
  void otherModelsAndChunksAreRefused() throws IOException {
    Model standIn = Resources.testStandIn();
    SileroDetector detector = new SileroDetector(standIn, SampleRate.KHZ_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> detector.next(new float[512]))
        .withMessageContaining("expected 256 samples, found 512");
    Model other = Model.compile(NetworkBuilder.input(64).tanh().build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SileroDetector(other, SampleRate.KHZ_8))
        .withMessageContaining("expected the inputs [input, state, sr], found [x]");
  }
}
