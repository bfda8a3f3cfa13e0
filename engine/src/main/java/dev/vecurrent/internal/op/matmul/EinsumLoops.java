package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/** The sums of an {@link Einsum}: outputs one after the other, terms as its labels count. */
final class EinsumLoops {

  private EinsumLoops() {}

  /** The work of finding where the elements of a row are. */
  static long place(int labels, int operands) {
    return Work.ROW + 2L * labels * operands;
  }

  /** The work of a term. */
  static long each(int operands) {
    return operands == 2 ? 1 : (long) operands * Work.TYPED;
  }

  /**
   * Computes all outputs.
   *
   * @param sizes of each label: those of the output, then those that are summed
   * @param strides for each operand the stride of each label in it
   * @param labels how many there are
   * @param kept how many are of the output
   */
  static void run(
      @Nullable Tensor[] inputs,
      int[] sizes,
      int[] strides,
      int labels,
      int kept,
      Tensor out,
      Workspace workspace) {
    int operands = inputs.length;
    boolean sums = labels > kept;
    int row = sums ? sizes[labels - 1] : 1;
    long rows = 1;
    for (int label = kept; label < labels - 1; label++) {
      rows = Shapes.times(rows, sizes[label]);
    }
    int[] at = workspace.ints(2, operands);
    int[] steps = workspace.ints(3, operands);
    for (int i = 0; i < operands; i++) {
      steps[i] = sums ? strides[i * labels + labels - 1] : 0;
    }
    long place = place(labels, operands);
    long each = each(operands);
    for (int o = 0; o < out.size(); o++) {
      workspace.spend(Work.ROW);
      set(out, o, 0, 0);
      for (long r = 0; r < rows && row > 0; r++) {
        workspace.spend(place);
        place(o, r, sizes, strides, labels, kept, operands, at);
        for (int from = 0; from < row; ) {
          int end = workspace.piece(from, row, each);
          add(inputs, at, steps, end - from, out, o);
          for (int i = 0; i < operands; i++) {
            at[i] += (end - from) * steps[i];
          }
          from = end;
        }
      }
    }
  }

  /** Where a row of terms of an output begins in each operand. */
  private static void place(
      int output,
      long row,
      int[] sizes,
      int[] strides,
      int labels,
      int kept,
      int operands,
      int[] at) {
    Arrays.fill(at, 0, operands, 0);
    long rest = row;
    for (int label = labels - 2; label >= kept; label--) {
      move(at, operands, strides, labels, label, (int) (rest % sizes[label]));
      rest /= sizes[label];
    }
    int left = output;
    for (int label = kept - 1; label >= 0; label--) {
      move(at, operands, strides, labels, label, left % sizes[label]);
      left /= sizes[label];
    }
  }

  private static void move(int[] at, int operands, int[] strides, int labels, int label, int by) {
    for (int i = 0; i < operands; i++) {
      at[i] += by * strides[i * labels + label];
    }
  }

  private static void set(Tensor out, int at, double real, long whole) {
    switch (out.type()) {
      case FLOAT32 -> out.floats()[at] = (float) real;
      case FLOAT64 -> out.doubles()[at] = real;
      case INT64 -> out.longs()[at] = whole;
      default -> out.ints()[at] = (int) whole;
    }
  }

  /** Adds a row of terms to an output. */
  private static void add(
      @Nullable Tensor[] inputs, int[] at, int[] steps, int row, Tensor out, int o) {
    Tensor a = Ports.required("Einsum", inputs, 0);
    Tensor b = Ports.required("Einsum", inputs, inputs.length - 1);
    switch (out.type()) {
      case FLOAT32 ->
          out.floats()[o] =
              inputs.length == 2
                  ? two(
                      a.floats(),
                      at[0],
                      steps[0],
                      b.floats(),
                      at[1],
                      steps[1],
                      row,
                      out.floats()[o])
                  : floats(inputs, at, steps, row, out.floats()[o]);
      case FLOAT64 -> out.doubles()[o] = doubles(inputs, at, steps, row, out.doubles()[o]);
      case INT64 -> out.longs()[o] += integers(inputs, at, steps, row);
      default -> out.ints()[o] += (int) integers(inputs, at, steps, row);
    }
  }

  private static float two(
      float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, int row, float start) {
    float sum = start;
    for (int j = 0; j < row; j++) {
      sum = Math.fma(a[aAt + j * aStep], b[bAt + j * bStep], sum);
    }
    return sum;
  }

  private static float floats(
      @Nullable Tensor[] inputs, int[] at, int[] steps, int row, float start) {
    int last = inputs.length - 1;
    float sum = start;
    for (int j = 0; j < row; j++) {
      float product = 1;
      for (int i = 0; i < last; i++) {
        product *= Ports.required("Einsum", inputs, i).floats()[at[i] + j * steps[i]];
      }
      float factor = Ports.required("Einsum", inputs, last).floats()[at[last] + j * steps[last]];
      sum = Math.fma(product, factor, sum);
    }
    return sum;
  }

  private static double doubles(
      @Nullable Tensor[] inputs, int[] at, int[] steps, int row, double start) {
    int last = inputs.length - 1;
    double sum = start;
    for (int j = 0; j < row; j++) {
      double product = 1;
      for (int i = 0; i < last; i++) {
        product *= Ports.required("Einsum", inputs, i).doubles()[at[i] + j * steps[i]];
      }
      double factor = Ports.required("Einsum", inputs, last).doubles()[at[last] + j * steps[last]];
      sum = Math.fma(product, factor, sum);
    }
    return sum;
  }

  private static long integers(@Nullable Tensor[] inputs, int[] at, int[] steps, int row) {
    long sum = 0;
    for (int j = 0; j < row; j++) {
      long product = 1;
      for (int i = 0; i < inputs.length; i++) {
        product *= Shapes.integer(Ports.required("Einsum", inputs, i), at[i] + j * steps[i]);
      }
      sum += product;
    }
    return sum;
  }
}
