package dev.vecurrent.internal.op.sampling;

import dev.vecurrent.internal.op.base.Reals;
import dev.vecurrent.tensor.Tensor;

/**
 * The elements of an image that a place between them is interpolated from, and their weights. Axes
 * are added from the outermost on; a sample is one sum in double in the order of the elements.
 */
final class Taps {

  /** The most elements along an axis. */
  static final int MOST_PER_AXIS = 4;

  private final int[] offsets = new int[MOST_PER_AXIS * MOST_PER_AXIS * MOST_PER_AXIS];
  private final double[] weights = new double[offsets.length];
  private int count;

  /** Elements along the axis that is added next: an index of -1 stands for a value of 0. */
  final int[] indices = new int[MOST_PER_AXIS];

  /** Their weights. */
  final double[] shares = new double[MOST_PER_AXIS];

  void clear() {
    count = 1;
    offsets[0] = 0;
    weights[0] = 1;
  }

  /** Adds an axis of {@code dim} elements of which {@code indices} has some. */
  void add(int dim, int elements) {
    int to = count * elements;
    for (int tap = count - 1; tap >= 0; tap--) {
      for (int e = elements - 1; e >= 0; e--) {
        to--;
        boolean outside = indices[e] < 0 || offsets[tap] < 0;
        double weight = weights[tap] * shares[e];
        offsets[to] = outside ? -1 : offsets[tap] * dim + indices[e];
        weights[to] = weight;
      }
    }
    count *= elements;
  }

  /** Adds an axis between whose elements the place lies, beyond which all is 0. */
  void addLinear(double x, int dim) {
    if (!(x > -1 && x < dim)) {
      indices[0] = -1;
      shares[0] = 0;
      add(dim, 1);
      return;
    }
    int low = (int) Math.floor(x);
    indices[0] = low;
    indices[1] = low + 1 < dim ? low + 1 : -1;
    shares[1] = x - low;
    shares[0] = 1 - shares[1];
    add(dim, 2);
  }

  /** The value at the place, of the image that begins at an element. */
  double sample(Tensor image, int from) {
    double sum = 0;
    for (int tap = 0; tap < count; tap++) {
      if (offsets[tap] >= 0) {
        sum += weights[tap] * Reals.get(image, from + offsets[tap]);
      }
    }
    return sum;
  }
}
