package dev.vecurrent.internal.op.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.cell.CellPlan;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.ElementType;

/** The shape rule of LSTM, GRU and RNN. */
public final class RecurrentFacts {

  private final Cell cell;
  private final boolean batchMajor;
  private int hidden;
  private int batch = Fact.UNKNOWN;

  private RecurrentFacts(Cell cell) {
    this.cell = cell;
    this.batchMajor = cell.layout() == Layout.BATCH_MAJOR;
    this.hidden = cell.hiddenSize() > 0 ? cell.hiddenSize() : Fact.UNKNOWN;
  }

  /**
   * What is known of Y, Y_h and Y_c.
   *
   * @param inputs what is known of each input, in the operator's order; {@code null} for an absent
   *     one
   * @throws IllegalArgumentException if shapes or types contradict each other; names input,
   *     expected and actual
   */
  public static Fact[] infer(RecurrentNode node, @Nullable Fact[] inputs) {
    return new RecurrentFacts(node.cell()).infer(inputs, node.outputs().size());
  }

  private Fact[] infer(@Nullable Fact[] inputs, int outputs) {
    int directions = cell.direction().count();
    Fact x = required(inputs, RecurrentNode.X, "X");
    Fact w = required(inputs, RecurrentNode.W, "W");
    Fact r = required(inputs, RecurrentNode.R, "R");
    if (x.type() != ElementType.FLOAT32 && x.type() != ElementType.FLOAT64) {
      throw new IllegalArgumentException("X: expected floating point numbers, found " + x.type());
    }
    int[] rDims = r.dims();
    if (hidden < 0 && rDims != null && rDims.length == 3) {
      hidden = rDims[2];
    }
    requireHiddenSize(w, r, inputs.length > RecurrentNode.B ? inputs[RecurrentNode.B] : null);
    int rows = times(cell.gates(), hidden);
    int[] xDims = x.dims();
    int features = Fact.UNKNOWN;
    int steps = Fact.UNKNOWN;
    if (xDims != null) {
      check("X", x, x.type(), Fact.UNKNOWN, Fact.UNKNOWN, Fact.UNKNOWN);
      steps = xDims[batchMajor ? 1 : 0];
      batch = xDims[batchMajor ? 0 : 1];
      features = xDims[2];
    }
    check("W", w, x.type(), directions, rows, features);
    check("R", r, x.type(), directions, rows, hidden);
    checkOptional(inputs, RecurrentNode.B, "B", x.type(), directions, times(2, rows));
    checkLengths(inputs);
    checkState(inputs, RecurrentNode.INITIAL_H, "initial_h", x.type());
    if (CellPlan.of(cell).hasCellStates()) {
      checkState(inputs, RecurrentNode.INITIAL_C, "initial_c", x.type());
      checkOptional(inputs, RecurrentNode.P, "P", x.type(), directions, times(3, hidden));
    }
    Fact[] facts = new Fact[outputs];
    for (int i = 0; i < outputs; i++) {
      if (i > 0) {
        facts[i] = Fact.of(x.type(), state());
      } else if (batchMajor) {
        facts[i] = Fact.of(x.type(), batch, steps, directions, hidden);
      } else {
        facts[i] = Fact.of(x.type(), steps, directions, batch, hidden);
      }
    }
    return facts;
  }

  /** A hidden_size that a weight contradicts is told of with what each of them implies. */
  private void requireHiddenSize(Fact w, Fact r, @Nullable Fact b) {
    if (cell.hiddenSize() <= 0) {
      return;
    }
    int gates = cell.gates();
    boolean fits = fits(w, 3, 1, gates) && fits(r, 3, 2, 1) && fits(b, 2, 1, 2 * gates);
    if (!fits) {
      String words =
          implied("W", w, 3, 1, gates)
              + implied("R", r, 3, 2, 1)
              + implied("B", b, 2, 1, 2 * gates);
      throw new IllegalArgumentException(
          "hidden_size = " + hidden + " does not fit the weights: " + words.substring(2));
    }
  }

  private boolean fits(@Nullable Fact fact, int rank, int axis, int factor) {
    int[] dims = fact == null ? null : fact.dims();
    return dims == null
        || dims.length != rank
        || dims[axis] < 0
        || dims[axis] == (long) factor * hidden;
  }

  /** The hidden_size that a weight implies, in words; empty where it implies none. */
  private static String implied(String name, @Nullable Fact fact, int rank, int axis, int factor) {
    int[] dims = fact == null ? null : fact.dims();
    if (dims == null || dims.length != rank || dims[axis] < 0) {
      return "";
    }
    String size =
        dims[axis] % factor == 0
            ? Integer.toString(dims[axis] / factor)
            : "none, " + dims[axis] + " being no multiple of " + factor;
    return ", " + name + " " + text(dims) + " implies " + size;
  }

  private static int times(int factor, int size) {
    return size < 0 ? Fact.UNKNOWN : Shapes.dim("R", (long) factor * size);
  }

  private int[] state() {
    int directions = cell.direction().count();
    return batchMajor
        ? new int[] {batch, directions, hidden}
        : new int[] {directions, batch, hidden};
  }

  private void checkState(@Nullable Fact[] inputs, int index, String name, ElementType type) {
    checkOptional(inputs, index, name, type, state());
    int[] dims = index < inputs.length && inputs[index] != null ? inputs[index].dims() : null;
    if (dims != null) {
      batch = Fact.both(batch, dims[batchMajor ? 0 : 1]);
    }
  }

  private void checkLengths(@Nullable Fact[] inputs) {
    Fact lengths =
        inputs.length > RecurrentNode.SEQUENCE_LENS ? inputs[RecurrentNode.SEQUENCE_LENS] : null;
    if (lengths == null) {
      return;
    }
    if (lengths.type() != ElementType.INT32 && lengths.type() != ElementType.INT64) {
      throw new IllegalArgumentException(
          "sequence_lens: expected INT32 or INT64, found " + lengths.type());
    }
    check("sequence_lens", lengths, lengths.type(), batch);
  }

  private static Fact required(@Nullable Fact[] inputs, int index, String name) {
    Fact fact = index < inputs.length ? inputs[index] : null;
    if (fact == null) {
      throw new IllegalArgumentException(name + ": is required");
    }
    return fact;
  }

  private static void checkOptional(
      @Nullable Fact[] inputs, int index, String name, ElementType type, int... expected) {
    Fact fact = index < inputs.length ? inputs[index] : null;
    if (fact != null) {
      check(name, fact, type, expected);
    }
  }

  /** Compares dimensions that are known on both sides. */
  private static void check(String name, Fact fact, ElementType type, int... expected) {
    int[] dims = fact.dims();
    boolean fits = fact.type() == type && (dims == null || dims.length == expected.length);
    for (int i = 0; fits && dims != null && i < dims.length; i++) {
      fits = dims[i] < 0 || expected[i] < 0 || dims[i] == expected[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: expected %s%s, found %s%s"
              .formatted(name, type, text(expected), fact.type(), text(dims)));
    }
  }

  private static String text(int @Nullable [] dims) {
    if (dims == null) {
      return "[...]";
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < dims.length; i++) {
      text.append(i == 0 ? "" : ", ").append(dims[i] < 0 ? "?" : dims[i]);
    }
    return text.append(']').toString();
  }
}
