package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void theWaveformIsDrawnWhereItIsLoudAndSegmentsAreShaded() throws IOException {
    Plot plot = new Plot(SampleRate.KHZ_16);
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      boolean loud = i >= 50;
      float[] chunk = new float[512];
      for (int k = 0; loud && k < chunk.length; k++) {
        chunk[k] = random.nextFloat() - 0.5f;
      }
      plot.chunk(chunk, 512, loud ? 0.9f : 0.1f);
    }
    Path file = folder.resolve("plot.png");
    Segment segment = new Segment(50 * 512, 100 * 512);
    plot.write(file, "noise", List.of(segment), SegmentRule.defaults());
    BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()));
    assertThat(image.getWidth()).isEqualTo(1_600);
    int white = 0xffffffff;
    // Off the middle of the waveform, before and within the segment.
    assertThat(image.getRGB(400, 180)).isEqualTo(white);
    assertThat(image.getRGB(1_217, 180)).isNotEqualTo(white);
    assertThat(image.getRGB(401, 450)).isEqualTo(white);
    assertThat(image.getRGB(1_217, 670)).isNotEqualTo(white);
  }

  @Test
  void marksAreRoundAndNotTooMany() {
    assertThat(Plot.tickSeconds(4.5)).isCloseTo(0.5, within(1e-12));
    assertThat(Plot.tickSeconds(60)).isCloseTo(5, within(1e-12));
    assertThat(Plot.tickSeconds(3_600)).isCloseTo(200, within(1e-9));
    for (double seconds = 0.01; seconds < 1e6; seconds *= 1.37) {
      assertThat(seconds / Plot.tickSeconds(seconds)).isBetween(7.99, 20.01);
    }
  }

  @Test
  void envelopesOfLongSeriesKeepExtremesInTheirMemory() {
    Envelope envelope = new Envelope(2, 16);
    for (int i = 0; i < 1_000; i++) {
      envelope.add(i == 777 ? 50 : i % 10);
    }
    assertThat(envelope.columns()).isLessThanOrEqualTo(16);
    assertThat(envelope.valuesOfColumn()).isEqualTo(64);
    assertThat(envelope.high((int) (777 / envelope.valuesOfColumn()))).isEqualTo(50f);
    assertThat(envelope.low(3)).isZero();
    assertThat(envelope.high(3)).isEqualTo(9f);
  }
}
