package dev.vecurrent.internal.kernel;

import static dev.vecurrent.internal.kernel.VectorWidth.Floats.F32;
import static dev.vecurrent.internal.kernel.VectorWidth.LANES;

import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.Bfloat16Panels;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.pack.PackedMatrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Calls that let the JIT compiler see every loop of one kind of vector kernels, on scratch of their
 * own. C2 compiles a method after some thousand calls, whatever they do: nearly all of them enter
 * the loops with nothing to do, because a vector operation that is not compiled takes microseconds.
 */
abstract class VectorRehearsal implements Kernels.Rehearsal {

  /** Rounds of little work: more would take long before C1 has compiled it. */
  private static final int EARLY = 24;

  /** Terms of products in early rounds, */
  private static final int SHALLOW = 2;

  /** and later: C2 arranges loops for as many turns as it has seen them take. */
  private static final int DEEP = 16;

  private VectorRehearsal() {}

  private static boolean isEarly(int round) {
    return round < EARLY;
  }

  static VectorRehearsal of(KernelKind kind) {
    if (kind instanceof ProductKind product) {
      return product == ProductKind.MANY_ROWS ? new OfManyRows() : new OfRows(product);
    }
    if (kind instanceof StepKind step) {
      return new OfStep(step);
    }
    if (kind instanceof RowKind function) {
      return new OfFunction(function);
    }
    return kind == KernelKind.Other.ELU ? new OfElu() : new OfImage();
  }

  /**
   * Loads a part of the Vector API, each of which takes some milliseconds.
   *
   * @return whether there was such a part
   */
  static boolean load(int part) {
    switch (part) {
      case 0 -> touch("Float64Vector", "Float128Vector", "Float256Vector", "Float512Vector");
      case 1 -> touch("VectorOperators", "FloatMaxVector", "FloatVector");
      case 2 -> F32.length();
      case 3 -> FloatVector.broadcast(F32, 1f);
      case 4 -> FloatVector.fromArray(F32, new float[LANES], 0).intoArray(new float[LANES], 0);
      case 5 -> one().fma(one(), one());
      case 6 -> one().add(one()).sub(one()).mul(one());
      case 7 -> touch("Int64Vector", "Int128Vector", "Int256Vector", "Int512Vector");
      case 8 -> touch("IntMaxVector", "IntVector");
      case 9 -> F32.withLanes(int.class);
      case 10 -> one().reinterpretAsInts();
      case 11 -> one().reinterpretAsInts().lanewise(VectorOperators.LSHL, 1).reinterpretAsFloats();
      case 12 -> one().div(one()).abs().max(one()).min(one());
      case 13 -> one().blend(one(), one().lt(one()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static FloatVector one() {
    return FloatVector.broadcast(F32, 1f);
  }

  /** Loads classes without running them. */
  private static void touch(String... names) {
    for (String name : names) {
      try {
        Class.forName("jdk.incubator.vector." + name, false, FloatVector.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        return; // of another JDK: it is loaded when it is needed
      }
    }
  }

  private static float[] ones(int size) {
    float[] ones = new float[size];
    Arrays.fill(ones, 1f);
    return ones;
  }

  private static PackedMatrix matrix(ProductKind kind, int depth, int panels) {
    FloatPanels floats = new FloatPanels(LANES);
    floats.reshape(depth, panels, Bounds.none());
    if (kind == ProductKind.ALIGNED_ROW) {
      floats.align(Bounds.none());
    }
    return kind == ProductKind.BFLOAT16 ? new Bfloat16Panels(floats, Bounds.none()) : floats;
  }

  /** Products of few rows. */
  private static final class OfRows extends VectorRehearsal {

    private static final int ROWS = 5;
    private static final int PANELS = 11;

    private final ProductKind kind;
    private final PackedMatrix shallow;
    private final PackedMatrix deep;
    private final Product product;
    private final float[] a = ones(ROWS * DEEP);
    private final int[] at = new int[ROWS];
    private final float[] out = new float[ROWS * PANELS * 2 * LANES];
    private final Operands operands =
        new Operands().rows(a, at).inPlace(out, 0, PANELS * 2 * LANES);

    OfRows(ProductKind kind) {
      this.kind = kind;
      this.shallow = matrix(kind, SHALLOW, PANELS);
      this.deep = matrix(kind, DEEP, PANELS);
      this.product = VectorKernels.INSTANCE.product(deep);
    }

    @Override
    public void enter() {
      // What stands around the loops is compiled, too.
      product.multiply(operands, deep, 0, 0, rows(0), 0, 0);
      switch (kind) {
        case ALIGNED_ROW -> {
          AlignedRow.multiply(operands, (FloatPanels) deep, 0, 0, 0, 0);
          VectorProduct.enterRow(operands, (FloatPanels) deep);
        }
        case TWO_ROWS -> VectorProduct.enterTwoRows(operands, (FloatPanels) deep);
        case BFLOAT16 -> VectorBfloat16Product.enter(operands, (Bfloat16Panels) deep);
        default -> VectorProduct.enterRow(operands, (FloatPanels) deep);
      }
    }

    @Override
    public int play(int round) {
      int rows = rows(round);
      // C2 inlines a slice of an aligned row only if calls are frequent.
      int whole = kind == ProductKind.ALIGNED_ROW ? 8 : 4;
      int panels = whole + (round % 4 == 3 ? 3 : 0);
      operands.backwards(round % 4 == 3);
      PackedMatrix matrix = isEarly(round) ? shallow : deep;
      product.multiply(operands, matrix, 0, 0, rows, 0, panels);
      return rows * panels * 4 * (1 + matrix.depth());
    }

    private int rows(int round) {
      return switch (kind) {
        case TWO_ROWS -> 2;
        case BFLOAT16 -> 1 + round % ROWS;
        default -> 1;
      };
    }
  }

  /**
   * Products in tiles. The loop over tiles takes many turns, or C2 would not inline them: with
   * operands of no rows, where each tile ends at once. One round in {@link #DEEP_EACH} takes terms,
   * the others only load and store.
   */
  private abstract static class OfTiles extends VectorRehearsal {

    static final int PANELS = 8;

    private static final int LEAST_ROWS = 3;
    private static final int MOST_ROWS = 8;

    /** These and one more give tiles of every size. */
    private static final int ENTERED_ROWS = 12;

    private static final int DEEP_EACH = 4;

    final Operands none = new Operands();
    final Operands operands =
        new Operands()
            .rows(ones(MOST_ROWS * DEEP), new int[MOST_ROWS])
            .inPlace(new float[MOST_ROWS * PANELS * 2 * LANES], 0, PANELS * 2 * LANES);
    private int entered;

    abstract void multiply(Operands of, int depth, int rows, int panels);

    @Override
    public void enter() {
      multiply(none, 0, ENTERED_ROWS + entered++ % 2, 2);
    }

    @Override
    public int play(int round) {
      int variant = round + round / DEEP_EACH; // deep rounds are of all sizes, too
      int rows = LEAST_ROWS + variant % (MOST_ROWS - LEAST_ROWS + 1);
      int depth = round % DEEP_EACH == 0 ? DEEP : 0;
      multiply(operands, depth, rows, PANELS);
      return rows * PANELS * 4 * (1 + depth);
    }
  }

  private static final class OfManyRows extends OfTiles {

    private final PackedMatrix hollow = matrix(ProductKind.MANY_ROWS, 0, PANELS);
    private final PackedMatrix deep = matrix(ProductKind.MANY_ROWS, DEEP, PANELS);
    private final Product product = VectorKernels.INSTANCE.product(deep);

    @Override
    void multiply(Operands of, int depth, int rows, int panels) {
      product.multiply(of, depth == 0 ? hollow : deep, 0, 0, rows, 0, panels);
    }
  }

  private static final class OfImage extends OfTiles {

    private final float[] image = new float[PANELS * 2 * LANES];
    private final int[] terms = new int[DEEP];

    @Override
    void multiply(Operands of, int depth, int rows, int panels) {
      VectorImageProduct.INSTANCE.multiply(of, image, terms, depth, 0, 0, rows, panels);
    }
  }

  private static final class OfStep extends VectorRehearsal {

    private static final int ROWS = 2;

    /** Eight that an RNN takes together, and one. */
    private static final int MOST_BLOCKS = 9;

    private static final int BLOCKS = 8;

    private static final int GATES = 4;

    private final StepEpilogue epilogue;
    private final boolean isRnn;
    private final StepRows none = new StepRows();
    private final StepRows rows;

    OfStep(StepKind kind) {
      this.epilogue = new VectorEpilogue(kind);
      this.isRnn = kind == StepKind.RNN_RELU || kind == StepKind.RNN_TANH;
      int gates = GATES * MOST_BLOCKS * LANES;
      int states = MOST_BLOCKS * LANES;
      this.rows =
          new StepRows()
              .gates(ones(ROWS * gates), gates)
              .recurrent(ones(ROWS * gates), gates)
              .states(ones(ROWS * states), ones(ROWS * states), states)
              .reset(ones(ROWS * states));
    }

    @Override
    public void enter() {
      epilogue.run(none, 0);
      VectorActivation.enter();
    }

    @Override
    public int play(int round) {
      if (round % 8 == 7) {
        epilogue.run(rows.sizes(0, 0), ROWS); // one row at a time, as where rows are long
        return ROWS;
      }
      int some = isEarly(round) ? 1 : BLOCKS;
      int blocks = isRnn && round % 4 == 1 ? MOST_BLOCKS : some;
      int count = 1 + round % ROWS;
      epilogue.run(rows.sizes(blocks * LANES, blocks), count);
      return count * blocks * 100;
    }
  }

  private static final class OfFunction extends VectorRehearsal {

    private static final int VECTORS = 16;

    private final RowKind kind;
    private final VectorFunction function;
    private final float[] row = ones(VECTORS * LANES);

    OfFunction(RowKind kind) {
      this.kind = kind;
      this.function = new VectorFunction(kind);
    }

    @Override
    public void enter() {
      function.apply(row, 0, row, 0, 0);
      switch (kind) {
        case EXP -> VectorElementary.exp(row, 0, row, 0, 0);
        case LOG -> VectorElementary.log(row, 0, row, 0, 0);
        case ERF -> VectorElementary.erf(row, 0, row, 0, 0);
        case SIGMOID, TANH -> VectorActivation.enter();
      }
    }

    @Override
    public int play(int round) {
      int vectors = isEarly(round) ? 1 : 1 + round % VECTORS;
      row[0] = round % 5 - 2f;
      function.apply(row, 0, row, 0, vectors * LANES);
      return vectors * 50;
    }
  }

  private static final class OfElu extends VectorRehearsal {

    private static final int VECTORS = 16;

    private final RowFunction function = new VectorFunction.Elu(1f, 1f, 1f);
    private final float[] row = ones(VECTORS * LANES);

    @Override
    public void enter() {
      function.apply(row, 0, row, 0, 0);
      VectorElementary.elu(1f, 1f, 1f, row, 0, row, 0, 0);
    }

    @Override
    public int play(int round) {
      int vectors = isEarly(round) ? 1 : 1 + round % VECTORS;
      row[0] = round % 5 - 2f;
      function.apply(row, 0, row, 0, vectors * LANES);
      return vectors * 50;
    }
  }
}
