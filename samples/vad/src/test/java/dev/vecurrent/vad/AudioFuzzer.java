package dev.vecurrent.vad;

import dev.vecurrent.testing.FuzzCase;

/** Bytes of a {@code .wav} file: its header, then its samples, at the rate that a model takes. */
public final class AudioFuzzer {

  private static final int BLOCK = 512;

  /** A header may promise samples without end. */
  private static final int MOST_BLOCKS = 1_000;

  private AudioFuzzer() {}

  /** Entered by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzCase.runFile(
        "wav",
        data,
        file -> {
          float[] samples = new float[BLOCK];
          try (AudioSource audio = Audio.open(file)) {
            for (int block = 0; block < MOST_BLOCKS; block++) {
              int read = audio.read(samples, 0, BLOCK);
              if (read < 0) {
                return;
              }
              if (read == 0 || read > BLOCK) {
                throw new AssertionError("reads " + read + " samples of " + BLOCK);
              }
            }
            throw new AssertionError("never ends: " + file.toFile().length() + " bytes");
          }
        });
  }
}
