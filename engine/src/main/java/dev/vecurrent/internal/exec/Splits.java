package dev.vecurrent.internal.exec;

import dev.vecurrent.internal.parallel.LayerSplit;
import dev.vecurrent.internal.parallel.SplitPolicy;
import dev.vecurrent.spec.Direction;
import java.util.ArrayList;
import java.util.List;

/** What threads make of some layers, in words. */
public final class Splits {

  private static final int THREADS = 2;
  private static final int STEPS = 100;
  private static final int[] BATCHES = {1, 8, 32};

  private Splits() {}

  /**
   * How calls of typical sizes are split between two threads.
   *
   * @param layers layers of which each reads the one before it
   * @param mayWave whether a layer may start before the one below has ended
   * @return one line, empty where that depends on weights that come with each run
   */
  public static String describe(List<RecurrentLayer> layers, boolean mayWave) {
    List<FloatLayer> floats = new ArrayList<>();
    for (RecurrentLayer layer : layers) {
      if (!(layer instanceof FloatLayer known) || known.constants.isEmpty()) {
        return "";
      }
      floats.add(known);
    }
    List<String> words = new ArrayList<>();
    for (int batch : BATCHES) {
      words.add("N=" + batch + " " + describe(floats, mayWave, batch));
    }
    return "with 2 workers, T=" + STEPS + ": " + String.join(", ", words);
  }

  private static String describe(List<FloatLayer> layers, boolean mayWave, int batch) {
    WavePlan wave = new WavePlan(layers.size());
    List<String> words = new ArrayList<>();
    boolean forward = true;
    double flops = 0;
    double oneByOne = 0;
    for (int i = 0; i < layers.size(); i++) {
      FloatLayer layer = layers.get(i);
      LayerSplit split = new LayerSplit();
      layer.split(
          SplitPolicy.DEFAULT,
          THREADS,
          layer.inputSize,
          layer.hiddenSize,
          batch,
          (long) batch * STEPS,
          split);
      double own =
          layer.flops(layer.inputSize, layer.hiddenSize) * batch * STEPS * layer.plan.directions();
      wave.layer(i, own);
      flops += own;
      oneByOne += own / split.gain();
      forward &= layer.plan.direction() == Direction.FORWARD;
      words.add(split.describe());
    }
    boolean waves =
        mayWave
            && forward
            && layers.size() > 1
            && wave.plan(SplitPolicy.DEFAULT, THREADS, batch, STEPS, flops / oneByOne);
    return waves
        ? "wavefront over " + layers.size() + " layers"
        : String.join(" then ", words.stream().distinct().toList());
  }
}
