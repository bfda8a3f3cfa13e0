package dev.vecurrent.internal.op.index;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Integers;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;

/**
 * ONNX Unique (since opset 11): the elements, or the slices along {@code axis}, each once; where
 * each is first, which of them each input is, and how often. In ascending order, or in that of
 * first occurrence where {@code sorted} is 0.
 *
 * <p>Text is ordered by code points. NaN equals NaN and is behind every number; 0 equals -0, and of
 * equals the first is taken.
 */
final class Unique implements Operator {

  private static final String NAME = "Unique";

  private final boolean hasAxis;
  private final long axis;
  private final boolean isSorted;

  private Unique(boolean hasAxis, long axis, boolean isSorted) {
    this.hasAxis = hasAxis;
    this.axis = axis;
    this.isSorted = isSorted;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(11);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 4);
    return new Unique(reader.has("axis"), reader.integer("axis", 0), reader.flag("sorted", true));
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(NAME, inputs, 0);
    int[] dims = x.dims();
    int[] unique = hasAxis ? null : Shapes.unknown(1);
    int items = Fact.UNKNOWN;
    if (dims != null && hasAxis) {
      int at = Shapes.axis(NAME, axis, dims.length);
      unique = dims.clone();
      items = dims[at];
      unique[at] = Fact.UNKNOWN;
    } else if (dims != null) {
      items = Shapes.count(NAME, dims, 0, dims.length);
    }
    return new Fact[] {
      new Fact(x.type(), unique, null, null),
      Fact.of(ElementType.INT64, Fact.UNKNOWN),
      Fact.of(ElementType.INT64, items),
      Fact.of(ElementType.INT64, Fact.UNKNOWN)
    };
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    long size = Work.size(Ports.required(NAME, inputs, 0));
    // Texts may be of any length.
    return inputs[0] != null && inputs[0].type() == ElementType.STRING
        ? Work.UNSTATED
        : Work.plus(SliceOrder.work(size, size), Work.products(inputs, outputs, 4L * Work.ROW));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    int at = hasAxis ? Shapes.axis(NAME, axis, x.rank()) : 0;
    int items = hasAxis ? x.dim(at) : x.size();
    if (x.size() == 0) {
      ofNothing(x, at, items, outputs, workspace);
      return;
    }
    int outer = hasAxis ? (int) Shapes.count(x, 0, at) : 1;
    int inner = hasAxis ? (int) Shapes.count(x, at + 1, x.rank()) : 1;
    int[] order = workspace.ints(0, items);
    int[] other = workspace.ints(1, items);
    int[] group = workspace.ints(2, items);
    int[] first = workspace.ints(3, items);
    SliceOrder.sort(x, items, inner, order, other, workspace);
    int groups = 0;
    for (int i = 0, end = 0; i < items; i++) {
      end = i < end ? end : workspace.piece(i, items, Work.TYPED);
      boolean isNew =
          i == 0 || SliceOrder.compare(x, items, inner, order[i - 1], order[i], workspace) != 0;
      if (isNew) {
        first[groups++] = order[i];
      }
      group[order[i]] = groups - 1;
    }
    if (!isSorted) {
      byOccurrence(group, first, other, items, groups, workspace);
    }
    Tensor unique = Ports.optional(outputs, 0);
    if (unique != null) {
      int rank = 1;
      workspace.dims[0] = groups;
      if (hasAxis) {
        rank = Shapes.copyDims(x, workspace.dims);
        workspace.dims[at] = groups;
      }
      unique.resize(workspace.dims, rank);
      for (int o = 0; o < outer; o++) {
        for (int g = 0; g < groups; g++) {
          int from = (o * items + first[g]) * inner;
          workspace.copy(x.storage(), from, unique.storage(), (o * groups + g) * inner, inner);
        }
      }
    }
    write(Ports.optional(outputs, 1), first, groups, workspace);
    write(Ports.optional(outputs, 2), group, items, workspace);
    count(Ports.optional(outputs, 3), group, items, groups, workspace);
  }

  /** Slices of no elements, of which there may be any number, are all the same. */
  private void ofNothing(
      Tensor x, int at, int items, @Nullable Tensor[] outputs, Workspace workspace) {
    int groups = Math.min(1, items);
    Tensor unique = Ports.optional(outputs, 0);
    if (unique != null) {
      workspace.dims[0] = groups;
      int rank = hasAxis ? Shapes.copyDims(x, workspace.dims) : 1;
      workspace.dims[at] = groups;
      unique.resize(workspace.dims, rank);
    }
    for (int output = 1; output < 4; output++) {
      Tensor out = Ports.optional(outputs, output);
      if (out != null) {
        workspace.dims[0] = output == 2 ? items : groups;
        out.resize(workspace.dims, 1);
        Arrays.fill(out.longs(), 0, out.size(), output == 3 ? items : 0);
      }
    }
  }

  /** Renumbers groups in the order in which they occur. */
  private static void byOccurrence(
      int[] group, int[] first, int[] renamed, int items, int groups, Workspace workspace) {
    for (int at = 0; at < groups; ) {
      int end = workspace.piece(at, groups, 1);
      Arrays.fill(renamed, at, end, -1);
      at = end;
    }
    int next = 0;
    for (int i = 0, end = 0; i < items; i++) {
      end = i < end ? end : workspace.piece(i, items, Work.TYPED);
      int old = group[i];
      if (renamed[old] < 0) {
        renamed[old] = next++;
      }
      group[i] = renamed[old];
    }
    int seen = 0;
    for (int i = 0; i < items; ) {
      for (int end = workspace.piece(i, items, Work.TYPED); i < end; i++) {
        if (group[i] == seen) {
          first[seen++] = i;
        }
      }
    }
  }

  private static void write(@Nullable Tensor out, int[] values, int count, Workspace workspace) {
    if (out == null) {
      return;
    }
    workspace.dims[0] = count;
    out.resize(workspace.dims, 1);
    for (int i = 0; i < count; ) {
      for (int end = workspace.piece(i, count, 1); i < end; i++) {
        out.longs()[i] = values[i];
      }
    }
  }

  private static void count(
      @Nullable Tensor out, int[] group, int items, int groups, Workspace workspace) {
    if (out == null) {
      return;
    }
    workspace.dims[0] = groups;
    out.resize(workspace.dims, 1);
    Integers.fill(out, 0, groups, 0, workspace);
    for (int i = 0; i < items; ) {
      for (int end = workspace.piece(i, items, Work.TYPED); i < end; i++) {
        out.longs()[group[i]]++;
      }
    }
  }
}
