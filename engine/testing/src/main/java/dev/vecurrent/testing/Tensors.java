package dev.vecurrent.testing;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import java.util.stream.IntStream;

/** Copies of parts and transpositions of tensors. */
public final class Tensors {

  private Tensors() {}

  /** The elements at the given indices of one axis; {@code null} stays {@code null}. */
  public static @Nullable Tensor take(@Nullable Tensor tensor, int axis, int... indices) {
    if (tensor == null) {
      return null;
    }
    int[] shape = tensor.shape();
    int inner = product(shape, axis + 1, shape.length);
    int outer = product(shape, 0, axis);
    int size = shape[axis];
    shape[axis] = indices.length;
    Tensor taken = Tensor.zeros(tensor.type(), shape);
    for (int block = 0; block < outer; block++) {
      for (int place = 0; place < indices.length; place++) {
        int from = (block * size + indices[place]) * inner;
        int to = (block * indices.length + place) * inner;
        System.arraycopy(tensor.storage(), from, taken.storage(), to, inner);
      }
    }
    return taken;
  }

  /** The tensor with its axes in another order: axis {@code a} of the result is {@code axes[a]}. */
  public static @Nullable Tensor transpose(@Nullable Tensor tensor, int... axes) {
    if (tensor == null) {
      return null;
    }
    int[] shape = IntStream.of(axes).map(tensor::dim).toArray();
    Tensor result = Tensor.zeros(tensor.type(), shape);
    int[] from = tensor.shape();
    for (int at = 0; at < result.size(); at++) {
      int rest = at;
      int[] index = new int[axes.length];
      for (int axis = axes.length - 1; axis >= 0; axis--) {
        index[axes[axis]] = rest % shape[axis];
        rest /= shape[axis];
      }
      int fromAt = 0;
      for (int axis = 0; axis < axes.length; axis++) {
        fromAt = fromAt * from[axis] + index[axis];
      }
      System.arraycopy(tensor.storage(), fromAt, result.storage(), at, 1);
    }
    return result;
  }

  /** A copy with storage of its own. */
  public static @Nullable Tensor copy(@Nullable Tensor tensor) {
    if (tensor == null) {
      return null;
    }
    Tensor result = Tensor.zeros(tensor.type(), tensor.shape());
    System.arraycopy(tensor.storage(), 0, result.storage(), 0, tensor.size());
    return result;
  }

  private static int product(int[] shape, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape[axis];
    }
    return product;
  }
}
