package dev.vecurrent.vad;

import java.io.IOException;
import java.math.BigInteger;

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

  private static final int BLOCK = 4_096;

  private final AudioSource source;
  private final int hertz;
  private final int phases;
  private final int step;
  private final int half;
  private final float[] filters;
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
    filters = filters(phases, half, bandwidth * CUTOFF);
    buffer = new float[2 * half + BLOCK];
    // Silence before the first sample.
    filled = half - 1;
    base = half - 1;
  }

  /** {@code [phases, 2 * half]}: tap j of phase p weighs the sample j - half + 1 after the base. */
  private static float[] filters(int phases, int half, double cutoff) {
    int taps = 2 * half;
    float[] filters = new float[phases * taps];
    double[] filter = new double[taps];
    for (int phase = 0; phase < phases; phase++) {
      double sum = 0;
      for (int tap = 0; tap < taps; tap++) {
        double distance = tap - half + 1 - (double) phase / phases;
        filter[tap] = sinc(cutoff * distance) * kaiser(distance / half);
        sum += filter[tap];
      }
      // A constant stays what it is, whatever the phase.
      for (int tap = 0; tap < taps; tap++) {
        filters[phase * taps + tap] = (float) (filter[tap] / sum);
      }
    }
    return filters;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return x * x >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
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
    int filter = phase * taps;
    int first = base - half + 1;
    // Silence after the last sample, and none of what an earlier block left there.
    int there = Math.min(taps, filled - first);
    double sum = 0;
    for (int tap = 0; tap < there; tap++) {
      sum += (double) filters[filter + tap] * buffer[first + tap];
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
