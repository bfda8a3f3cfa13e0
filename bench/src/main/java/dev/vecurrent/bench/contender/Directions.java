package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.Shape;

/** The order of directions in a sequence of states. */
final class Directions {

  private Directions() {}

  /** {@code [T, N, D*H]} as {@code [T, D, N, H]}. */
  static float[] apart(Shape shape, float[] joined) {
    int hidden = shape.hidden();
    int directions = shape.directions();
    float[] y = new float[joined.length];
    for (int t = 0; t < shape.steps(); t++) {
      for (int n = 0; n < shape.batch(); n++) {
        for (int d = 0; d < directions; d++) {
          int from = ((t * shape.batch() + n) * directions + d) * hidden;
          int to = ((t * directions + d) * shape.batch() + n) * hidden;
          System.arraycopy(joined, from, y, to, hidden);
        }
      }
    }
    return y;
  }
}
