package dev.vecurrent.gradients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The task: a symbol of eight at every step, the first one marked, and asked at the end.
 *
 * @param sequences {@code [batch][steps]}, each a digit from 0 to 7
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
record Task(int[][] sequences) {

  static final int SYMBOLS = 8;

  /** A number for each symbol, of which one is 1, and the mark. */
  static final int INPUTS = SYMBOLS + 1;

  /** The one long sequence that Jacobians are taken along. */
  static Task alongWhichCurvesAre() throws IOException {
    return read("curve.txt");
  }

  /** Sequences that no network was trained with. */
  static Task heldBack() throws IOException {
    return read("held-back.txt");
  }

  private static Task read(String name) throws IOException {
    String text = new String(resource(name), StandardCharsets.UTF_8);
    return new Task(
        text.lines().map(line -> line.chars().map(c -> c - '0').toArray()).toArray(int[][]::new));
  }

  static byte[] resource(String name) throws IOException {
    try (@Nullable InputStream in = Task.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("resource " + name + " is missing");
      }
      return in.readAllBytes();
    }
  }

  int steps() {
    return sequences[0].length;
  }

  /** What a network reads, {@code [steps, batch, INPUTS]}. */
  double[] x() {
    double[] x = new double[steps() * sequences.length * INPUTS];
    for (int t = 0, at = 0; t < steps(); t++) {
      for (int[] sequence : sequences) {
        x[at + sequence[t]] = 1;
        x[at + SYMBOLS] = t == 0 ? 1 : 0;
        at += INPUTS;
      }
    }
    return x;
  }
}
