package dev.vecurrent.bench.report;

import dev.vecurrent.bench.shape.Shape;

/**
 * One engine on one shape.
 *
 * @param series the file it comes from, such as {@code full} or {@code series-threads}
 * @param shape what was run
 * @param engine its name
 * @param threads of a call
 * @param micros median time of a call
 * @param spread half the distance between the quartiles, microseconds
 * @param ratio its time divided by that of the series' first engine, median of paired samples;
 *     {@code NaN} for the first engine
 * @param bytes allocated by a call; {@code NaN} where unknown
 */
record Cell(
    String series,
    Shape shape,
    String engine,
    int threads,
    double micros,
    double spread,
    double ratio,
    double bytes) {

  /** Billions of multiplications and additions in a second. */
  double gigaflops() {
    return shape.flops() / micros / 1e3;
  }

  /** The engine, with its threads where there are several. */
  String label() {
    return threads == 1 ? engine : engine + ", " + threads + " threads";
  }
}
