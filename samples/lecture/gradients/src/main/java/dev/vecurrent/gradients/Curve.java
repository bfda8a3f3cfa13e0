package dev.vecurrent.gradients;

import java.io.IOException;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.simple.SimpleMatrix;

/**
 * What a network remembers.
 *
 * @param stage initial or trained
 * @param right how many of the held-back sequences it answers
 * @param norms of ds(1 + d) / ds(1) for d = 1, 2, ...; s(1) is the state after the marked symbol
 */
@SuppressWarnings("ArrayRecordComponent") // what a run found, never compared
record Curve(Network network, String stage, int right, double[] norms) {

  static Curve of(Network network, String stage, int distance) throws IOException {
    Recurrence recurrence = new Recurrence(network, stage);
    Task task = Task.read("held-back.txt");
    int right = task.right(recurrence.logits(task));
    return new Curve(network, stage, right, norms(recurrence, distance));
  }

  /** The norms of products of Jacobians, each of one step. */
  static double[] norms(Recurrence recurrence, int distance) throws IOException {
    SimpleMatrix x = Task.read("curve.txt").x();
    SimpleMatrix s = recurrence.run(x.getRow(0), recurrence.zeros(1));
    SimpleMatrix product = SimpleMatrix.identity(s.getNumCols());
    double[] norms = new double[distance];
    for (int d = 1; d <= distance; d++) {
      product = product.mult(recurrence.jacobian(x.getRow(d), s));
      norms[d - 1] = norm(product);
      s = recurrence.run(x.getRow(d), s);
    }
    return norms;
  }

  /** The largest singular value: how much a vector can grow. */
  static double norm(SimpleMatrix a) {
    double scale = a.elementMaxAbs(); // where all is tiny, the decomposition would find no end
    if (a.hasUncountable()) {
      return Double.NaN;
    }
    return scale == 0 ? 0 : scale * NormOps_DDRM.inducedP2(a.divide(scale).getDDRM());
  }
}
