package dev.vecurrent.vad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioTest {

  @TempDir private Path folder = Path.of("");

  private static double tone(double seconds, double hertz) {
    return 0.5 * Math.sin(2 * Math.PI * hertz * seconds);
  }

  /** A tone of 440 Hz on every channel, canonical WAV header, 1 s. */
  private Path wav(int tag, int bits, int channels, int hertz) throws IOException {
    int bytes = bits / 8;
    ByteBuffer data =
        ByteBuffer.allocate(44 + hertz * channels * bytes).order(ByteOrder.LITTLE_ENDIAN);
    data.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    data.putInt(data.capacity() - 8);
    data.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    data.putInt(16).putShort((short) tag).putShort((short) channels).putInt(hertz);
    data.putInt(hertz * channels * bytes).putShort((short) (channels * bytes));
    data.putShort((short) bits);
    data.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    data.putInt(hertz * channels * bytes);
    for (int i = 0; i < hertz * channels; i++) {
      double value = tone((double) (i / channels) / hertz, 440);
      switch (tag * 100 + bits) {
        case 108 -> data.put((byte) Math.round(128 + 128 * value));
        case 116 -> data.putShort((short) Math.round(32_768 * value));
        case 124 -> {
          int v = (int) Math.round(8_388_608 * value);
          data.put((byte) v).put((byte) (v >> 8)).put((byte) (v >> 16));
        }
        case 132 -> data.putInt((int) Math.round(2_147_483_648.0 * value));
        case 332 -> data.putFloat((float) value);
        case 364 -> data.putDouble(value);
        default -> throw new IllegalArgumentException();
      }
    }
    return Files.write(folder.resolve("tone.wav"), data.array());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 1, 16000, 5e-3", "1, 16, 1, 16000, 3e-5", "1, 24, 2, 16000, 1e-6",
    "1, 32, 1, 16000, 1e-6", "3, 32, 6, 16000, 1e-6", "3, 64, 1, 16000, 1e-6",
    "1, 16, 1, 8000, 3e-5", "1, 16, 2, 44100, 5e-4", "3, 32, 1, 48000, 5e-4",
    "1, 16, 1, 11025, 5e-4", "1, 16, 1, 22050, 5e-4", "3, 32, 1, 15991, 5e-4"
  })
  void everyFormBecomesTheSameTone(int tag, int bits, int channels, int hertz, double error)
      throws IOException {
    try (AudioSource audio = Audio.open(wav(tag, bits, channels, hertz))) {
      int expected = hertz == 8_000 ? 8_000 : 16_000;
      assertThat(audio.hertz()).isEqualTo(expected);
      float[] samples = Resources.all(audio);
      assertThat(samples).hasSize(expected);
      for (int i = 500; i < expected - 500; i++) {
        assertThat((double) samples[i])
            .as("sample %d", i)
            .isCloseTo(tone((double) i / expected, 440), within(error));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ULAW", "ALAW"})
  void telephonesFormatsAreRead(String encoding) throws IOException {
    Path file = wav(1, 16, 1, 8_000);
    Path companded = folder.resolve("companded.wav");
    try (AudioInputStream linear = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioInputStream converted =
          AudioSystem.getAudioInputStream(new AudioFormat.Encoding(encoding), linear);
      AudioSystem.write(converted, AudioFileFormat.Type.WAVE, companded.toFile());
    } catch (javax.sound.sampled.UnsupportedAudioFileException e) {
      throw new IllegalStateException(e);
    }
    try (AudioSource audio = Audio.open(companded)) {
      float[] samples = Resources.all(audio);
      assertThat(samples).hasSize(8_000);
      assertThat((double) samples[1_003]).isCloseTo(tone(1_003 / 8_000.0, 440), within(0.02));
    }
  }

  @Test
  void tonesAboveTheNewNyquistFrequencyVanish() throws IOException {
    float[] high = new float[48_000];
    for (int i = 0; i < high.length; i++) {
      high[i] = (float) tone(i / 48_000.0, 9_000);
    }
    float[] samples = Resources.all(Audio.resampled(Resources.source(high, 48_000), 16_000));
    assertThat(samples).hasSize(16_000);
    for (int i = 200; i < samples.length - 200; i++) {
      assertThat(Math.abs(samples[i])).isLessThan(2e-4f);
    }
  }

  @Test
  void blocksDoNotShow() throws IOException {
    float[] samples = new float[30_000];
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextFloat() - 0.5f;
    }
    float[] whole = Resources.all(Audio.resampled(Resources.source(samples, 44_100), 16_000));
    float[] pieces = new float[whole.length];
    AudioSource source = Audio.resampled(Resources.source(samples, 44_100), 16_000);
    for (int at = 0; at < pieces.length; ) {
      at += source.read(pieces, at, Math.min(1 + random.nextInt(50), pieces.length - at));
    }
    assertThat(pieces).isEqualTo(whole);
    assertThat(source.read(pieces, 0, 1)).isEqualTo(-1);
    assertThat(whole).hasSize((int) Math.ceil(30_000 * 16_000.0 / 44_100));
  }

  @Test
  void aFileThatEndsEarlyIsReadAsFarAsItGoes() throws IOException {
    Path file = wav(1, 16, 2, 16_000);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, 44 + 4 * 100 + 3));
    try (AudioSource audio = Audio.open(file)) {
      assertThat(Resources.all(audio)).hasSize(100);
    }
  }

  @Test
  void whatIsNoAudioIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.wav"), "this is no audio at all, just text");
    assertThatIOException().isThrownBy(() -> Audio.open(text)).withMessageContaining("a.wav: exp");
    Path empty = Files.writeString(folder.resolve("b.wav"), "");
    assertThatIOException().isThrownBy(() -> Audio.open(empty)).withMessageContaining("b.wav: exp");
    assertThatIOException()
        .isThrownBy(() -> Audio.open(folder.resolve("none.wav")))
        .withMessageContaining("none.wav");
    assertThatIOException()
        .isThrownBy(() -> Audio.open(wav(1, 16, 1, 2_000)))
        .withMessageContaining("4000 to 192000 Hz, found 2000");
    Path infinite = wav(3, 32, 1, 16_000);
    byte[] bytes = Files.readAllBytes(infinite);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(44 + 4 * 5, Float.NaN);
    Files.write(infinite, bytes);
    try (AudioSource audio = Audio.open(infinite)) {
      assertThatIOException()
          .isThrownBy(() -> Resources.all(audio))
          .withMessageContaining("frame 5: expected a finite sample");
    }
  }

  @Test
  void rawAudioIsReadAsItArrives() throws IOException {
    byte[] bytes = {0, 0x40, 0, (byte) 0xc0, 1};
    try (AudioSource audio = Audio.raw(new ByteArrayInputStream(bytes), SampleRate.KHZ_16)) {
      assertThat(Resources.all(audio)).containsExactly(0.5f, -0.5f);
    }
  }

  /** Filters of all phases at 191,999 Hz would be 49 MB, made for a file of a few samples. */
  @ParameterizedTest
  @ValueSource(ints = {191_999, 96_001, 47_999, 4_001})
  void aRateThatHasNoFactorInCommonIsResampled(int hertz) throws IOException {
    try (AudioSource audio = Audio.open(wav(1, 16, 1, hertz))) {
      float[] samples = Resources.all(audio);
      assertThat(samples.length).isBetween(15_999, 16_001);
      for (int k = 500; k < 15_500; k++) {
        assertThat((double) samples[k]).isCloseTo(tone(k / 16_000.0, 440), within(2e-4));
      }
    }
  }
}
