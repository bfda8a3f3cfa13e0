package dev.vecurrent.lecture;

/**
 * What an LSTM's cell still holds of each step. The cell is a sum: step t adds i_t * g_t, and each
 * later forget gate scales that term.
 *
 * @param shares {@code [T read][T written]}, 0 to 1: how much of the cell after step {@code read}
 *     is the term of step {@code written}, by absolute values summed over the units
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
record CellMemory(double[][] shares) {

  static CellMemory of(GateTrace trace) {
    int steps = trace.cell().length;
    double[][] shares = new double[steps][steps];
    for (int read = 0; read < steps; read++) {
      double[][] terms = terms(trace, read);
      double all = 0;
      for (int written = 0; written <= read; written++) {
        for (double term : terms[written]) {
          shares[read][written] += Math.abs(term);
        }
        all += shares[read][written];
      }
      for (int written = 0; written <= read; written++) {
        shares[read][written] /= all;
      }
    }
    return new CellMemory(shares);
  }

  /** The terms of the cell after a step, {@code [T written][H]}; their sum is the cell. */
  static double[][] terms(GateTrace trace, int read) {
    int units = trace.cell()[read].length;
    double[][] terms = new double[read + 1][units];
    for (int unit = 0; unit < units; unit++) {
      double kept = 1;
      for (int written = read; written >= 0; written--) {
        terms[written][unit] =
            kept * trace.input()[written][unit] * trace.candidate()[written][unit];
        kept *= trace.forget()[written][unit];
      }
    }
    return terms;
  }

  /** The share of all steps before {@code step} in the cell after step {@code read}. */
  double before(int step, int read) {
    double sum = 0;
    for (int written = 0; written < step; written++) {
      sum += shares[read][written];
    }
    return sum;
  }
}
