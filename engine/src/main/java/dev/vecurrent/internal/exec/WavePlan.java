package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.parallel.SplitPolicy;

/**
 * How stacked layers are shared between threads: each thread has some that follow each other, of
 * about the same work. Reused from call to call.
 */
final class WavePlan {

  /** The first layer of each thread, and the number of layers after the last. */
  private final int[] starts;

  /** Work of each layer. */
  private final double[] flops;

  private int groups;
  private int tileSteps;

  WavePlan(int layers) {
    starts = new int[layers + 1];
    flops = new double[layers];
  }

  /** Notes the work of a layer. */
  void layer(int index, double layerFlops) {
    flops[index] = layerFlops;
  }

  /**
   * Shares the layers.
   *
   * @param layersGain times as fast as one thread that the layers are one after the other
   * @return whether a wavefront is worth it
   */
  boolean plan(SplitPolicy policy, int threads, int batch, int steps, double layersGain) {
    groups = Math.min(threads, flops.length);
    double all = 0;
    for (double layerFlops : flops) {
      all += layerFlops;
    }
    double most = 0;
    double before = 0;
    int layer = 0;
    for (int group = 0; group < groups; group++) {
      starts[group] = layer;
      double own = 0;
      int left = groups - group - 1;
      // Up to where the threads so far have their share, but a layer for this and each that
      // follows.
      while (layer < flops.length - left
          && (layer == starts[group]
              || left == 0
              || before + own + flops[layer] / 2 <= all * (group + 1) / groups)) {
        own += flops[layer++];
      }
      before += own;
      most = Math.max(most, own);
    }
    starts[groups] = flops.length;
    tileSteps = policy.waveTile(groups, batch, steps);
    return policy.waves(groups, Math.ceilDiv(steps, tileSteps), all, most, layersGain);
  }

  /** Threads. */
  int groups() {
    return groups;
  }

  /** The first layer of a thread, or the number of layers. */
  int start(int group) {
    return starts[group];
  }

  /** Steps of a tile. */
  int tileSteps() {
    return tileSteps;
  }
}
