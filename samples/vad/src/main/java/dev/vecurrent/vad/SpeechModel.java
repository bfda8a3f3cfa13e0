package dev.vecurrent.vad;

/**
 * Tells for each chunk of a stream of audio how probable speech is. Not for two threads at once.
 */
public interface SpeechModel {

  /** The rate, which says how long chunks are. */
  SampleRate rate();

  /**
   * The next chunk of the stream.
   *
   * @param samples mono, -1 to 1, {@code rate().chunk()} of them; only read
   * @return 0 to 1
   * @throws IllegalArgumentException if there are more or fewer samples
   */
  float next(float[] samples);
}
