package dev.vecurrent.bench;

/**
 * One recurrent layer and one call of it.
 *
 * @param cell {@code lstm}, {@code gru} or {@code rnn}
 * @param hidden units and input features (H = I)
 * @param batch sequences (N)
 * @param steps time steps (T)
 */
record Shape(String cell, int hidden, int batch, int steps) {

  int gates() {
    return switch (cell) {
      case "lstm" -> 4;
      case "gru" -> 3;
      case "rnn" -> 1;
      default -> throw new IllegalArgumentException("cell: lstm, gru or rnn, found " + cell);
    };
  }

  /** Multiplications and additions of one call, activations not counted. */
  double flops() {
    return 4.0 * steps * batch * gates() * hidden * hidden;
  }
}
