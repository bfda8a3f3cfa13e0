package dev.vecurrent;

import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.WeightLayout;

/** Weights of a direction from a named layout to ONNX's. */
final class GateReorder {

  private final Cell cell;
  private final WeightLayout layout;

  GateReorder(Cell cell, WeightLayout layout) {
    this.cell = cell;
    this.layout = layout;
  }

  /** Writes {@code [G*H, depth]} to an offset. */
  void matrix(String name, float[] from, int depth, float[] to, int at) {
    int hidden = cell.hiddenSize();
    int rows = cell.gates() * hidden;
    check(name, from, rows * depth);
    for (int gate = 0; gate < cell.gates(); gate++) {
      for (int unit = 0; unit < hidden; unit++) {
        int row = layout.source(cell, gate) * hidden + unit;
        int toRow = at + (gate * hidden + unit) * depth;
        for (int k = 0; k < depth; k++) {
          to[toRow + k] = from[layout.isTransposed() ? k * rows + row : row * depth + k];
        }
      }
    }
  }

  /** Writes {@code [G*H]} to an offset; an empty bias is zero. */
  void bias(String name, float[] from, float[] to, int at) {
    int hidden = cell.hiddenSize();
    if (from.length == 0) {
      return;
    }
    check(name, from, cell.gates() * hidden);
    for (int gate = 0; gate < cell.gates(); gate++) {
      System.arraycopy(from, layout.source(cell, gate) * hidden, to, at + gate * hidden, hidden);
    }
  }

  private void check(String name, float[] weight, int expected) {
    if (weight.length != expected) {
      throw new IllegalArgumentException(
          "%s of %s: expected %d floats, found %d"
              .formatted(name, cell.operator(), expected, weight.length));
    }
  }
}
