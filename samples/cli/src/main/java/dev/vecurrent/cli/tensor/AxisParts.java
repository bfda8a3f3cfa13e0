package dev.vecurrent.cli.tensor;

import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Tensors cut and put together along an axis. */
public final class AxisParts {

  private AxisParts() {}

  /**
   * Rows of one shape side by side.
   *
   * @param axis where the new axis goes
   * @param batch the size of that axis, as many as the rows or more: the rest are zeros
   */
  public static Tensor stack(List<Tensor> rows, int axis, int batch) {
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
  public static Tensor slice(Tensor from, int axis, int index) {
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

  /** Some places of an axis, which stays. */
  public static Tensor part(Tensor from, int axis, int first, int end) {
    int[] shape = from.shape();
    int all = shape[axis];
    shape[axis] = end - first;
    Tensor to = Tensor.zeros(from.type(), shape);
    int inner = size(shape, axis + 1, shape.length);
    int kept = (end - first) * inner;
    for (int o = 0; o < size(shape, 0, axis); o++) {
      System.arraycopy(from.storage(), (o * all + first) * inner, to.storage(), o * kept, kept);
    }
    return to;
  }

  /**
   * Tensors one behind the other.
   *
   * @throws IllegalArgumentException if their shapes differ in another axis
   */
  public static Tensor join(List<Tensor> parts, int axis) {
    int[] shape = parts.getFirst().shape();
    shape[axis] = 0;
    for (Tensor part : parts) {
      int[] own = part.shape();
      if (own.length == shape.length) {
        int places = own[axis];
        own[axis] = shape[axis];
        if (Arrays.equals(own, shape)) {
          shape[axis] += places;
          continue;
        }
      }
      throw new IllegalArgumentException(
          "expected shapes that differ in axis %d only, found %s and %s"
              .formatted(axis, parts.getFirst(), part));
    }
    Tensor to = Tensor.zeros(parts.getFirst().type(), shape);
    int inner = size(shape, axis + 1, shape.length);
    int at = 0;
    for (Tensor part : parts) {
      int own = part.dim(axis) * inner;
      for (int o = 0; o < size(shape, 0, axis); o++) {
        System.arraycopy(part.storage(), o * own, to.storage(), o * shape[axis] * inner + at, own);
      }
      at += own;
    }
    return to;
  }

  /** A tensor with storage of its own. */
  public static Tensor copy(Tensor from) {
    Tensor to = Tensor.zeros(from.type(), from.shape());
    System.arraycopy(from.storage(), 0, to.storage(), 0, from.size());
    return to;
  }

  private static int size(int[] shape, int from, int end) {
    int size = 1;
    for (int axis = from; axis < end; axis++) {
      size *= shape[axis];
    }
    return size;
  }
}
