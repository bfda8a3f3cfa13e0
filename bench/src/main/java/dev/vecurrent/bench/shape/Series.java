package dev.vecurrent.bench.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sets of shapes that are measured together. */
public enum Series {
  /**
   * LSTM and GRU, I = H in {32, 64, 128, 256, 512, 1024} x N in {1, 8, 32, 64} x T in {1, 28, 100};
   * RNN on the diagonal of N x T: (1, 1), (8, 28) and (32, 100) for each H.
   */
  GRID,
  /** A corner of the grid: single steps, sequences, batches. */
  QUICK,
  /** H from 8 to 1024, one sequence of 100 steps. */
  HIDDEN,
  /** N from 1 to 64, H = 128, 28 steps. */
  BATCH,
  /** T from 1 to 256, H = 128, one sequence. */
  STEPS,
  /** One to four stacked layers, H = 128, 100 steps. */
  LAYERS,
  /** Forward and bidirectional, N in {1, 8}, H = 128, 100 steps. */
  DIRECTIONS,
  /** What threads are for: directions, layers, rows of a batch, units of a large layer. */
  THREADS,
  /** Single steps of small cells, the sizes of RTNeural's published table. */
  SMALL,
  /** Shapes for vector widths and plain loops; small enough for naive ones. */
  STRATEGIES,
  /** The table of named shapes. */
  NAMED;

  private static final List<String> GATED = List.of("lstm", "gru");

  /** What it is called. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its shapes, without repetition. */
  public List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    switch (this) {
      case GRID -> grid(shapes);
      case QUICK -> {
        for (String cell : GATED) {
          for (int hidden : new int[] {32, 64, 128, 256, 512}) {
            for (int[] call : new int[][] {{1, 1}, {1, 100}, {8, 28}, {32, 28}}) {
              shapes.add(new Shape(cell, hidden, call[0], call[1]));
            }
          }
        }
      }
      case HIDDEN -> {
        for (String cell : GATED) {
          for (int hidden : new int[] {8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024}) {
            shapes.add(new Shape(cell, hidden, 1, 100));
          }
        }
      }
      case BATCH -> {
        for (int batch : new int[] {1, 2, 3, 4, 6, 7, 8, 12, 16, 24, 32, 48, 64}) {
          shapes.add(new Shape("lstm", 128, batch, 28));
        }
      }
      case STEPS -> {
        for (int steps = 1; steps <= 256; steps *= 2) {
          shapes.add(new Shape("lstm", 128, 1, steps));
        }
      }
      case LAYERS -> {
        for (int layers = 1; layers <= 4; layers++) {
          shapes.add(new Shape(CellKind.LSTM, 128, 128, 1, 100, layers, 1));
        }
      }
      case DIRECTIONS -> {
        for (int batch : new int[] {1, 8}) {
          for (int directions = 1; directions <= 2; directions++) {
            shapes.add(new Shape(CellKind.LSTM, 128, 128, batch, 100, 1, directions));
          }
        }
      }
      case THREADS -> {
        shapes.add(new Shape(CellKind.LSTM, 128, 128, 1, 100, 1, 2));
        shapes.add(new Shape(CellKind.LSTM, 128, 128, 1, 100, 2, 1));
        for (int hidden : new int[] {32, 128, 256}) {
          shapes.add(new Shape("lstm", hidden, 32, 100));
        }
        for (int hidden : new int[] {32, 128, 256, 512, 1024}) {
          shapes.add(new Shape("lstm", hidden, 1, 28));
          shapes.add(new Shape("gru", hidden, 1, 28));
        }
      }
      case SMALL -> {
        for (String cell : GATED) {
          for (int hidden = 4; hidden <= 64; hidden *= 2) {
            shapes.add(new Shape(cell, hidden, 1, 1));
          }
        }
      }
      case STRATEGIES -> {
        for (String cell : GATED) {
          for (int hidden : new int[] {32, 64, 128, 256}) {
            for (int[] call : new int[][] {{1, 1}, {1, 28}, {8, 28}, {32, 4}}) {
              shapes.add(new Shape(cell, hidden, call[0], call[1]));
            }
          }
        }
      }
      case NAMED ->
          ShapeTable.read().stream().map(NamedShape::shape).distinct().forEach(shapes::add);
    }
    return shapes;
  }

  private static void grid(List<Shape> shapes) {
    int[] widths = {32, 64, 128, 256, 512, 1024};
    for (String cell : GATED) {
      for (int hidden : widths) {
        for (int batch : new int[] {1, 8, 32, 64}) {
          for (int steps : new int[] {1, 28, 100}) {
            shapes.add(new Shape(cell, hidden, batch, steps));
          }
        }
      }
    }
    for (int hidden : widths) {
      for (int[] call : new int[][] {{1, 1}, {8, 28}, {32, 100}}) {
        shapes.add(new Shape("rnn", hidden, call[0], call[1]));
      }
    }
  }
}
