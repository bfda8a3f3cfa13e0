package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.shape.Transpose;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX Einsum (since opset 12): sums of products of operands whose axes an equation labels, with
 * diagonals, ellipses and implicit outputs. Sizes of one label are equal, or 1. An output starts
 * from 0 and takes its terms in the order of the labels that are summed, as they first occur; the
 * last of them runs fastest. Of floats each term is an fma.
 */
public final class Einsum implements Operator {

  private static final String NAME = "Einsum";

  private final EinsumEquation equation;

  /** The layout for the ranks of the last run, which hardly ever change. */
  private volatile Layout last = new Layout(new int[0], 0, new int[0][]);

  private Einsum(EinsumEquation equation) {
    this.equation = equation;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(12);
    reader.requireInputs(1, Integer.MAX_VALUE);
    reader.requireOutputs(1, 1);
    String text = reader.string("equation", "");
    try {
      EinsumEquation equation = EinsumEquation.parse(text);
      if (equation.operands() != reader.inputs()) {
        reader.refuse("equation", text, "the node has " + reader.inputs() + " inputs");
      }
      return new Einsum(equation);
    } catch (IllegalArgumentException e) {
      reader.refuse("equation", text, String.valueOf(e.getMessage()));
      return new Einsum(EinsumEquation.parse(""));
    }
  }

  /**
   * Where each label's axis is in each operand, for operands of some ranks.
   *
   * @param labels those of the output, then those that are summed
   * @param kept how many are of the output
   * @param axes for each operand the label, as an index, of each of its axes
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, never written
  private record Layout(int[] labels, int kept, int[][] axes) {}

  private Layout layout(int[] ranks) {
    int[][] labels = new int[ranks.length][];
    int ellipsis = 0;
    for (int i = 0; i < ranks.length; i++) {
      labels[i] = equation.labels(i, ranks[i]);
      for (int label : labels[i]) {
        ellipsis = Math.max(ellipsis, -label);
      }
    }
    int[] out = equation.outputLabels(ellipsis);
    Map<Integer, Integer> places = new HashMap<>();
    List<Integer> all = new ArrayList<>();
    for (int label : out) {
      places.put(label, all.size());
      all.add(label);
    }
    int[][] axes = new int[ranks.length][];
    for (int i = 0; i < ranks.length; i++) {
      axes[i] = new int[ranks[i]];
      for (int axis = 0; axis < ranks[i]; axis++) {
        int label = labels[i][axis];
        if (!places.containsKey(label)) {
          places.put(label, all.size());
          all.add(label);
        }
        axes[i][axis] = places.getOrDefault(label, 0);
      }
    }
    return new Layout(all.stream().mapToInt(Integer::intValue).toArray(), out.length, axes);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact first = Ports.required(NAME, inputs, 0);
    Types.require(NAME, "operand", first, Types.NUMBERS);
    int[] ranks = new int[inputs.length];
    boolean known = true;
    for (int i = 0; i < inputs.length; i++) {
      Fact input = Ports.required(NAME, inputs, i);
      Types.requireSame(NAME, first, input);
      int[] dims = input.dims();
      known &= dims != null;
      ranks[i] = dims == null ? 0 : dims.length;
    }
    if (!known) {
      return new Fact[] {Fact.of(first.type())};
    }
    Layout layout = checked(ranks);
    int[] sizes = new int[layout.labels.length];
    Arrays.fill(sizes, 1);
    for (int i = 0; i < inputs.length; i++) {
      int[] dims = Ports.required(NAME, inputs, i).dims();
      for (int axis = 0; dims != null && axis < dims.length; axis++) {
        int place = layout.axes[i][axis];
        sizes[place] = joined(sizes[place], dims[axis], i, axis);
      }
    }
    return new Fact[] {Fact.of(first.type(), Arrays.copyOf(sizes, layout.kept))};
  }

  /**
   * The transposition that this is of one operand whose axes only move, or {@code null}.
   *
   * @param x what is known of the operand
   */
  public @Nullable Transpose asTranspose(Fact x) {
    int[] dims = x.dims();
    if (dims == null || equation.operands() != 1) {
      return null;
    }
    Layout layout = checked(new int[] {dims.length});
    long[] permutation = new long[dims.length];
    Arrays.fill(permutation, -1);
    if (layout.kept != dims.length || layout.labels.length != dims.length) {
      return null;
    }
    for (int axis = 0; axis < dims.length; axis++) {
      permutation[layout.axes[0][axis]] = axis;
    }
    return Arrays.stream(permutation).anyMatch(axis -> axis < 0) ? null : Transpose.of(permutation);
  }

  /** The rank of the output, for operands of some ranks. */
  public int rank(int[] ranks) {
    return checked(ranks).kept;
  }

  /**
   * For each axis of each operand the axis of the output that it becomes; at least the {@link
   * #rank} where it is summed.
   */
  public int[][] places(int[] ranks) {
    return checked(ranks).axes;
  }

  private Layout checked(int[] ranks) {
    try {
      Layout layout = layout(ranks);
      Shapes.rank(NAME, layout.kept);
      return layout;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(NAME + ": " + e.getMessage(), e);
    }
  }

  private static int joined(int size, int dim, int operand, int axis) {
    if (size >= 0 && dim >= 0 && size != dim && size != 1 && dim != 1) {
      throw new IllegalArgumentException(
          "%s: axis %d of operand %d has size %d, its label %d elsewhere"
              .formatted(NAME, axis, operand, dim, size));
    }
    return Shapes.broadcastDim(size, dim);
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    int[] ranks = new int[inputs.length];
    for (int i = 0; i < ranks.length; i++) {
      int[] dims = Ports.required(NAME, inputs, i).dims();
      if (dims == null) {
        return Work.UNSTATED;
      }
      ranks[i] = dims.length;
    }
    Layout layout = checked(ranks);
    long[] sizes = new long[layout.labels.length];
    Arrays.fill(sizes, 1);
    for (int i = 0; i < ranks.length; i++) {
      for (int axis = 0; axis < ranks[i]; axis++) {
        int place = layout.axes[i][axis];
        sizes[place] = Math.max(sizes[place], Work.dim(inputs[i], axis));
      }
    }
    long terms = 1;
    for (long size : sizes) {
      terms = Shapes.times(terms, size);
    }
    boolean sums = sizes.length > layout.kept;
    long rows = sums ? terms / sizes[sizes.length - 1] : terms;
    long each = Shapes.times(terms, EinsumLoops.each(inputs.length) * (long) Work.TYPED);
    long place = EinsumLoops.place(sizes.length, inputs.length);
    return Work.plus(
        Work.products(inputs, outputs, Work.ROW), Work.plus(each, Shapes.times(rows, place)));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor out = Ports.required(NAME, outputs, 0);
    Layout layout = layout(inputs);
    int labels = layout.labels.length;
    int operands = inputs.length;
    int[] sizes = workspace.ints(0, labels);
    Arrays.fill(sizes, 0, labels, 1);
    int[] strides = workspace.ints(1, (long) labels * operands);
    Arrays.fill(strides, 0, labels * operands, 0);
    for (int i = 0; i < operands; i++) {
      Tensor input = Ports.required(NAME, inputs, i);
      int stride = 1;
      for (int axis = input.rank() - 1; axis >= 0; axis--) {
        int place = layout.axes[i][axis];
        sizes[place] = joined(sizes[place], input.dim(axis), i, axis);
        // An axis of 1 stands still; two of one label are a diagonal.
        strides[i * labels + place] += input.dim(axis) == 1 ? 0 : stride;
        stride *= input.dim(axis);
      }
    }
    System.arraycopy(sizes, 0, workspace.dims, 0, layout.kept);
    out.resize(workspace.dims, layout.kept);
    EinsumLoops.run(inputs, sizes, strides, labels, layout.kept, out, workspace);
  }

  private Layout layout(@Nullable Tensor[] inputs) {
    Layout before = last;
    boolean same = before.axes.length == inputs.length;
    for (int i = 0; same && i < inputs.length; i++) {
      same = before.axes[i].length == Ports.required(NAME, inputs, i).rank();
    }
    if (same) {
      return before;
    }
    int[] ranks = new int[inputs.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = Ports.required(NAME, inputs, i).rank();
    }
    Layout now = checked(ranks);
    last = now;
    return now;
  }
}
