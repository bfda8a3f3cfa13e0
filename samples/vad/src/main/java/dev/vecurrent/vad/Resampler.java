package dev.vecurrent.vad;

import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Changes the sample rate by a sinc under a Kaiser window, one filter for each phase. Flat to 84 %
 * of the lower rate's Nyquist frequency, aliases below -75 dB, no delay: sample k of the result is
 * at time k / hertz.
 */
final class Resampler implements AudioSource {

  /** Zero crossings of the sinc on either side. */
  private static final int CROSSINGS = 32;

  /** The cut-off as a part of the lower Nyquist frequency. */
  private static final double CUTOFF = 0.92;

  /** The Kaiser window's shape: side lobes of -80 dB. */
  private static final double BETA = 8;

  /**
   * The most weights of all filters. Only high rates that have next to no factor in common with the
   * result's would need more. Their phases are rounded, which costs less than -80 dB.
   */
  private static final int MOST_WEIGHTS = 1 << 21;

  private static final double WINDOW_PEAK = bessel(BETA);

  private static final int BLOCK = 4_096;

  private final AudioSource source;
  private final int hertz;
  private final int phases;
  private final int step;
  private final int half;
  private final double cutoff;

  /**
   * The filter of each phase, made when an output first needs it: a header that names an odd rate
   * asks for thousands of them, whatever the length of the file.
   */
  private final float[] @Nullable [] filters;

  private final float[] buffer;
  // Index, in the buffer, of the input sample at or before the next output; its filter's phase.
  private int base;
  private int phase;
  private int filled;
  private int end = Integer.MAX_VALUE;

  /**
   * A source at another rate.
   *
   * @param hertz samples a second of the result
   */
  Resampler(AudioSource source, int hertz) {
    if (hertz < 1) {
      throw new IllegalArgumentException("sample rate: expected 1 Hz or more, found " + hertz);
    }
    this.source = source;
    this.hertz = hertz;
    int common = BigInteger.valueOf(source.hertz()).gcd(BigInteger.valueOf(hertz)).intValueExact();
    phases = hertz / common;
    step = source.hertz() / common;
    double bandwidth = Math.min(1, (double) hertz / source.hertz());
    half = (int) Math.ceil(CROSSINGS / bandwidth);
    cutoff = bandwidth * CUTOFF;
    filters = new float[Math.min(phases, MOST_WEIGHTS / (2 * half))][];
    buffer = new float[2 * half + BLOCK];
    // Silence before the first sample.
    filled = half - 1;
    base = half - 1;
  }

  /** Of this phase; tap j weighs the sample j - half + 1 after the base. */
  private float[] filter() {
    boolean exact = filters.length == phases;
    int row = exact ? phase : (int) ((long) phase * filters.length / phases);
    float[] known = filters[row];
    if (known != null) {
      return known;
    }
    int taps = 2 * half;
    double[] weights = new double[taps];
    double after = exact ? (double) phase / phases : (row + 0.5) / filters.length;
    double sum = 0;
    for (int tap = 0; tap < taps; tap++) {
      double distance = tap - half + 1 - after;
      weights[tap] = sinc(cutoff * distance) * kaiser(distance / half);
      sum += weights[tap];
    }
    float[] filter = new float[taps];
    for (int tap = 0; tap < taps; tap++) {
      // A constant stays what it is, whatever the phase.
      filter[tap] = (float) (weights[tap] / sum);
    }
    filters[row] = filter;
    return filter;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return x * x >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / WINDOW_PEAK;
  }

  /** The modified Bessel function I0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }

  @Override
  public int hertz() {
    return hertz;
  }

  @Override
  public int read(float[] to, int at, int count) throws IOException {
    int made = 0;
    while (made < count && reach()) {
      to[at + made] = next();
      made++;
    }
    return made == 0 ? -1 : made;
  }

  /** Makes sure that all samples of the next output are there; false after the last output. */
  private boolean reach() throws IOException {
    while (base + half >= filled && end == Integer.MAX_VALUE) {
      if (filled == buffer.length) {
        int first = base - half + 1;
        System.arraycopy(buffer, first, buffer, 0, filled - first);
        filled -= first;
        base -= first;
      }
      int read = source.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        end = filled;
      } else {
        filled += read;
      }
    }
    return base < end;
  }

  private float next() {
    int taps = 2 * half;
    float[] filter = filter();
    int first = base - half + 1;
    // Silence after the last sample, and none of what an earlier block left there.
    int there = Math.min(taps, filled - first);
    double sum = 0;
    for (int tap = 0; tap < there; tap++) {
      sum += (double) filter[tap] * buffer[first + tap];
    }
    phase += step;
    base += phase / phases;
    phase %= phases;
    return (float) sum;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
