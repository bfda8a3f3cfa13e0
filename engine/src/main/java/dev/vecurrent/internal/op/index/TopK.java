package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ONNX TopK: the largest or smallest elements along an axis, in order, and their indices. Of equal
 * ones the lower index comes first; NaN counts as the largest. K is an attribute below opset 10,
 * then an input. Elements are always sorted, which {@code sorted = 0} allows.
 */
final class TopK implements Operator {

  private static final String NAME = "TopK";

  private final long axis;
  private final boolean largest;
  private final long givenK;

  private TopK(long axis, boolean largest, long givenK) {
    this.axis = axis;
    this.largest = largest;
    this.givenK = givenK;
  }

  static Operator read(NodeReader reader) {
    boolean attribute = reader.opset() < 10;
    reader.requireInputs(attribute ? 1 : 2, attribute ? 1 : 2);
    reader.requireOutputs(1, 2);
    long k = attribute ? reader.integer("k", -1) : -1;
    if (attribute && k < 0) {
      reader.refuse("k", Long.toString(k), "expected 0 or more");
    }
    if (reader.opset() >= 11) {
      reader.flag("sorted", true);
    }
    return new TopK(
        reader.integer("axis", -1), reader.opset() < 11 || reader.flag("largest", true), k);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "X", x, Types.ALL_NUMBERS);
    int[] dims = x.dims();
    if (dims == null) {
      return new Fact[] {Fact.of(x.type()), Fact.of(ElementType.INT64)};
    }
    int[] out = dims.clone();
    long[] known = givenK >= 0 ? new long[] {givenK} : Elements.allOf(Ports.optional(inputs, 1));
    int along = Shapes.axis(NAME, axis, dims.length);
    out[along] = known != null && known.length == 1 ? Shapes.dim(NAME, known[0]) : Fact.UNKNOWN;
    return new Fact[] {
      new Fact(x.type(), out, null, null), new Fact(ElementType.INT64, out, null, null)
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] dims = Ports.required(NAME, inputs, 0).dims();
    long along = dims != null && axis < 0 ? axis + dims.length : axis;
    int k = (int) Work.dim(outputs[0], (int) along);
    // At worst each element comes into the heap, and leaves it.
    long each = Work.TYPED + 4L * Work.ROW + sift(k);
    long work = Work.products(inputs, outputs, each);
    return Work.plus(work, Shapes.times(Work.size(Ports.required(NAME, inputs, 0)), each));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    int along = Shapes.axis(NAME, axis, x.rank());
    int length = x.dim(along);
    int k = k(inputs, x, length);
    Tensor values = Ports.optional(outputs, 0);
    Tensor indices = Ports.optional(outputs, 1);
    Shapes.copyDims(x, workspace.dims);
    workspace.dims[along] = k;
    if (values != null) {
      values.resize(workspace.dims, x.rank());
    }
    if (indices != null) {
      indices.resize(workspace.dims, x.rank());
    }
    if (x.size() == 0 || k == 0) {
      return;
    }
    int inner = (int) Shapes.count(x, along + 1, x.rank());
    int[] best = workspace.ints(0, k);
    for (int row = 0; row < x.size() / length; row++) {
      int from = row / inner * inner * length + row % inner;
      int to = row / inner * inner * k + row % inner;
      select(x, from, inner, length, best, k, workspace);
      for (int i = 0, end = 0; i < k; i++) {
        end = i < end ? end : workspace.piece(i, k, 2 * Work.ROW);
        if (values != null) {
          System.arraycopy(
              x.storage(), from + best[i] * inner, values.storage(), to + i * inner, 1);
        }
        if (indices != null) {
          indices.longs()[to + i * inner] = best[i];
        }
      }
    }
  }

  private int k(@Nullable Tensor[] inputs, Tensor x, int length) {
    long k = givenK;
    if (k < 0) {
      Tensor given = Ports.required(NAME, inputs, 1);
      if (given.size() != 1) {
        throw new IllegalArgumentException("TopK: K is " + given + ", expected one element");
      }
      k = Shapes.integer(given, 0);
    }
    if (k < 0 || k > length) {
      throw new IllegalArgumentException(
          "TopK: " + k + " elements of an axis of " + length + " of " + x);
    }
    return (int) k;
  }

  /** The work of moving an element down a heap: two comparisons on each level. */
  private static int sift(int k) {
    return 2 * Work.ROW * (Integer.SIZE - Integer.numberOfLeadingZeros(k));
  }

  /** A heap of the k best so far, the worst of them on top; then taken apart from the end. */
  private void select(
      Tensor x, int from, int step, int length, int[] heap, int k, Workspace workspace) {
    workspace.spend(Work.ROW);
    for (int i = 0; i < k; ) {
      for (int end = workspace.piece(i, k, 1); i < end; i++) {
        heap[i] = i;
      }
    }
    int sift = sift(k);
    for (int i = k / 2 - 1; i >= 0; i--) {
      workspace.spend(Work.ROW);
      sift(x, from, step, heap, i, k);
    }
    for (int i = k, end = 0; i < length; i++) {
      end = i < end ? end : workspace.piece(i, length, Work.TYPED);
      if (isBetter(x, from, step, i, heap[0])) {
        workspace.spend(sift);
        heap[0] = i;
        sift(x, from, step, heap, 0, k);
      }
    }
    for (int end = k - 1; end > 0; end--) {
      workspace.spend(sift);
      int worst = heap[0];
      heap[0] = heap[end];
      heap[end] = worst;
      sift(x, from, step, heap, 0, end);
    }
  }

  private void sift(Tensor x, int from, int step, int[] heap, int top, int size) {
    int at = top;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBetter(x, from, step, heap[child], heap[child + 1])) {
        child++;
      }
      if (!isBetter(x, from, step, heap[at], heap[child])) {
        return;
      }
      int moved = heap[at];
      heap[at] = heap[child];
      heap[child] = moved;
      at = child;
    }
  }

  /** Whether element a comes before element b. */
  private boolean isBetter(Tensor x, int from, int step, int a, int b) {
    int order = compare(x, from + a * step, from + b * step);
    return order == 0 ? a < b : largest == order > 0;
  }

  private static int compare(Tensor x, int a, int b) {
    return switch (x.type()) {
      case FLOAT32 -> real(x.floats()[a], x.floats()[b]);
      case FLOAT64 -> real(x.doubles()[a], x.doubles()[b]);
      default -> Integers.compare(x.type(), Integers.get(x, a), Integers.get(x, b));
    };
  }

  private static int real(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }
}
