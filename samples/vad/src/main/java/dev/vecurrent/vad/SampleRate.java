package dev.vecurrent.vad;

/** The two sample rates that Silero VAD knows, with the chunks it was trained on. */
public enum SampleRate {
  /** 8,000 samples a second. */
  KHZ_8(8_000, 256, 32),
  /** 16,000 samples a second. */
  KHZ_16(16_000, 512, 64);

  private final int hertz;
  private final int chunk;
  private final int context;

  SampleRate(int hertz, int chunk, int context) {
    this.hertz = hertz;
    this.chunk = chunk;
    this.context = context;
  }

  /** Samples a second. */
  public int hertz() {
    return hertz;
  }

  /** Samples of a chunk, 32 ms. */
  public int chunk() {
    return chunk;
  }

  /** Samples from the end of the chunk before, which go in front of a chunk. */
  public int context() {
    return context;
  }

  /** The rate at which audio of some rate is judged: 8 kHz as it is, anything else at 16 kHz. */
  public static SampleRate forAudioAt(int hertz) {
    return hertz == KHZ_8.hertz ? KHZ_8 : KHZ_16;
  }
}
