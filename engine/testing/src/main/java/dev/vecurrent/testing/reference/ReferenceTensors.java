package dev.vecurrent.testing.reference;

import dev.vecurrent.tensor.Tensor;

/** Tensors as plain arrays. */
final class ReferenceTensors {

  private ReferenceTensors() {}

  /** The elements as doubles; exact. */
  static double[] doubles(Tensor tensor) {
    double[] values = new double[tensor.size()];
    switch (tensor.type()) {
      case FLOAT32 -> {
        for (int at = 0; at < values.length; at++) {
          values[at] = tensor.floats()[at];
        }
      }
      case FLOAT64 -> System.arraycopy(tensor.doubles(), 0, values, 0, values.length);
      default -> throw new IllegalArgumentException("expected FLOAT32 or FLOAT64, found " + tensor);
    }
    return values;
  }

  /** The elements of a tensor of lengths. */
  static int[] ints(Tensor tensor) {
    int[] values = new int[tensor.size()];
    for (int at = 0; at < values.length; at++) {
      values[at] =
          switch (tensor.type()) {
            case INT32 -> tensor.ints()[at];
            case INT64 -> Math.toIntExact(tensor.longs()[at]);
            default ->
                throw new IllegalArgumentException("expected INT32 or INT64, found " + tensor);
          };
    }
    return values;
  }
}
