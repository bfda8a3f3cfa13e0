package dev.vecurrent.internal.op;

import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * Linear and cubic interpolation (Keys' kernel), axis by axis from the last to the first: an output
 * element is a weighted sum of the elements around its coordinate, those outside of the axis being
 * the one at its end. Sums are of doubles, in index order; an element is rounded once, integers
 * towards zero. Elements of weight 0 have no part in a sum.
 *
 * @param operator its ONNX name
 * @param cubic whether the kernel reaches two elements to each side instead of one
 * @param coefficient the cubic kernel's free coefficient
 * @param excludeOutside whether elements outside have weight 0, and the others are normalised
 * @param antialias whether the kernel is stretched where an axis shrinks, and normalised
 */
record ResizeFilter(
    String operator, boolean cubic, double coefficient, boolean excludeOutside, boolean antialias) {

  /**
   * Resizes all axes of a mask.
   *
   * @param mask a bit for each axis to resize
   * @param scales of the axes
   * @param coordinates of every position of each axis of the output, one axis after the other
   */
  void run(
      Tensor x, Tensor out, int mask, float[] scales, float[] coordinates, Workspace workspace) {
    int rank = x.rank();
    int[] dims = workspace.ints(0, rank);
    Shapes.copyDims(x, dims);
    double[] from = workspace.doubles(0, x.size());
    load(x, from);
    int slot = 1;
    int first = 0;
    for (int axis = 0; axis < rank; axis++) {
      first += out.dim(axis);
    }
    for (int axis = rank - 1; axis >= 0; axis--) {
      int length = out.dim(axis);
      first -= length;
      if ((mask >> axis & 1) == 0) {
        continue;
      }
      double stretch = antialias && scales[axis] < 1 ? 1 / (double) scales[axis] : 1;
      long most = 2 * (long) Math.ceil((cubic ? 2 : 1) * stretch);
      int taps = Shapes.dim(operator, most);
      int size = Shapes.dim(operator, Shapes.times(taps, length));
      int[] indices = workspace.ints(1, size);
      double[] weights = workspace.doubles(2, size);
      weigh(coordinates, first, length, dims[axis], stretch, taps, indices, weights);
      int outer = product(dims, 0, axis);
      int inner = product(dims, axis + 1, rank);
      long made = Shapes.times(Shapes.times(outer, length), inner);
      double[] to = workspace.doubles(slot, Shapes.dim(operator, made));
      pass(from, dims[axis], to, length, outer, inner, taps, indices, weights);
      dims[axis] = length;
      from = to;
      slot = 1 - slot;
    }
    store(from, out);
  }

  private int product(int[] dims, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product = Shapes.times(product, dims[axis]);
    }
    return Shapes.dim(operator, product);
  }

  /** Indices and weights of the elements around each coordinate of an axis. */
  private void weigh(
      float[] coordinates,
      int first,
      int length,
      int in,
      double stretch,
      int taps,
      int[] indices,
      double[] weights) {
    for (int position = 0; position < length; position++) {
      double coordinate = coordinates[first + position];
      long least = (long) Math.floor(coordinate) - taps / 2 + 1;
      int at = position * taps;
      double sum = 0;
      for (int tap = 0; tap < taps; tap++) {
        long index = least + tap;
        boolean outside = index < 0 || index >= in;
        double weight =
            outside && excludeOutside ? 0 : kernel(Math.abs(index - coordinate) / stretch);
        indices[at + tap] = Math.clamp(index, 0, in - 1);
        weights[at + tap] = weight;
        sum += weight;
      }
      if ((antialias || excludeOutside) && sum != 0) {
        for (int tap = 0; tap < taps; tap++) {
          weights[at + tap] /= sum;
        }
      }
    }
  }

  /** The weight of an element at a distance of 0 or more. */
  private double kernel(double distance) {
    if (!cubic) {
      return Math.max(0, 1 - distance);
    }
    double a = coefficient;
    if (distance <= 1) {
      return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
    }
    return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
  }

  /** One axis: {@code [outer, in, inner]} to {@code [outer, length, inner]}. */
  private static void pass(
      double[] from,
      int in,
      double[] to,
      int length,
      int outer,
      int inner,
      int taps,
      int[] indices,
      double[] weights) {
    for (int row = 0; row < outer * length; row++) {
      int base = row / length * in;
      int at = row % length * taps;
      int target = row * inner;
      if (inner == 1) {
        double sum = 0;
        for (int tap = 0; tap < taps; tap++) {
          double weight = weights[at + tap];
          sum += weight == 0 ? 0 : weight * from[base + indices[at + tap]];
        }
        to[target] = sum;
        continue;
      }
      Arrays.fill(to, target, target + inner, 0);
      for (int tap = 0; tap < taps; tap++) {
        if (weights[at + tap] != 0) {
          add(weights[at + tap], from, (base + indices[at + tap]) * inner, to, target, inner);
        }
      }
    }
  }

  private static void add(
      double weight, double[] from, int source, double[] to, int target, int count) {
    for (int i = 0; i < count; i++) {
      to[target + i] += weight * from[source + i];
    }
  }

  private static void load(Tensor x, double[] to) {
    switch (x.type()) {
      case FLOAT32 -> {
        for (int i = 0; i < x.size(); i++) {
          to[i] = x.floats()[i];
        }
      }
      case FLOAT64 -> System.arraycopy(x.doubles(), 0, to, 0, x.size());
      default -> {
        for (int i = 0; i < x.size(); i++) {
          to[i] = Integers.real(x.type(), Integers.get(x, i));
        }
      }
    }
  }

  private static void store(double[] from, Tensor out) {
    for (int i = 0; i < out.size(); i++) {
      switch (out.type()) {
        case FLOAT32 -> out.floats()[i] = (float) from[i];
        case FLOAT64 -> out.doubles()[i] = from[i];
        case INT32 -> out.ints()[i] = (int) from[i];
        default -> Integers.set(out, i, Integers.ofReal(out.type(), from[i]));
      }
    }
  }
}
