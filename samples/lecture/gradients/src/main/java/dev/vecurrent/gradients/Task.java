package dev.vecurrent.gradients;

import dev.vecurrent.text.Lines;
import java.io.IOException;
import java.util.List;
import org.ejml.simple.SimpleMatrix;

/** Sequences of digits 0 to 7, all of one length: the first symbol is marked, and asked later. */
record Task(List<String> sequences) {

  static final int SYMBOLS = 8;
  static final int INPUTS = SYMBOLS + 1; // a number for each symbol, of which one is 1; the mark

  static Task read(String name) throws IOException {
    return new Task(Lines.read(Task.class, name));
  }

  private int symbol(int row, int t) {
    return sequences.get(row).charAt(t) - '0';
  }

  /** What a network reads, {@code [steps * rows, INPUTS]}. */
  SimpleMatrix x() {
    int rows = sequences.size();
    SimpleMatrix x = new SimpleMatrix(sequences.getFirst().length() * rows, INPUTS);
    for (int at = 0; at < x.getNumRows(); at++) {
      x.set(at, symbol(at % rows, at / rows), 1);
      x.set(at, SYMBOLS, at < rows ? 1 : 0);
    }
    return x;
  }

  /** How many rows of logits, {@code [rows, SYMBOLS]}, are largest where the first symbol is. */
  int right(SimpleMatrix logits) {
    int right = 0;
    for (int row = 0; row < logits.getNumRows(); row++) {
      right += logits.get(row, symbol(row, 0)) == logits.getRow(row).elementMax() ? 1 : 0;
    }
    return right;
  }
}
