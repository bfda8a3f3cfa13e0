package dev.vecurrent.internal.op.resize;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
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

  /** Weights that are made at once, or those of one position. */
  private static final int TABLE = 1 << 12;

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
    for (int at = 0; at < x.size(); ) {
      int end = workspace.piece(at, x.size(), Work.TYPED);
      load(x, from, at, end);
      at = end;
    }
    int slot = 1;
    int first = 0;
    for (int axis = 0; axis < rank; axis++) {
      first += out.dim(axis);
    }
    int left = Integer.bitCount(mask);
    for (int axis = rank - 1; axis >= 0; axis--) {
      int length = out.dim(axis);
      first -= length;
      if ((mask >> axis & 1) == 0) {
        continue;
      }
      left--;
      double stretch = antialias && scales[axis] < 1 ? 1 / (double) scales[axis] : 1;
      int taps = Shapes.dim(operator, taps(stretch));
      int outer = product(dims, 0, axis);
      int inner = product(dims, axis + 1, rank);
      // The last of all axes goes straight to the output.
      long made = Shapes.times(Shapes.times(outer, length), inner);
      double[] to = left == 0 ? null : workspace.doubles(slot, Shapes.dim(operator, made));
      pass(
          coordinates,
          first,
          length,
          dims[axis],
          stretch,
          taps,
          outer,
          inner,
          from,
          to,
          out,
          workspace);
      dims[axis] = length;
      from = to == null ? from : to;
      slot = 1 - slot;
    }
    if (mask == 0) {
      store(from, out, 0, out.size(), workspace);
    }
  }

  private long taps(double stretch) {
    return 2 * (long) Math.ceil((cubic ? 2 : 1) * stretch);
  }

  /** The most work of resizing all axes. */
  long work(int[] dims, int[] made) {
    long size = 1;
    for (int dim : dims) {
      size = Shapes.times(size, Math.max(1, dim));
    }
    long work = Shapes.times(size, Work.TYPED);
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      long in = Math.max(1, dims[axis]);
      long length = Math.max(1, made[axis]);
      size = Shapes.times(size / in, length);
      // A scale that was rounded to a size is at most twice as small.
      long taps = taps(antialias ? Math.max(1, 2.0 * in / length) : 1);
      work = Work.plus(work, Shapes.times(length, Shapes.times(taps, 2L * Work.ROW)));
      work = Work.plus(work, Shapes.times(size, Work.plus(taps, 2L * Work.ROW)));
    }
    return work;
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
      double[] weights,
      Workspace workspace) {
    for (int position = 0; position < length; position++) {
      workspace.spend(Work.ROW);
      double coordinate = coordinates[first + position];
      long least = (long) Math.floor(coordinate) - taps / 2 + 1;
      int at = position * taps;
      double sum = 0;
      for (int tap = 0, last = 0; tap < taps; tap++) {
        last = tap < last ? last : workspace.piece(tap, taps, Work.ROW);
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

  /**
   * One axis: {@code [outer, in, inner]} to {@code [outer, length, inner]}. Weights are made for
   * some positions at a time, so that they take little room.
   *
   * @param first of the coordinates of this axis
   * @param to receives the sums; {@code null} where {@code out} does
   */
  private void pass(
      float[] coordinates,
      int first,
      int length,
      int in,
      double stretch,
      int taps,
      int outer,
      int inner,
      double[] from,
      double @Nullable [] to,
      Tensor out,
      Workspace workspace) {
    int part = Math.clamp(TABLE / taps, 1, length);
    int[] indices = workspace.ints(1, (long) part * taps);
    double[] weights = workspace.doubles(2, (long) part * taps);
    double[] sums = to == null ? workspace.doubles(3, inner == 1 ? part : inner) : to;
    for (int done = 0; done < length; done += part) {
      int some = Math.min(part, length - done);
      weigh(coordinates, first + done, some, in, stretch, taps, indices, weights, workspace);
      for (int o = 0; o < outer; o++) {
        int target = (o * length + done) * inner;
        if (inner == 1) {
          int at = to == null ? 0 : target;
          sums(from, o * in, some, taps, indices, weights, sums, at, workspace);
          if (to == null) {
            store(sums, out, target, some, workspace);
          }
          continue;
        }
        for (int position = 0; position < some; position++, target += inner) {
          int at = to == null ? 0 : target;
          int tapsAt = position * taps;
          row(from, o * in, inner, tapsAt, taps, indices, weights, sums, at, workspace);
          if (to == null) {
            store(sums, out, target, inner, workspace);
          }
        }
      }
    }
  }

  /** Sums of an axis without others behind it. */
  private static void sums(
      double[] from,
      int base,
      int count,
      int taps,
      int[] indices,
      double[] weights,
      double[] to,
      int toAt,
      Workspace workspace) {
    if (taps > TABLE) {
      to[toAt] = 0; // one position, of many taps
      for (int tap = 0; tap < taps; ) {
        int end = workspace.piece(tap, taps, 1);
        to[toAt] = sum(from, base, tap, end, indices, weights, to[toAt]);
        tap = end;
      }
      return;
    }
    for (int i = 0; i < count; ) {
      for (int end = workspace.piece(i, count, (long) Work.TYPED + taps); i < end; i++) {
        to[toAt + i] = sum(from, base, i * taps, (i + 1) * taps, indices, weights, 0);
      }
    }
  }

  private static double sum(
      double[] from, int base, int first, int end, int[] indices, double[] weights, double start) {
    double sum = start;
    for (int tap = first; tap < end; tap++) {
      double weight = weights[tap];
      sum += weight == 0 ? 0 : weight * from[base + indices[tap]];
    }
    return sum;
  }

  /** Sums of a position of an axis with {@code inner} elements behind it. */
  private static void row(
      double[] from,
      int base,
      int inner,
      int tapsAt,
      int taps,
      int[] indices,
      double[] weights,
      double[] to,
      int toAt,
      Workspace workspace) {
    for (int i = 0; i < inner; ) {
      int end = workspace.piece(i, inner, 1);
      Arrays.fill(to, toAt + i, toAt + end, 0);
      i = end;
    }
    for (int tap = tapsAt; tap < tapsAt + taps; tap++) {
      workspace.spend(1);
      if (weights[tap] == 0) {
        continue;
      }
      int source = (base + indices[tap]) * inner;
      for (int i = 0; i < inner; ) {
        int end = workspace.piece(i, inner, 1);
        add(weights[tap], from, source + i, to, toAt + i, end - i);
        i = end;
      }
    }
  }

  private static void add(
      double weight, double[] from, int source, double[] to, int target, int count) {
    for (int i = 0; i < count; i++) {
      to[target + i] += weight * from[source + i];
    }
  }

  private static void load(Tensor x, double[] to, int from, int end) {
    switch (x.type()) {
      case FLOAT32 -> {
        for (int i = from; i < end; i++) {
          to[i] = x.floats()[i];
        }
      }
      case FLOAT64 -> System.arraycopy(x.doubles(), from, to, from, end - from);
      default -> {
        for (int i = from; i < end; i++) {
          to[i] = Integers.real(x.type(), Integers.get(x, i));
        }
      }
    }
  }

  private static void store(double[] from, Tensor out, int outAt, int count, Workspace workspace) {
    for (int i = 0; i < count; ) {
      for (int end = workspace.piece(i, count, Work.TYPED); i < end; i++) {
        switch (out.type()) {
          case FLOAT32 -> out.floats()[outAt + i] = (float) from[i];
          case FLOAT64 -> out.doubles()[outAt + i] = from[i];
          case INT32 -> out.ints()[outAt + i] = (int) from[i];
          default -> Integers.set(out, outAt + i, Integers.ofReal(out.type(), from[i]));
        }
      }
    }
  }
}
