package dev.vecurrent.cli;

import dev.vecurrent.cli.tensor.Elements;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds the axis of the batch in each output by running the model: where the batch may have any
 * size, the axis that changes with it; where it is fixed, the axis along which only one row changes
 * when one sequence does. Also measures how much of an answer there is a step.
 */
final class BatchAxes {

  private static final int STEPS = 3;

  /** A batch that is free; no size that a model is likely to have by itself. */
  private static final int FREE_BATCH = 5;

  /** Tokens 2 and 3, then smaller ones: 0 is padding in many tables, and some have few rows. */
  private static final int FIRST_TOKEN = 2;

  private static final int MOST_OTHER = 512;

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
   * @param inputs those that records give, each with the axis of its batch
   * @throws IllegalArgumentException if an output has no such axis, or depends on the other
   *     sequences of a batch
   */
  static BatchAxes of(Scorer scorer, List<ScoreInput> inputs, List<ValueInfo> outputs) {
    int fixed = inputs.getFirst().fixedBatch();
    int batch = fixed >= 0 ? fixed : FREE_BATCH;
    IllegalArgumentException first = null;
    for (int other = 1; other <= MOST_OTHER; other *= 8) {
      for (int token = FIRST_TOKEN; token >= 0; token--) {
        MadeUpRows rows = new MadeUpRows(inputs, STEPS, other, token);
        Runs runs;
        try {
          runs = Runs.of(scorer, inputs, rows, batch);
        } catch (IllegalArgumentException e) {
          first = first == null ? e : first;
          continue;
        }
        int[] axes = new int[outputs.size()];
        Arrays.fill(axes, -1);
        for (int i = 0; batch != 1 && i < axes.length; i++) {
          axes[i] = axis(outputs.get(i).name(), runs, batch);
        }
        return new BatchAxes(axes, bytes(inputs, runs.all(), batch));
      }
    }
    throw new IllegalArgumentException(
        "the model refuses made-up sequences, so score cannot tell its batch: use run ("
            + (first == null ? "" : first.getMessage())
            + ")");
  }

  /**
   * What the model answers to made-up sequences.
   *
   * @param all to a batch of them
   * @param changed to the same where one is another: the first, and the last
   * @param two to the first two; the same as {@code all} where the batch is fixed
   */
  private record Runs(
      Map<String, Tensor> all, List<Map<String, Tensor>> changed, Map<String, Tensor> two) {

    static Runs of(Scorer scorer, List<ScoreInput> inputs, MadeUpRows rows, int batch) {
      List<List<Tensor>> sequences = rows.of(Math.max(1, batch));
      Map<String, Tensor> all = scorer.run(inputs, sequences, batch);
      List<Map<String, Tensor>> changed = new ArrayList<>();
      // The first and the last: what runs along a batch by mistake may run backwards.
      for (int n : batch < 2 ? new int[0] : new int[] {0, batch - 1}) {
        List<List<Tensor>> other = new ArrayList<>(sequences);
        other.set(n, rows.another());
        changed.add(scorer.run(inputs, other, batch));
      }
      boolean fixed = inputs.getFirst().fixedBatch() >= 0;
      return new Runs(all, changed, fixed ? all : scorer.run(inputs, sequences.subList(0, 2), 2));
    }
  }

  private static long bytes(List<ScoreInput> inputs, Map<String, Tensor> all, int batch) {
    int declared = inputs.getFirst().rowDims().getFirst().size();
    long steps =
        inputs.getFirst().rank() == 2 && !inputs.getFirst().isTokens()
            ? 1
            : declared >= 0 ? declared : STEPS;
    long bytes = all.values().stream().mapToLong(t -> (long) t.size() * t.type().bytes()).sum();
    return Math.ceilDiv(bytes, Math.max(1L, steps * batch));
  }

  private static int axis(String name, Runs runs, int batch) {
    Tensor whole = get(runs.all(), name);
    Tensor small = get(runs.two(), name);
    int found = -1;
    int candidates = 0;
    for (int axis = 0; axis < whole.rank() && whole.rank() == small.rank(); axis++) {
      boolean fixed = whole == small;
      boolean grows = whole.dim(axis) == batch && small.dim(axis) == (fixed ? batch : 2);
      if (grows && areIndependent(whole, name, runs.changed(), axis)) {
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

  /** Whether the change of the first or the last sequence changes its own part only. */
  private static boolean areIndependent(
      Tensor whole, String name, List<Map<String, Tensor>> changed, int axis) {
    for (int k = 0; k < changed.size(); k++) {
      int own = k == 0 ? 0 : whole.dim(axis) - 1;
      if (!onlyOneDiffers(whole, get(changed.get(k), name), axis, own)) {
        return false;
      }
    }
    return true;
  }

  /** Whether two tensors are equal but for one index of an axis. */
  private static boolean onlyOneDiffers(Tensor a, Tensor b, int axis, int index) {
    if (!a.sameShape(b)) {
      return false;
    }
    int inner = 1;
    for (int i = axis + 1; i < a.rank(); i++) {
      inner *= a.dim(i);
    }
    for (int i = 0; i < a.size(); i++) {
      if (i / inner % a.dim(axis) != index && !same(a, b, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Tensor a, Tensor b, int i) {
    return a.type() == ElementType.STRING
        ? a.strings()[i].equals(b.strings()[i])
        : Double.compare(Elements.element(a, i), Elements.element(b, i)) == 0;
  }
}
