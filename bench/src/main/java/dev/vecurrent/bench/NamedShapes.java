package dev.vecurrent.bench;

import java.util.ArrayList;
import java.util.List;

/** The shapes that are measured. */
final class NamedShapes {

  private NamedShapes() {}

  /** A corner of the grid H x N x T for each cell: single steps, sequences, batches. */
  static List<Shape> quick(List<String> cells) {
    List<Shape> shapes = new ArrayList<>();
    for (String cell : cells) {
      for (int hidden : new int[] {32, 64, 128, 256, 512}) {
        for (int[] call : new int[][] {{1, 1}, {1, 100}, {8, 28}, {32, 28}}) {
          shapes.add(new Shape(cell, hidden, call[0], call[1]));
        }
      }
    }
    return shapes;
  }
}
