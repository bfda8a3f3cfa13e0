package dev.vecurrent.internal.kernel;

import dev.vecurrent.internal.Nullable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The vector twin in a process that has just started: the scalar twin stands in for it, on the same
 * layout and with the same bits, until the JIT compiler has got to it. Before that a vector
 * operation makes objects, and is a hundred times slower than a scalar one.
 *
 * <p>{@link HandOver} decides, for each kind of call by itself. Afterwards a call is one look at a
 * field away from the vector twin.
 */
final class QuickStartKernels extends Kernels {

  /** A multiple of the rows of every register tile. */
  private static final int ROWS = 24;

  /** A multiple of the panels of every register tile. */
  private static final int PANELS = 4;

  private final Kernels vector;
  private final Kernels scalar;
  private final LongSupplier clock;

  private final HandOver oneRow;
  private final HandOver alignedRow;
  private final HandOver twoRows;
  private final HandOver rows;
  private final HandOver convolution;
  private final HandOver lstm;
  private final HandOver gruLinear;
  private final HandOver gruReset;
  private final HandOver gruUpdate;
  private final HandOver rnnTanh;
  private final HandOver rnnRelu;
  private final HandOver sigmoid;
  private final HandOver tanh;

  /**
   * Kernels that begin with one twin and end with the other.
   *
   * @param vector the twin to hand over to
   * @param scalar a twin of the same number of lanes
   * @param clock tells nanoseconds
   */
  QuickStartKernels(Kernels vector, Kernels scalar, LongSupplier clock) {
    this.vector = vector;
    this.scalar = scalar;
    this.clock = clock;
    HandOver.Budget budget = new HandOver.Budget();
    oneRow = new HandOver(budget);
    alignedRow = new HandOver(budget);
    twoRows = new HandOver(budget);
    rows = new HandOver(budget);
    convolution = new HandOver(budget);
    lstm = new HandOver(budget);
    gruLinear = new HandOver(budget);
    gruReset = new HandOver(budget);
    gruUpdate = new HandOver(budget);
    rnnTanh = new HandOver(budget);
    rnnRelu = new HandOver(budget);
    sigmoid = new HandOver(budget);
    tanh = new HandOver(budget);
  }

  @Override
  public boolean isSettled() {
    return List.of(
            oneRow,
            alignedRow,
            twoRows,
            rows,
            convolution,
            lstm,
            gruLinear,
            gruReset,
            gruUpdate,
            rnnTanh,
            rnnRelu,
            sigmoid,
            tanh)
        .stream()
        .noneMatch(HandOver::isUnderWay);
  }

  @Override
  public String describe() {
    return vector.describe();
  }

  @Override
  public int lanes() {
    return vector.lanes();
  }

  @Override
  public boolean isVector() {
    return vector.isVector();
  }

  private Kernels twin(boolean isProbe) {
    return isProbe ? vector : scalar;
  }

  @Override
  public void multiply(
      float[] a,
      int[] aAt,
      int aFrom,
      int rows,
      int depth,
      float[] b,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      int initStride,
      float[] out,
      int outAt,
      int outStride) {
    HandOver turns = rows == 1 ? oneRow : rows == 2 ? twoRows : this.rows;
    if (turns.isDone()) {
      vector.multiply(
          a,
          aAt,
          aFrom,
          rows,
          depth,
          b,
          bAt,
          panels,
          init,
          initAt,
          initStride,
          out,
          outAt,
          outStride);
      return;
    }
    if (depth == 0) {
      // A copy, from which neither twin's speed can be told.
      scalar.multiply(
          a,
          aAt,
          aFrom,
          rows,
          depth,
          b,
          bAt,
          panels,
          init,
          initAt,
          initStride,
          out,
          outAt,
          outStride);
      return;
    }
    if (!turns.isProbe()) {
      long start = clock.getAsLong();
      scalar.multiply(
          a,
          aAt,
          aFrom,
          rows,
          depth,
          b,
          bAt,
          panels,
          init,
          initAt,
          initStride,
          out,
          outAt,
          outStride);
      turns.ran(false, clock.getAsLong() - start, (long) rows * depth * panels);
      return;
    }
    // The rest of a large product is left to the scalar twin: one interpreted may take seconds.
    int someRows = some(rows, ROWS);
    int somePanels = some(panels, PANELS);
    long start = clock.getAsLong();
    vector.multiply(
        a,
        aAt,
        aFrom,
        someRows,
        depth,
        b,
        bAt,
        somePanels,
        init,
        initAt,
        initStride,
        out,
        outAt,
        outStride);
    turns.ran(true, clock.getAsLong() - start, (long) someRows * depth * somePanels);
    int panel = 2 * lanes();
    int column = somePanels * panel;
    scalar.multiply(
        a,
        aAt,
        aFrom,
        someRows,
        depth,
        b,
        bAt + column * depth,
        panels - somePanels,
        init,
        initAt + column,
        initStride,
        out,
        outAt + column,
        outStride);
    scalar.multiply(
        a,
        aAt,
        aFrom + someRows,
        rows - someRows,
        depth,
        b,
        bAt,
        panels,
        init,
        initAt + someRows * initStride,
        initStride,
        out,
        outAt + someRows * outStride,
        outStride);
  }

  @Override
  public void convolve(
      float[] a,
      int[] aAt,
      int aFrom,
      int rows,
      int depth,
      float[] image,
      int[] bAt,
      int shift,
      int panels,
      float[] out,
      int outAt,
      int outStride) {
    if (convolution.isDone()) {
      vector.convolve(a, aAt, aFrom, rows, depth, image, bAt, shift, panels, out, outAt, outStride);
      return;
    }
    boolean isProbe = convolution.isProbe();
    int some = isProbe ? some(rows, ROWS) : rows;
    long start = clock.getAsLong();
    twin(isProbe)
        .convolve(a, aAt, aFrom, some, depth, image, bAt, shift, panels, out, outAt, outStride);
    convolution.ran(isProbe, clock.getAsLong() - start, (long) some * depth * panels);
    // The rest of a large product is left to the scalar twin: one interpreted may take seconds.
    scalar.convolve(
        a,
        aAt,
        aFrom + some,
        rows - some,
        depth,
        image,
        bAt,
        shift,
        panels,
        out,
        outAt + some * outStride,
        outStride);
  }

  @Override
  public void multiplyRow(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      @Nullable MemorySegment aligned,
      int bAt,
      int panels,
      float[] init,
      int initAt,
      float[] out,
      int outAt,
      boolean backwards) {
    HandOver turns = aligned == null ? oneRow : alignedRow;
    if (turns.isDone()) {
      vector.multiplyRow(
          a, aAt, depth, b, aligned, bAt, panels, init, initAt, out, outAt, backwards);
      return;
    }
    boolean isProbe = depth > 0 && turns.isProbe();
    int somePanels = isProbe ? some(panels, PANELS) : panels;
    long start = clock.getAsLong();
    twin(isProbe)
        .multiplyRow(
            a, aAt, depth, b, aligned, bAt, somePanels, init, initAt, out, outAt, backwards);
    if (depth > 0) {
      turns.ran(isProbe, clock.getAsLong() - start, (long) depth * somePanels);
    }
    int column = somePanels * 2 * lanes();
    scalar.multiplyRow(
        a,
        aAt,
        depth,
        b,
        aligned,
        bAt + column * depth,
        panels - somePanels,
        init,
        initAt + column,
        out,
        outAt + column,
        backwards);
  }

  @Override
  public @Nullable MemorySegment aligned(float[] packed) {
    return vector.aligned(packed);
  }

  /** At most two groups of a number of things and what is left over: they meet the same tiles. */
  private static int some(int all, int group) {
    return all < 2 * group ? all : group + all % group;
  }

  @Override
  public void lstm(
      float[] gates,
      int gatesAt,
      int gatesStride,
      int rows,
      int blocks,
      float[] c,
      float[] h,
      int stateStride) {
    if (lstm.isDone()) {
      vector.lstm(gates, gatesAt, gatesStride, rows, blocks, c, h, stateStride);
      return;
    }
    boolean isProbe = lstm.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).lstm(gates, gatesAt, gatesStride, rows, blocks, c, h, stateStride);
    lstm.ran(isProbe, clock.getAsLong() - start, (long) rows * blocks);
  }

  @Override
  public void gruLinear(
      float[] x,
      int xAt,
      float[] r,
      int gatesStride,
      int rows,
      int blocks,
      float[] h,
      int stateStride) {
    if (gruLinear.isDone()) {
      vector.gruLinear(x, xAt, r, gatesStride, rows, blocks, h, stateStride);
      return;
    }
    boolean isProbe = gruLinear.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).gruLinear(x, xAt, r, gatesStride, rows, blocks, h, stateStride);
    gruLinear.ran(isProbe, clock.getAsLong() - start, (long) rows * blocks);
  }

  @Override
  public void gruReset(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      float[] reset,
      int stateStride) {
    if (gruReset.isDone()) {
      vector.gruReset(x, xAt, xStride, r, rStride, rows, blocks, h, reset, stateStride);
      return;
    }
    boolean isProbe = gruReset.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).gruReset(x, xAt, xStride, r, rStride, rows, blocks, h, reset, stateStride);
    gruReset.ran(isProbe, clock.getAsLong() - start, (long) rows * blocks);
  }

  @Override
  public void gruUpdate(
      float[] x,
      int xAt,
      int xStride,
      float[] r,
      int rStride,
      int rows,
      int blocks,
      float[] h,
      int stateStride) {
    if (gruUpdate.isDone()) {
      vector.gruUpdate(x, xAt, xStride, r, rStride, rows, blocks, h, stateStride);
      return;
    }
    boolean isProbe = gruUpdate.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).gruUpdate(x, xAt, xStride, r, rStride, rows, blocks, h, stateStride);
    gruUpdate.ran(isProbe, clock.getAsLong() - start, (long) rows * blocks);
  }

  @Override
  public void rnnTanh(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    if (rnnTanh.isDone()) {
      vector.rnnTanh(gates, gatesAt, gatesStride, rows, size, h, stateStride);
      return;
    }
    boolean isProbe = rnnTanh.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).rnnTanh(gates, gatesAt, gatesStride, rows, size, h, stateStride);
    rnnTanh.ran(isProbe, clock.getAsLong() - start, (long) rows * size);
  }

  @Override
  public void rnnRelu(
      float[] gates, int gatesAt, int gatesStride, int rows, int size, float[] h, int stateStride) {
    if (rnnRelu.isDone()) {
      vector.rnnRelu(gates, gatesAt, gatesStride, rows, size, h, stateStride);
      return;
    }
    boolean isProbe = rnnRelu.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).rnnRelu(gates, gatesAt, gatesStride, rows, size, h, stateStride);
    rnnRelu.ran(isProbe, clock.getAsLong() - start, (long) rows * size);
  }

  @Override
  public void sigmoid(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (sigmoid.isDone()) {
      vector.sigmoid(from, fromAt, to, toAt, size);
      return;
    }
    boolean isProbe = sigmoid.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).sigmoid(from, fromAt, to, toAt, size);
    sigmoid.ran(isProbe, clock.getAsLong() - start, size);
  }

  @Override
  public void tanh(float[] from, int fromAt, float[] to, int toAt, int size) {
    if (tanh.isDone()) {
      vector.tanh(from, fromAt, to, toAt, size);
      return;
    }
    boolean isProbe = tanh.isProbe();
    long start = clock.getAsLong();
    twin(isProbe).tanh(from, fromAt, to, toAt, size);
    tanh.ran(isProbe, clock.getAsLong() - start, size);
  }
}
