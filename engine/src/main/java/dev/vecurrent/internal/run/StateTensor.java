package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.state.StateColumn;
import dev.vecurrent.internal.state.StateTable;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.GraphState;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.tensor.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A state that is an input and an output of a graph: {@code [outer, N, inner]} in a call, {@code
 * [outer, inner]} for each place of a state table.
 */
final class StateTensor {

  private static final int OPEN = -1;

  private final GraphState state;
  private final int inputAt;
  private final int outputAt;
  private final StateTable table;
  private final StateColumn column;

  /** The state of a new sequence. */
  private final Tensor first;

  private final Tensor before;
  private final Tensor after;
  private final int[] shape;

  /** The axis of the rows; {@link #OPEN} if there is none, and one row. */
  private final int batchAxis;

  private final int outer;
  private final int inner;

  StateTensor(Graph graph, GraphState state, StateTable table, int rows, Budget budget) {
    this.state = state;
    this.table = table;
    this.inputAt = indexOf(graph.inputs(), state.input());
    this.outputAt = indexOf(graph.outputs(), state.output());
    ValueInfo input = graph.inputs().get(inputAt);
    int[] sizes = sizes(input, graph.outputs().get(outputAt));
    if (input.type() == ElementType.STRING) {
      throw refused(input, "text is no state");
    }
    this.batchAxis = batchAxis(sizes, input, rows);
    this.shape = sizes;
    this.outer = product(sizes, 0, batchAxis);
    this.inner = product(sizes, batchAxis + 1, sizes.length);
    this.column = table.column(Printable.line(state.input()), input.type());
    this.column.fit((long) outer * inner);
    this.first = Tensor.zeros(input.type(), outer * inner);
    this.before = Tensor.growable(input.type(), budget.values());
    this.after = Tensor.growable(input.type(), budget.values());
  }

  private static int product(int[] sizes, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product = Math.multiplyExact(product, sizes[axis]);
    }
    return product;
  }

  private static int indexOf(List<ValueInfo> infos, String name) {
    for (int i = 0; i < infos.size(); i++) {
      if (infos.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(Printable.lineMessage("there is no value '" + name + "'"));
  }

  /** The size of each axis, as the input or the output declares it. */
  private static int[] sizes(ValueInfo input, ValueInfo output) {
    List<Dimension> dims = input.shape().orElseGet(() -> output.shape().orElse(new ArrayList<>()));
    List<Dimension> made = output.shape().orElse(dims);
    if (input.shape().isEmpty() && output.shape().isEmpty()) {
      throw refused(input, "its shape is not declared");
    }
    int[] sizes = new int[dims.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      boolean both = made.size() == sizes.length;
      int size = dims.get(axis).size();
      sizes[axis] = size == OPEN && both ? made.get(axis).size() : size;
    }
    return sizes;
  }

  private int batchAxis(int[] sizes, ValueInfo input, int rows) {
    int axis = state.batchAxis();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] != OPEN || i == axis) {
        continue;
      }
      if (axis != OPEN || rows != 1) {
        throw refused(input, "the size of axis " + i + " is not declared");
      }
      axis = i; // of one sequence it is 1, if anything can be said of it
    }
    if (axis == OPEN && rows != 1) {
      throw refused(input, "nothing tells which axis is the batch, of " + rows + " sequences");
    }
    if (axis != OPEN && sizes[axis] != OPEN && sizes[axis] != rows) {
      throw refused(input, "declared for %d sequences, found %d".formatted(sizes[axis], rows));
    }
    return axis;
  }

  private static IllegalArgumentException refused(ValueInfo input, String why) {
    return new IllegalArgumentException("state " + input + " cannot be carried: " + why);
  }

  /** Puts the states of the rows of the call among its inputs, and room for the next ones. */
  void gather(@Nullable Value[] inputs, @Nullable Value[] outputs) {
    int rows = table.rows();
    if (batchAxis != OPEN) {
      shape[batchAxis] = rows;
    } else if (rows != 1) {
      throw new IllegalArgumentException(
          "state '%s': nothing tells which axis is the batch, expected 1 sequence, found %d"
              .formatted(Printable.line(state.input()), rows));
    }
    before.resize(shape, shape.length);
    Object to = before.storage();
    for (int row = 0; row < rows; row++) {
      int from = column.currentAt(row);
      if (from >= 0) {
        spread(column.storage(), from, to, row, rows);
      } else {
        spread(first.storage(), 0, to, row, rows);
      }
    }
    inputs[inputAt] = before;
    outputs[outputAt] = after;
  }

  private void spread(Object from, int fromAt, Object to, int row, int rows) {
    for (int o = 0; o < outer; o++) {
      System.arraycopy(from, fromAt + o * inner, to, (o * rows + row) * inner, inner);
    }
  }

  /** Leaves the states that the call made where the next one finds them. */
  void scatter() {
    if (!after.sameShape(before)) {
      throw new IllegalArgumentException(
          "output '%s': a state that is carried keeps its shape, expected %s, found %s"
              .formatted(Printable.line(state.output()), before, after));
    }
    int rows = table.rows();
    for (int row = 0; row < rows; row++) {
      int to = column.nextAt(row);
      for (int o = 0; o < outer; o++) {
        System.arraycopy(
            after.storage(), (o * rows + row) * inner, column.storage(), to + o * inner, inner);
      }
    }
  }
}
