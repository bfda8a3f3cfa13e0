package dev.vecurrent.bench.roofline;

import dev.vecurrent.bench.result.JmhResult;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The least time that a shape could take on a machine: flops at the peak of multiply-adds, or
 * weights through the memory that holds them, whichever is longer.
 *
 * <p>Weights stream like this: each call reads W and R of every layer and direction once from
 * wherever all of them fit together; the other T - 1 steps read R again, from wherever one R fits.
 * A batch shares the reads. States, inputs and outputs are not counted.
 */
public final class Roofline {

  /**
   * Read bandwidth of a working set.
   *
   * @param level what holds it
   * @param bytes its size
   * @param gigabytes a second
   */
  public record Bandwidth(String level, long bytes, double gigabytes) {}

  /**
   * What binds a shape.
   *
   * @param micros the least time of a call, in microseconds
   * @param by {@code FMA}, or the level of memory
   */
  public record Bound(double micros, String by) {}

  private final double peak;
  private final List<Bandwidth> bandwidths;

  /**
   * The roofline of a machine.
   *
   * @param peak GFLOP/s
   * @param bandwidths of growing working sets, at least one
   */
  public Roofline(double peak, List<Bandwidth> bandwidths) {
    if (bandwidths.isEmpty()) {
      throw new IllegalArgumentException("no bandwidth was measured");
    }
    this.peak = peak;
    this.bandwidths =
        bandwidths.stream().sorted(Comparator.comparingLong(Bandwidth::bytes)).toList();
  }

  /** The roofline of one core, from what {@link Probes} measured. */
  public static Roofline of(List<JmhResult> probes) {
    double peak = 0;
    List<Bandwidth> bandwidths = new ArrayList<>();
    for (JmhResult probe : probes) {
      Map<String, String> params = probe.params();
      if (!"1".equals(params.get("threads"))) {
        continue;
      }
      double score = probe.primaryMetric().score();
      if (probe.benchmark().endsWith(".fma")) {
        peak = score;
      } else {
        long bytes = Long.parseLong(params.getOrDefault("bytes", "0"));
        bandwidths.add(new Bandwidth(params.getOrDefault("level", ""), bytes, score));
      }
    }
    return new Roofline(peak, bandwidths);
  }

  /** What binds a shape on one core. */
  public Bound bound(Shape shape) {
    double compute = shape.flops() / peak / 1e3;
    Bandwidth all = holding(shape.weightBytes());
    Bandwidth recurrent = holding(shape.recurrentWeightBytes());
    double once = shape.weightBytes() / all.gigabytes() / 1e3;
    double again =
        (double) shape.recurrentWeightBytes()
            * (shape.steps() - 1)
            * shape.layers()
            * shape.directions()
            / recurrent.gigabytes()
            / 1e3;
    if (compute >= once + again) {
      return new Bound(compute, "FMA");
    }
    return new Bound(once + again, once > again ? all.level() : recurrent.level());
  }

  /** The part of the roofline that a time reaches: 1 is all of it. */
  public double share(Shape shape, double micros) {
    return bound(shape).micros() / micros;
  }

  /** The smallest working set that is no smaller; the largest where there is none. */
  private Bandwidth holding(long bytes) {
    for (Bandwidth bandwidth : bandwidths) {
      if (bandwidth.bytes() >= bytes) {
        return bandwidth;
      }
    }
    return bandwidths.getLast();
  }
}
