package dev.vecurrent.bench.startup;

/**
 * What a measured process does with its engine, and says of it: a line at the first answer, then a
 * line for each window of calls. Uses little of the JDK, so that the engine's own needs are seen.
 */
abstract class MeasuredCalls {

  /** The line of the first answer. */
  static final String FIRST = "first answer";

  /** Begins the line of a window: milliseconds since the epoch at its end, then us a call. */
  static final String WINDOW = "window ";

  /** Begins the line of the answer: bits of floats in hexadecimal digits. */
  static final String ANSWER = "answer ";

  /** Floats of the answer that are printed, from the end. */
  static final int PRINTED = 32;

  private static final long WINDOW_NANOS = 20_000_000;

  /** One call, on {@link #input}. */
  abstract void call();

  /** The answer of the last call. */
  abstract float[] answer();

  /** The same input in every process: numbers from -1 to 1 that look like noise. */
  static float[] input(int size) {
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (i * 0x9E3779B9) * 0x1p-31f;
    }
    return x;
  }

  /**
   * Calls once, then again and again.
   *
   * @param millis for how long after the first call
   */
  final void run(int millis) {
    call();
    System.out.println(FIRST);
    long end = System.nanoTime() + millis * 1_000_000L;
    int most = millis / 20 + 1;
    long[] ends = new long[most];
    double[] micros = new double[most];
    int windows = 0;
    while (System.nanoTime() < end && windows < most) {
      long from = System.nanoTime();
      long now = from;
      int calls = 0;
      while (now - from < WINDOW_NANOS) {
        call();
        calls++;
        now = System.nanoTime();
      }
      ends[windows] = System.currentTimeMillis();
      micros[windows] = (now - from) / 1e3 / calls;
      windows++;
    }
    for (int i = 0; i < windows; i++) {
      System.out.println(WINDOW + ends[i] + " " + micros[i]);
    }
    float[] answer = answer();
    StringBuilder bits = new StringBuilder(ANSWER);
    for (int i = Math.max(0, answer.length - PRINTED); i < answer.length; i++) {
      bits.append(Integer.toHexString(Float.floatToRawIntBits(answer[i]))).append(' ');
    }
    System.out.println(bits);
  }
}
