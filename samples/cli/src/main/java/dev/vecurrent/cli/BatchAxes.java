package dev.vecurrent.cli;

import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds the axis of the batch in each output, by running the model on zeros for two sizes of the
 * batch: the axis that changes is the one. Also measures how much of an answer there is a step.
 */
final class BatchAxes {

  private static final int STEPS = 3;

  private final int[] axes;
  private final long answerBytesPerStep;

  private BatchAxes(int[] axes, long answerBytesPerStep) {
    this.axes = axes;
    this.answerBytesPerStep = answerBytesPerStep;
  }

  /** The axis of the batch in an output, or -1 where outputs are not split. */
  int axis(int output) {
    return axes[output];
  }

  /** Bytes of all outputs for one step of one sequence, rounded up. */
  long answerBytesPerStep() {
    return answerBytesPerStep;
  }

  /**
   * The axes, in the order of the outputs.
   *
   * @throws IllegalArgumentException if an output has no such axis, or the batch is fixed to more
   *     than one
   */
  static BatchAxes of(Scorer scorer, List<ValueInfo> outputs) {
    int[] axes = new int[outputs.size()];
    if (scorer.fixedBatch() == 1) {
      Arrays.fill(axes, -1);
      return new BatchAxes(axes, bytesPerStep(scorer, run(scorer, 1), 1));
    }
    if (scorer.fixedBatch() >= 0) {
      throw new IllegalArgumentException(
          "the model's batch is fixed to "
              + scorer.fixedBatch()
              + ": export it with a dynamic batch axis, or a batch of 1");
    }
    Map<String, Tensor> two = run(scorer, 2);
    Map<String, Tensor> five = run(scorer, 5);
    for (int i = 0; i < axes.length; i++) {
      String name = outputs.get(i).name();
      axes[i] = changed(name, shape(two, name), shape(five, name));
    }
    return new BatchAxes(axes, bytesPerStep(scorer, two, 2));
  }

  private static int steps(Scorer scorer) {
    return scorer.fixedSteps() >= 0 ? scorer.fixedSteps() : STEPS;
  }

  private static long bytesPerStep(Scorer scorer, Map<String, Tensor> outputs, int batch) {
    long bytes = 0;
    for (Tensor output : outputs.values()) {
      bytes += (long) output.size() * output.type().bytes();
    }
    long sequenceSteps = (long) batch * Math.max(1, steps(scorer));
    return Math.ceilDiv(bytes, sequenceSteps);
  }

  private static Map<String, Tensor> run(Scorer scorer, int batch) {
    int steps = steps(scorer);
    return scorer.run(new float[steps * batch * scorer.inputSize()], steps, batch);
  }

  private static int[] shape(Map<String, Tensor> outputs, String name) {
    Tensor output = outputs.get(name);
    return output == null ? new int[0] : output.shape();
  }

  private static int changed(String name, int[] two, int[] five) {
    int axis = -1;
    for (int a = 0; a < Math.min(two.length, five.length); a++) {
      if (two[a] != five[a]) {
        boolean first = axis < 0 && two[a] == 2 && five[a] == 5;
        if (!first) {
          axis = -1;
          break;
        }
        axis = a;
      }
    }
    if (axis < 0) {
      throw new IllegalArgumentException(
          "output "
              + name
              + " has no batch axis: "
              + Arrays.toString(two)
              + " for a batch of 2, "
              + Arrays.toString(five)
              + " for 5");
    }
    return axis;
  }
}
