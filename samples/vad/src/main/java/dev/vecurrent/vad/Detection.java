package dev.vecurrent.vad;

import java.io.IOException;
import java.util.Arrays;

/** Runs a {@link SpeechModel} over audio, chunk by chunk. */
public final class Detection {

  /** Hears of each chunk. */
  public interface Listener {

    /**
     * A chunk was judged.
     *
     * @param chunk its samples; valid during the call
     * @param length how many are audio; the last chunk is filled up with zeros
     * @param probability of speech, 0 to 1
     */
    void chunk(float[] chunk, int length, float probability);
  }

  private Detection() {}

  /**
   * Reads audio to its end.
   *
   * @return the number of samples read
   * @throws IllegalArgumentException if the audio does not have the model's sample rate
   */
  public static long run(AudioSource audio, SpeechModel model, Listener listener)
      throws IOException {
    if (audio.hertz() != model.rate().hertz()) {
      throw new IllegalArgumentException(
          "audio: expected %d Hz, found %d Hz".formatted(model.rate().hertz(), audio.hertz()));
    }
    float[] chunk = new float[model.rate().chunk()];
    long samples = 0;
    for (int length = fill(audio, chunk); length > 0; length = fill(audio, chunk)) {
      Arrays.fill(chunk, length, chunk.length, 0f);
      listener.chunk(chunk, length, model.next(chunk));
      samples += length;
    }
    return samples;
  }

  private static int fill(AudioSource audio, float[] chunk) throws IOException {
    int length = 0;
    while (length < chunk.length) {
      int read = audio.read(chunk, length, chunk.length - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return length;
  }
}
