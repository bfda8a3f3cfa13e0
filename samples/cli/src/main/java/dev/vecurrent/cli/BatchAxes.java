package dev.vecurrent.cli;

import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Finds the axis of the batch in each output by running the model: where the batch may have any
 * size, the axis that changes with it; where it is fixed, the axis along which only one row changes
 * when one sequence does. Also measures how much of an answer there is a step.
 */
final class BatchAxes {

  private static final int STEPS = 3;
  private static final long SEED = 1;

  private final int[] axes;
  private final long answerBytesPerStep;

  private BatchAxes(int[] axes, long answerBytesPerStep) {
    this.axes = axes;
    this.answerBytesPerStep = answerBytesPerStep;
  }

  /** The axis of the batch in an output, or -1 where a batch of one is fixed. */
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
   * @throws IllegalArgumentException if an output has no such axis, or depends on the other
   *     sequences of a batch
   */
  static BatchAxes of(Scorer scorer, List<ValueInfo> outputs) {
    int steps = scorer.fixedSteps() >= 0 ? scorer.fixedSteps() : STEPS;
    int batch = scorer.fixedBatch() >= 0 ? scorer.fixedBatch() : 5;
    List<float[]> rows = rows(steps * scorer.inputSize(), batch);
    Map<String, Tensor> all = scorer.run(rows, steps, batch);
    int[] axes = new int[outputs.size()];
    Arrays.fill(axes, -1);
    if (batch != 1) {
      List<float[]> other = new ArrayList<>(rows);
      if (batch > 0) {
        other.set(0, rows(steps * scorer.inputSize(), batch + 1).getLast());
      }
      Map<String, Tensor> changed = scorer.run(other, steps, batch);
      Map<String, Tensor> two =
          scorer.fixedBatch() >= 0 ? all : scorer.run(rows.subList(0, 2), steps, 2);
      for (int i = 0; i < axes.length; i++) {
        String name = outputs.get(i).name();
        axes[i] = axis(name, all, changed, two, batch);
      }
    }
    long bytes = all.values().stream().mapToLong(t -> (long) t.size() * t.type().bytes()).sum();
    return new BatchAxes(axes, Math.ceilDiv(bytes, Math.max(1L, (long) steps * batch)));
  }

  private static List<float[]> rows(int size, int count) {
    Random random = new Random(SEED);
    List<float[]> rows = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] row = new float[size];
      for (int i = 0; i < size; i++) {
        row[i] = random.nextFloat() - 0.5f;
      }
      rows.add(row);
    }
    return rows;
  }

  private static int axis(
      String name,
      Map<String, Tensor> all,
      Map<String, Tensor> changed,
      Map<String, Tensor> two,
      int batch) {
    Tensor whole = get(all, name);
    Tensor small = get(two, name);
    int found = -1;
    int candidates = 0;
    for (int axis = 0; axis < whole.rank() && whole.rank() == small.rank(); axis++) {
      boolean fixed = whole == small;
      boolean grows = whole.dim(axis) == batch && small.dim(axis) == (fixed ? batch : 2);
      if (grows && onlyFirstRowDiffers(whole, get(changed, name), axis)) {
        found = axis;
        candidates++;
      }
    }
    if (candidates != 1) {
      throw new IllegalArgumentException(
          "output "
              + name
              + ": which axis of "
              + Arrays.toString(whole.shape())
              + " is the batch of "
              + batch
              + " cannot be told, or sequences of a batch depend on each other: use run");
    }
    return found;
  }

  private static Tensor get(Map<String, Tensor> outputs, String name) {
    Tensor output = outputs.get(name);
    if (output == null) {
      throw new IllegalStateException("output " + name + " is missing");
    }
    return output;
  }

  /** Whether two tensors are equal but for index 0 of an axis. */
  private static boolean onlyFirstRowDiffers(Tensor a, Tensor b, int axis) {
    if (!a.sameShape(b)) {
      return false;
    }
    int inner = 1;
    for (int i = axis + 1; i < a.rank(); i++) {
      inner *= a.dim(i);
    }
    for (int i = 0; i < a.size(); i++) {
      boolean first = i / inner % a.dim(axis) == 0;
      if (!first && Double.compare(Comparison.element(a, i), Comparison.element(b, i)) != 0) {
        return false;
      }
    }
    return true;
  }
}
