package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.tensor.Tensor;

/**
 * The rows over which Softmax, LogSoftmax and Hardmax work: one axis since opset 13 (the last by
 * default); below, all axes from {@code axis} on (the second by default).
 *
 * <p>With {@code length} elements in a row and {@code inner} rows side by side, row {@code r}
 * starts at {@code r / inner * length * inner + r % inner} and goes on in steps of {@code inner}.
 *
 * @param operator for messages
 * @param axis as the node has it
 * @param rest whether all later axes belong to the row
 */
record SoftmaxRows(String operator, long axis, boolean rest) {

  static SoftmaxRows read(NodeReader reader) {
    boolean rest = reader.opset() < 13;
    return new SoftmaxRows(reader.operator(), reader.integer("axis", rest ? 1 : -1), rest);
  }

  /** Whether rows are along the last axis, whatever the rank is. */
  boolean isOfLastAxis() {
    return axis == -1;
  }

  /** The axis from the front; a scalar has one row of one element. */
  int axis(int rank) {
    return rank == 0 && (axis == 0 || axis == -1) ? 0 : Shapes.axis(operator, axis, rank);
  }

  /** Elements of a row of a tensor that is not empty. */
  int length(Tensor x) {
    int at = axis(x.rank());
    return x.rank() == 0 ? 1 : (int) Shapes.count(x, at, rest ? x.rank() : at + 1);
  }

  /** Rows side by side in a tensor that is not empty. */
  int inner(Tensor x) {
    return rest || x.rank() == 0 ? 1 : (int) Shapes.count(x, axis(x.rank()) + 1, x.rank());
  }
}
