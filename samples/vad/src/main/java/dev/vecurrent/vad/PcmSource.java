package dev.vecurrent.vad;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;

/** Frames of PCM as mono audio: the mean of the channels. Reads in blocks of bounded size. */
final class PcmSource implements AudioSource {

  private static final int LEAST_HERTZ = 4_000;
  private static final int MOST_HERTZ = 192_000;
  private static final int MOST_CHANNELS = 64;
  private static final int BLOCK_FRAMES = 1_024;

  private final InputStream in;
  private final int hertz;
  private final int channels;
  private final int frameBytes;
  private final PcmDecoder decoder;
  private final ByteBuffer block;
  private int pending;
  private long frames;

  /**
   * Audio from a stream of frames.
   *
   * @throws IOException if the format is not one that is read
   */
  PcmSource(InputStream in, AudioFormat format) throws IOException {
    this.in = in;
    decoder = PcmDecoder.of(format);
    channels = format.getChannels();
    if (channels > MOST_CHANNELS) {
      throw new IOException(
          "expected at most %d channels, found %d".formatted(MOST_CHANNELS, channels));
    }
    frameBytes = format.getFrameSize();
    hertz = Math.round(format.getSampleRate());
    if (hertz < LEAST_HERTZ || hertz > MOST_HERTZ) {
      throw new IOException(
          "expected a sample rate of %d to %d Hz, found %s Hz"
              .formatted(LEAST_HERTZ, MOST_HERTZ, format.getSampleRate()));
    }
    block =
        ByteBuffer.allocate(BLOCK_FRAMES * frameBytes)
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Raw mono audio, 16 bits, little-endian. */
  static PcmSource raw(InputStream in, SampleRate rate) throws IOException {
    return new PcmSource(in, new AudioFormat(rate.hertz(), 16, 1, true, false));
  }

  @Override
  public int hertz() {
    return hertz;
  }

  @Override
  public int read(float[] to, int at, int count) throws IOException {
    // No more bytes than asked for, so that a live stream is not held up by a block.
    int wanted = Math.min(count, BLOCK_FRAMES) * frameBytes;
    while (pending < frameBytes) {
      int read = in.read(block.array(), pending, wanted - pending);
      if (read < 0) {
        return -1; // a part of a frame at the end is no sample
      }
      pending += read;
    }
    int whole = pending / frameBytes;
    for (int frame = 0; frame < whole; frame++) {
      to[at + frame] = mono(frame * frameBytes);
    }
    int used = whole * frameBytes;
    System.arraycopy(block.array(), used, block.array(), 0, pending - used);
    pending -= used;
    return whole;
  }

  private float mono(int at) throws IOException {
    double sum = 0;
    int step = frameBytes / channels;
    for (int channel = 0; channel < channels; channel++) {
      sum += decoder.sample(block, at + channel * step);
    }
    float sample = (float) (sum / channels);
    if (!Float.isFinite(sample)) {
      throw new IOException(
          "frame %d: expected a finite sample, found %s".formatted(frames, sample));
    }
    frames++;
    return sample;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
