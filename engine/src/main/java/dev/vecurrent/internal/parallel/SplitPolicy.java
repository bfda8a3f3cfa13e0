package dev.vecurrent.internal.parallel;

/**
 * What is split between threads: from the sizes of a call to a schedule. No split changes a bit of
 * an answer, so this is about time only. Work is counted in floating point operations, a
 * multiplication and an addition each being one. {@code docs/decisions} has the reasons.
 *
 * @param leastFlops work of a call below which no other thread is woken
 * @param leastStepFlops work of a part between two waits below which units are not split, because
 *     its share of the time would be too large
 * @param fullRows rows of a range that fill a register tile
 * @param fewRows rows of a range that are still worth a thread where nothing better is left
 * @param waveRows rows (steps by batch) of a tile of a wavefront that fill a register tile
 * @param leastWaveGain times that a wavefront must be as fast as one thread
 * @param measures whether splits are given up that turn out not to be faster ({@link SplitTrial})
 */
public record SplitPolicy(
    double leastFlops,
    double leastStepFlops,
    int fullRows,
    int fewRows,
    int waveRows,
    double leastWaveGain,
    boolean measures) {

  /**
   * Some 0.3 ms of one thread: waking a parked one takes 0.05 to 0.16 ms, in which the caller works
   * on alone.
   */
  private static final double LEAST_FLOPS = 32e6;

  /** Some 5 us of one thread, against some 0.4 us for the barrier. */
  private static final double LEAST_STEP_FLOPS = 350e3;

  private static final int FULL_ROWS = 8;
  private static final int FEW_ROWS = 4;
  private static final double LEAST_WAVE_GAIN = 1.3;

  /** Share of a split by units that is left after its barriers. */
  private static final double UNITS_EFFICIENCY = 0.85;

  /** Speed of tiles of a few rows, compared with full ones. */
  private static final double FEW_ROWS_EFFICIENCY = 0.75;

  /** Tiles for each thread of a wavefront: filling and emptying it takes a tile a thread. */
  private static final int WAVE_TILES = 8;

  /** What sessions use. */
  public static final SplitPolicy DEFAULT =
      new SplitPolicy(
          LEAST_FLOPS, LEAST_STEP_FLOPS, FULL_ROWS, FEW_ROWS, FULL_ROWS, LEAST_WAVE_GAIN, true);

  /**
   * The split of one call of one layer. Lengths of sequences tell whether there is one, not how:
   * scratch for it is there once a call of these sizes was split.
   *
   * @param threads threads there are
   * @param directions D
   * @param batch rows (N)
   * @param rowSteps steps of all rows together
   * @param flops work of one step of one row in one direction
   * @param unitRanges the most ranges that units can be cut into
   * @param waits times that parts of other units wait for each other in a step
   * @param split receives the split
   */
  public void split(
      int threads,
      int directions,
      int batch,
      long rowSteps,
      double flops,
      int unitRanges,
      int waits,
      LayerSplit split) {
    split.alone();
    if (threads < 2 || rowSteps * flops * directions < leastFlops) {
      return;
    }
    if (threads % directions != 0 && batch / fullRows >= threads) {
      split.set(directions, threads, 1, threads);
      return;
    }
    int each = Math.max(1, threads / directions);
    int rowParts = Math.clamp(batch / fullRows, 1, each);
    double stepFlops = (double) batch / rowParts * flops;
    int worthwhile = (int) Math.min(each, stepFlops / (waits * leastStepFlops));
    int unitParts = Math.max(1, Math.min(Math.min(each / rowParts, unitRanges), worthwhile));
    double gain = rowParts * (unitParts == 1 ? 1 : unitParts * UNITS_EFFICIENCY);
    int fewParts = Math.clamp(batch / fewRows, 1, each);
    if (fewParts * FEW_ROWS_EFFICIENCY > gain) {
      rowParts = fewParts;
      unitParts = 1;
      gain = fewParts * FEW_ROWS_EFFICIENCY;
    }
    split.set(directions, rowParts, unitParts, directions * gain);
  }

  /**
   * Steps of a tile of a wavefront.
   *
   * @param groups threads that share the layers
   * @param batch rows (N)
   * @param steps T
   */
  public int waveTile(int groups, int batch, int steps) {
    int least = Math.ceilDiv(waveRows, Math.max(1, batch));
    return Math.clamp(steps / (WAVE_TILES * groups), least, Math.max(least, steps));
  }

  /**
   * Whether stacked layers run as a wavefront.
   *
   * @param groups threads that share the layers
   * @param tiles tiles of each layer
   * @param flops work of all layers
   * @param groupFlops work of the thread with most of it
   * @param layersGain times as fast as one thread that the layers are one after the other
   */
  public boolean waves(int groups, int tiles, double flops, double groupFlops, double layersGain) {
    double gain = flops / groupFlops * tiles / (tiles + groups - 1);
    return groups > 1 && flops >= leastFlops && gain >= leastWaveGain && gain > layersGain;
  }
}
