package dev.vecurrent.cli;

import dev.vecurrent.tensor.Tensor;
import java.util.List;

/** Rows to a batch and back. */
final class Batches {

  private Batches() {}

  /**
   * Rows of one shape side by side.
   *
   * @param axis where the new axis goes
   * @param batch the size of that axis, as many as the rows or more: the rest are zeros
   */
  static Tensor stack(List<Tensor> rows, int axis, int batch) {
    Tensor first = rows.getFirst();
    int[] shape = new int[first.rank() + 1];
    int outer = 1;
    int inner = 1;
    for (int a = 0; a < shape.length; a++) {
      shape[a] = a == axis ? batch : first.dim(a < axis ? a : a - 1);
      outer *= a < axis ? shape[a] : 1;
      inner *= a > axis ? shape[a] : 1;
    }
    Tensor stacked = Tensor.zeros(first.type(), shape);
    for (int n = 0; n < Math.min(rows.size(), batch); n++) {
      for (int o = 0; o < outer; o++) {
        System.arraycopy(
            rows.get(n).storage(), o * inner, stacked.storage(), (o * batch + n) * inner, inner);
      }
    }
    return stacked;
  }

  /** One index of an axis, which goes. */
  static Tensor slice(Tensor from, int axis, int index) {
    int[] shape = new int[from.rank() - 1];
    int outer = 1;
    int inner = 1;
    for (int a = 0; a < from.rank(); a++) {
      if (a < axis) {
        outer *= from.dim(a);
        shape[a] = from.dim(a);
      } else if (a > axis) {
        inner *= from.dim(a);
        shape[a - 1] = from.dim(a);
      }
    }
    Tensor to = Tensor.zeros(from.type(), shape);
    for (int o = 0; o < outer; o++) {
      System.arraycopy(
          from.storage(), (o * from.dim(axis) + index) * inner, to.storage(), o * inner, inner);
    }
    return to;
  }
}
