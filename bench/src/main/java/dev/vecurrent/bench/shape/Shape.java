package dev.vecurrent.bench.shape;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/**
 * Stacked recurrent layers and one call of them.
 *
 * @param cell the cell of every layer
 * @param input input features of the first layer (I); the others read {@code directions * hidden}
 * @param hidden units of a direction (H)
 * @param batch sequences (N)
 * @param steps time steps (T)
 * @param layers stacked layers
 * @param directions 1, or 2 for bidirectional layers (D)
 */
public record Shape(
    CellKind cell, int input, int hidden, int batch, int steps, int layers, int directions) {

  /** Checks the ranges. */
  @JsonCreator
  public Shape {
    if (input < 1 || hidden < 1 || batch < 1 || steps < 1 || layers < 1) {
      throw new IllegalArgumentException(
          "sizes must be 1 or more: I=%d H=%d N=%d T=%d layers=%d"
              .formatted(input, hidden, batch, steps, layers));
    }
    if (directions != 1 && directions != 2) {
      throw new IllegalArgumentException("directions: 1 or 2, found " + directions);
    }
  }

  /** One forward layer with I = H. */
  public Shape(String cell, int hidden, int batch, int steps) {
    this(CellKind.of(cell), hidden, hidden, batch, steps, 1, 1);
  }

  /** Features that a layer reads; 0 is the first layer. */
  public int layerInput(int layer) {
    return layer == 0 ? input : directions * hidden;
  }

  /** Multiplications and additions of one call, activations not counted. */
  public double flops() {
    double perStep = 0;
    for (int layer = 0; layer < layers; layer++) {
      perStep += 2.0 * cell.gates() * hidden * (layerInput(layer) + hidden) * directions;
    }
    return perStep * steps * batch;
  }

  /** Bytes of W of one direction of a layer. */
  public long inputWeightBytes(int layer) {
    return 4L * cell.gates() * hidden * layerInput(layer);
  }

  /** Bytes of R of one direction of a layer. */
  public long recurrentWeightBytes() {
    return 4L * cell.gates() * hidden * hidden;
  }

  /** Bytes of all W and R. */
  public long weightBytes() {
    long bytes = 0;
    for (int layer = 0; layer < layers; layer++) {
      bytes += directions * (inputWeightBytes(layer) + recurrentWeightBytes());
    }
    return bytes;
  }

  /** The same number in every process, other than the hash code. */
  public long seed() {
    long seed = cell.label().hashCode(); // the same by specification
    for (int size : new int[] {input, hidden, batch, steps, layers, directions}) {
      seed = 31 * seed + size;
    }
    return seed;
  }

  /** In one word, for filters: {@code lstm-i128-h128-n1-t100-l1-d1}. */
  public String key() {
    return String.format(
        Locale.ROOT,
        "%s-i%d-h%d-n%d-t%d-l%d-d%d",
        cell,
        input,
        hidden,
        batch,
        steps,
        layers,
        directions);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s I=%d H=%d N=%d T=%d%s%s",
        cell,
        input,
        hidden,
        batch,
        steps,
        layers == 1 ? "" : " layers=" + layers,
        directions == 1 ? "" : " directions=" + directions);
  }
}
