package dev.vecurrent.vad;

import java.io.Closeable;
import java.io.IOException;

/** Mono audio, read from its start to its end. */
public interface AudioSource extends Closeable {

  /** Samples a second. */
  int hertz();

  /**
   * Reads on.
   *
   * @param to where samples go, -1 to 1 at full scale
   * @param at where the first goes
   * @param count the most to read, at least 1
   * @return how many there were, at least 1, or -1 at the end
   */
  int read(float[] to, int at, int count) throws IOException;
}
