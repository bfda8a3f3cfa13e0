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
 * @param peer the engine that it was measured against, the first of its group; empty for that one
 * @param ratio its time divided by the peer's, median of paired samples; {@code NaN} without one
 * @param bytes allocated by a call; {@code NaN} where unknown
 */
record Cell(
    String series,
    Shape shape,
    String engine,
    int threads,
    double micros,
    double spread,
    String peer,
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
