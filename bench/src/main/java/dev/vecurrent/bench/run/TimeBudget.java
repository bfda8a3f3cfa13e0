package dev.vecurrent.bench.run;

import dev.vecurrent.bench.shape.Shape;
import java.util.List;

/**
 * Shares time among cells: each gets its part of what is left when its turn comes, a larger one
 * where single calls are long, so that every cell has some rounds.
 */
final class TimeBudget {

  /** Flops that count as much as all the rest of a cell. */
  private static final double FLOPS_OF_A_PART = 2e10;

  private static final long LEAST_NANOS = 300_000_000L;

  private final long end;
  private double partsLeft;

  TimeBudget(List<Shape> shapes, long nanos) {
    end = System.nanoTime() + nanos;
    partsLeft = shapes.stream().mapToDouble(TimeBudget::parts).sum();
  }

  /** Nanoseconds for the next cell. */
  long next(Shape shape) {
    double parts = parts(shape);
    long share = (long) ((end - System.nanoTime()) * parts / partsLeft);
    partsLeft -= parts;
    return Math.max(LEAST_NANOS, share);
  }

  private static double parts(Shape shape) {
    return 1 + shape.flops() / FLOPS_OF_A_PART;
  }
}
