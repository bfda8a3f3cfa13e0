package dev.vecurrent.internal.op.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.kernel.StepRows;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Objects;

/**
 * One step of a recurrent cell that an exporter wrote out as products, splits and activations, on
 * the kernels of the recurrent layers. Inputs are X {@code [N, I]}, H {@code [N, H]} and, of an
 * LSTM, C {@code [N, H]}; outputs are the new H and C. An input of one row goes with every row of
 * the others, as it did in the operators that this stands for.
 */
public abstract class FusedCell implements Operator {

  /** Scratch of the new states. */
  private static final int NEW_H = 2;

  private static final int NEW_C = 3;

  private final String name;
  private final CellMatrix w;
  private final CellMatrix r;
  private final int states;
  private final StepKind kind;

  /** {@code null} until there are kernels. */
  private final @Nullable Bound bound;

  private FusedCell(
      String name, CellMatrix w, CellMatrix r, int states, StepKind kind, @Nullable Bound bound) {
    this.kind = kind;
    this.name = name;
    this.w = w;
    this.r = r;
    this.states = states;
    this.bound = bound;
  }

  /**
   * An LSTM's step, of gates i, o, f, c.
   *
   * @param w what X is multiplied with
   * @param r what H is multiplied with
   */
  public static FusedCell lstm(CellMatrix w, CellMatrix r) {
    return new LstmCell(w, r, null, new float[0]);
  }

  /** A GRU's step, of gates z, r, h and {@code linear_before_reset = 1}; see {@link #lstm}. */
  public static FusedCell gru(CellMatrix w, CellMatrix r) {
    return new GruCell(w, r, null);
  }

  @Override
  public boolean usesKernels() {
    return true;
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    int rows = 1;
    for (int i = 0; i <= states; i++) {
      int[] dims = Ports.required(name, inputs, i).dims();
      int own = dims == null || dims.length == 0 ? Fact.UNKNOWN : dims[0];
      rows = Shapes.broadcastDim(rows, own);
    }
    Fact state = Fact.of(ElementType.FLOAT32, rows, w.units());
    return states == 1 ? new Fact[] {state} : new Fact[] {state, state};
  }

  @Override
  public final Operator withConstants(@Nullable Tensor[] constants, Packing packing) {
    return bind(w, r, Bound.of(w, r, kind, packing), packing);
  }

  /** This cell on some kernels. */
  abstract FusedCell bind(CellMatrix ofX, CellMatrix ofH, Bound newBound, Packing packing);

  @Override
  public final String describe() {
    return bound == null ? "" : bound.describe(name.replace("Cell", " cell"), w.depth(), w.units());
  }

  @Override
  public final long packedBytes() {
    return bound == null ? 0 : bound.ownBytes;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long depth = Work.plus(w.depth(), w.units()) + 8L * Work.FUNCTION;
    return Work.products(inputs, outputs, Shapes.times(depth, 4));
  }

  @Override
  public final void run(
      @Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    int rows = 1;
    for (int i = 0; i <= states; i++) {
      Tensor input = Ports.required(name, inputs, i);
      int columns = i == 0 ? w.depth() : w.units();
      if (input.rank() != 2 || input.dim(1) != columns) {
        throw new IllegalArgumentException(
            name + ": expected [N, " + columns + "] as input " + i + ", found " + input);
      }
      int own = input.dim(0);
      if (own != rows && own != 1 && rows != 1) {
        throw new IllegalArgumentException(
            name + ": input " + i + " has " + own + " rows, others have " + rows);
      }
      rows = rows == 1 ? own : rows;
    }
    Bound kernels = Objects.requireNonNull(bound, "not bound to kernels");
    if (rows > 0) {
      step(kernels, inputs, rows, workspace);
    }
    for (int i = 0; i < states; i++) {
      Tensor out = Ports.optional(outputs, i);
      if (out != null) {
        write(workspace.floats(NEW_H + i, 0), kernels.stride, rows, workspace, out);
      }
    }
  }

  /** Computes new states in rows of {@code stride} floats of {@link #NEW_H} and {@link #NEW_C}. */
  abstract void step(Bound b, @Nullable Tensor[] inputs, int rows, Workspace workspace);

  private void write(float[] state, int stride, int rows, Workspace workspace, Tensor out) {
    int units = w.units();
    workspace.dims[0] = rows;
    workspace.dims[1] = units;
    out.resize(workspace.dims, 2);
    for (int row = 0; row < rows; row++) {
      workspace.copy(state, row * stride, out.floats(), row * units, units);
    }
  }

  /** Copies a state into rows of whole vectors; its one row into all where it has no more. */
  static float[] padded(Tensor state, int stride, int rows, int slot, Workspace workspace) {
    int units = state.dim(1);
    float[] to = workspace.floats(slot, (long) rows * stride);
    for (int row = 0; row < rows; row++) {
      int from = state.dim(0) == 1 ? 0 : row * units;
      workspace.copy(state.floats(), from, to, row * stride, units);
    }
    return to;
  }

  /** Where rows of an input start: the same place for all where it has one row. */
  static int[] rowsAt(Tensor input, int rows, int slot, Workspace workspace) {
    int[] at = workspace.ints(slot, rows);
    int stride = input.dim(0) == 1 ? 0 : input.dim(1);
    for (int row = 0; row < rows; row++) {
      at[row] = row * stride;
    }
    return at;
  }

  /**
   * What a cell needs beside its matrices, once there are kernels; {@code ownBytes} leaves out what
   * was packed for another cell.
   */
  record Bound(
      Kernels kernels,
      StepEpilogue epilogue,
      CellMatrix.Packed w,
      CellMatrix.Packed r,
      int blocks,
      int stride,
      long ownBytes) {

    static Bound of(CellMatrix w, CellMatrix r, StepKind kind, Packing packing) {
      Kernels kernels = packing.kernels();
      GatePacker packer = kernels.packer();
      boolean hasW = w.isPacked(kernels);
      CellMatrix.Packed packedW = w.packed(packing);
      boolean hasR = r.isPacked(kernels);
      CellMatrix.Packed packedR = r.packed(packing);
      return new Bound(
          kernels,
          kernels.epilogue(kind),
          packedW,
          packedR,
          packer.blocks(w.units()),
          packer.padded(w.units()),
          (hasW ? 0 : packedW.bytes()) + (hasR ? 0 : packedR.bytes()));
    }

    String describe(String name, int inputs, int units) {
      return "%s float32, %s, fused epilogue, I=%d H=%d, weights packed gate-interleaved (%,d bytes)"
          .formatted(name, kernels.describe(), inputs, units, w.bytes() + r.bytes());
    }
  }

  private static final class LstmCell extends FusedCell {

    /** What the gates start from: both biases. */
    private final float[] start;

    LstmCell(CellMatrix w, CellMatrix r, @Nullable Bound bound, float[] start) {
      super("LSTMCell", w, r, 2, StepKind.LSTM, bound);
      this.start = start;
    }

    @Override
    FusedCell bind(CellMatrix ofX, CellMatrix ofH, Bound newBound, Packing packing) {
      return new LstmCell(ofX, ofH, newBound, newBound.w.startWith(newBound.r, packing));
    }

    @Override
    void step(Bound b, @Nullable Tensor[] inputs, int rows, Workspace workspace) {
      Tensor x = Ports.required("LSTMCell", inputs, 0);
      Tensor h = Ports.required("LSTMCell", inputs, 1);
      Tensor c = Ports.required("LSTMCell", inputs, 2);
      int size = b.w.rowSize();
      float[] gates = workspace.floats(0, (long) rows * size);
      Operands operands = workspace.operands();
      operands.rows(x.floats(), rowsAt(x, rows, 0, workspace));
      b.w.multiply(operands.start(start, 0, 0).into(gates, 0, size), rows, workspace);
      operands.rows(h.floats(), rowsAt(h, rows, 1, workspace));
      b.r.multiply(operands.inPlace(gates, 0, size), rows, workspace);
      float[] newC = padded(c, b.stride, rows, NEW_C, workspace);
      float[] newH = workspace.floats(NEW_H, (long) rows * b.stride);
      workspace.spend((long) Work.FUNCTION * size * rows);
      StepRows step = workspace.step().sizes(b.blocks, b.stride);
      b.epilogue.run(step.gates(gates, 0, size).states(newH, newC), rows);
    }
  }

  private static final class GruCell extends FusedCell {

    GruCell(CellMatrix w, CellMatrix r, @Nullable Bound bound) {
      super("GRUCell", w, r, 1, StepKind.GRU_LINEAR, bound);
    }

    @Override
    FusedCell bind(CellMatrix ofX, CellMatrix ofH, Bound newBound, Packing packing) {
      return new GruCell(ofX, ofH, newBound);
    }

    @Override
    void step(Bound b, @Nullable Tensor[] inputs, int rows, Workspace workspace) {
      Tensor x = Ports.required("GRUCell", inputs, 0);
      Tensor h = Ports.required("GRUCell", inputs, 1);
      int size = b.w.rowSize();
      float[] fromX = workspace.floats(0, (long) rows * size);
      float[] fromH = workspace.floats(1, (long) rows * size);
      Operands operands = workspace.operands();
      operands.rows(x.floats(), rowsAt(x, rows, 0, workspace));
      b.w.multiply(operands.start(b.w.start(), 0, 0).into(fromX, 0, size), rows, workspace);
      operands.rows(h.floats(), rowsAt(h, rows, 1, workspace));
      b.r.multiply(operands.start(b.r.start(), 0, 0).into(fromH, 0, size), rows, workspace);
      float[] state = padded(h, b.stride, rows, NEW_H, workspace);
      workspace.spend((long) Work.FUNCTION * size * rows);
      StepRows step = workspace.step().sizes(b.blocks, b.stride);
      step.gates(fromX, 0, size).recurrent(fromH, size).states(state, state);
      b.epilogue.run(step, rows);
    }
  }
}
