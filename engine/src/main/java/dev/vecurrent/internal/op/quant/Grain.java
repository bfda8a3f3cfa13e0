package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;

/**
 * Which elements share a scale and a zero point: all of a tensor, those of one place along an axis,
 * or blocks along an axis.
 */
final class Grain {

  /** What is done to elements that lie side by side. */
  interface Run {
    /**
     * Converts elements.
     *
     * @param inputs what is converted, scales, zero points
     * @param y what it becomes
     * @param at the first of them
     * @param count how many
     * @param scaleAt the scale of the first
     * @param row whether each has a scale of its own, side by side; else all have the first
     */
    void convert(@Nullable Tensor[] inputs, Tensor y, int at, int count, int scaleAt, boolean row);
  }

  /** The work of an element. */
  static final int EACH = 2;

  private final String name;
  private final long axis;
  private final long block;

  private Grain(String name, long axis, long block) {
    this.name = name;
    this.axis = axis;
    this.block = block;
  }

  /** Reads axis and block_size as far as the opset has them. */
  static Grain read(String name, NodeReader reader, boolean hasAxis, boolean hasBlocks) {
    long axis = hasAxis ? reader.integer("axis", 1) : 1;
    long block = hasBlocks ? reader.integer("block_size", 0) : 0;
    if (block < 0 || block > Integer.MAX_VALUE) {
      reader.refuse("block_size", Long.toString(block), "expected 0 or more");
    }
    return new Grain(name, axis, block);
  }

  /** Refuses shapes that can never fit. */
  void check(Fact x, Fact scale, @Nullable Fact zeroPoint) {
    int[] zeroDims = zeroPoint == null ? null : zeroPoint.dims();
    int[] dims = x.dims();
    int[] scales = scale.dims();
    if (zeroPoint != null && zeroPoint.hasShape() && scale.hasShape() && zeroDims != null) {
      requireSameSize(count(zeroDims), count(scales == null ? zeroDims : scales));
    }
    if (dims == null || !x.hasShape() || scales == null || !scale.hasShape()) {
      return;
    }
    if (!isOne(scales)) {
      requireFits(dims, scales);
    }
  }

  private static long count(int[] dims) {
    long count = 1;
    for (int dim : dims) {
      count = Shapes.times(count, dim);
    }
    return count;
  }

  private static boolean isOne(int[] scales) {
    return scales.length <= 1 && count(scales) == 1;
  }

  private void requireSameSize(long zeroPoints, long scales) {
    if (zeroPoints != scales) {
      throw new IllegalArgumentException(
          name
              + ": there are "
              + scales
              + " scales and "
              + zeroPoints
              + " zero points, expected as many");
    }
  }

  private void requireFits(int[] dims, int[] scales) {
    int along = Shapes.axis(name, axis, dims.length);
    boolean fits;
    if (block == 0) {
      fits = scales.length == 1 && scales[0] == dims[along];
    } else {
      fits = scales.length == dims.length;
      for (int i = 0; fits && i < dims.length; i++) {
        fits = scales[i] == (i == along ? Math.ceilDiv((long) dims[i], block) : dims[i]);
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          name
              + ": scales have "
              + Shapes.text(scales)
              + ", the input "
              + Shapes.text(dims)
              + "; expected one scale, "
              + (block == 0
                  ? "or one for each place along axis " + axis
                  : "or one for each block of " + block + " along axis " + axis));
    }
  }

  /** Converts all elements of the first input. */
  void forEach(@Nullable Tensor[] inputs, Tensor y, Run run, Watch watch) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor scale = Ports.required(name, inputs, 1);
    Tensor zeroPoint = Ports.optional(inputs, 2);
    if (zeroPoint != null) {
      requireSameSize(zeroPoint.size(), scale.size());
    }
    if (scale.size() == 1 && scale.rank() <= 1) {
      convert(inputs, y, run, 0, x.size(), 0, false, watch);
      return;
    }
    requireFits(x, scale);
    if (x.size() == 0) {
      return;
    }
    int along = Shapes.axis(name, axis, x.rank());
    int inner = (int) Shapes.count(x, along + 1, x.rank());
    int length = x.dim(along);
    if (block == 0 && inner == 1) {
      for (int at = 0; at < x.size(); at += length) {
        convert(inputs, y, run, at, length, 0, true, watch);
      }
    } else if (block == 0) {
      for (int i = 0; i < x.size() / inner; i++) {
        convert(inputs, y, run, i * inner, inner, i % length, false, watch);
      }
    } else {
      blocks(inputs, y, run, length, inner, watch);
    }
  }

  /** Elements side by side, in pieces. */
  private static void convert(
      @Nullable Tensor[] inputs,
      Tensor y,
      Run run,
      int at,
      int count,
      int scaleAt,
      boolean row,
      Watch watch) {
    for (int from = 0, end; from < count; from = end) {
      end = Pieces.end(watch, from, count, EACH);
      run.convert(inputs, y, at + from, end - from, row ? scaleAt + from : scaleAt, row);
    }
  }

  /** As above, without arrays where all is well. */
  private void requireFits(Tensor x, Tensor scale) {
    int rank = x.rank();
    boolean fits = axis >= -rank && axis < rank && scale.rank() == (block == 0 ? 1 : rank);
    if (fits) {
      int along = (int) (axis < 0 ? axis + rank : axis);
      if (block == 0) {
        fits = scale.dim(0) == x.dim(along);
      } else {
        for (int i = 0; i < rank; i++) {
          long size = i == along ? Math.ceilDiv((long) x.dim(i), block) : x.dim(i);
          fits &= scale.dim(i) == size;
        }
      }
    }
    if (!fits) {
      requireFits(x.shape(), scale.shape());
    }
  }

  private void blocks(
      @Nullable Tensor[] inputs, Tensor y, Run run, int length, int inner, Watch watch) {
    int size = (int) Math.min(block, length);
    int blocks = Math.ceilDiv(length, size);
    for (int outer = 0; outer < y.size() / length / inner; outer++) {
      for (int i = 0; i < blocks; i++) {
        int from = i * size;
        int places = Math.min(size, length - from);
        int at = (outer * length + from) * inner;
        int scaleAt = (outer * blocks + i) * inner;
        if (inner == 1) {
          convert(inputs, y, run, at, places, scaleAt, false, watch);
        } else {
          for (int place = 0; place < places; place++) {
            convert(inputs, y, run, at + place * inner, inner, scaleAt, true, watch);
          }
        }
      }
    }
  }
}
