package dev.vecurrent.testing;

import dev.vecurrent.internal.parallel.SplitPolicy;
import java.util.List;

/** Policies that split calls however small, each in its own way. */
public final class Policies {

  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final int MANY = Integer.MAX_VALUE;

  /** Directions only. */
  public static final SplitPolicy DIRECTIONS =
      new SplitPolicy(0, NEVER, MANY, MANY, MANY, NEVER, false);

  /** Rows of the batch, one by one if need be. */
  public static final SplitPolicy ROWS = new SplitPolicy(0, NEVER, 1, MANY, MANY, NEVER, false);

  /** Units of a layer. */
  public static final SplitPolicy UNITS = new SplitPolicy(0, 0, MANY, MANY, MANY, NEVER, false);

  /** Rows by threes, units for the threads that are left. */
  public static final SplitPolicy MIXED = new SplitPolicy(0, 0, 3, MANY, MANY, NEVER, false);

  /** Stacked layers, a step at a time where there are few. */
  public static final SplitPolicy WAVES = new SplitPolicy(0, NEVER, MANY, MANY, 1, 0, false);

  private Policies() {}

  /** All that concern single layers. */
  public static List<SplitPolicy> ofLayers() {
    return List.of(DIRECTIONS, ROWS, UNITS, MIXED);
  }
}
