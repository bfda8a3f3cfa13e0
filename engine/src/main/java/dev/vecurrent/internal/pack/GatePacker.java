package dev.vecurrent.internal.pack;

import dev.vecurrent.internal.limit.Watch;
import java.util.Arrays;

/**
 * Packs gate matrices for {@code Kernels.multiply}: transposed, interleaved by gate in blocks of
 * {@code L} units, in panels of {@code 2L} columns. Units are padded with zeros to whole blocks,
 * columns to whole panels.
 */
public final class GatePacker {

  private final int lanes;

  /** Packs for kernels with vectors of {@code lanes} floats (L). */
  public GatePacker(int lanes) {
    this.lanes = lanes;
  }

  /** Floats of one vector (L). */
  public int lanes() {
    return lanes;
  }

  /** Blocks of L units that hold {@code units}. */
  public int blocks(int units) {
    return Math.ceilDiv(units, lanes);
  }

  /** {@code units} rounded up to whole blocks. */
  public int padded(int units) {
    return blocks(units) * lanes;
  }

  /**
   * Units of two blocks. Wherever a multiple of them ends, whole panels end, whatever the number of
   * gates: {@link #rowSize} and {@link #matrixSize} of the units before tell where the next start.
   */
  public int unitsOfPanels() {
    return 2 * lanes;
  }

  /** Panels of 2L columns that hold {@code gates} gates of {@code units} units. */
  public int panels(int gates, int units) {
    return Math.ceilDiv(blocks(units) * gates, 2);
  }

  /**
   * Floats of one row of gates: whole panels.
   *
   * @throws IllegalArgumentException if they do not fit an array
   */
  public int rowSize(int gates, int units) {
    long size = Math.ceilDiv(Math.ceilDiv((long) units, lanes) * gates, 2) * 2 * lanes;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "rows of " + units + " units by " + gates + " gates are too large to be packed");
    }
    return (int) size;
  }

  /**
   * Floats of some packed gates: {@code rowSize * depth}.
   *
   * @throws IllegalArgumentException if they do not fit an array
   */
  public int matrixSize(int gates, int units, int depth) {
    long size = (long) rowSize(gates, units) * depth;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "weights of " + units + " units by " + depth + " inputs are too large to be packed");
    }
    return (int) size;
  }

  /**
   * Packs some gates of one direction of W or R.
   *
   * @param from holds {@code [*, units, depth]}, the gates one after the other
   * @param fromAt the first gate to pack
   * @param gates how many gates to pack
   * @param units units of a gate (H)
   * @param depth columns of the matrix (K): I or H
   * @param to receives {@link #matrixSize} floats, from 0
   * @param watch whether it goes on
   */
  public void matrix(
      float[] from, int fromAt, int gates, int units, int depth, float[] to, Watch watch) {
    int panel = 2 * lanes;
    int row = rowSize(gates, units);
    if (row > gates * units) {
      Arrays.fill(to, 0, row * depth, 0f); // columns of no unit
    }
    for (int gate = 0; gate < gates; gate++) {
      for (int unit = 0; unit < units; unit++) {
        watch.spend(depth);
        int column = column(gate, gates, unit);
        int toAt = column / panel * depth * panel + column % panel;
        int rowAt = fromAt + (gate * units + unit) * depth;
        for (int k = 0; k < depth; k++) {
          to[toAt + k * panel] = from[rowAt + k];
        }
      }
    }
  }

  /**
   * Packs biases of some gates, of which a second one may be added.
   *
   * @param from holds the biases, gate after gate
   * @param at the first bias
   * @param plusAt the first bias to add, or -1
   * @param gates how many gates
   * @param units units of a gate (H)
   * @param to receives {@code rowSize} floats, from 0
   */
  public void bias(float[] from, int at, int plusAt, int gates, int units, float[] to) {
    Arrays.fill(to, 0, rowSize(gates, units), 0f);
    for (int gate = 0; gate < gates; gate++) {
      for (int unit = 0; unit < units; unit++) {
        int j = gate * units + unit;
        to[column(gate, gates, unit)] = plusAt < 0 ? from[at + j] : from[at + j] + from[plusAt + j];
      }
    }
  }

  private int column(int gate, int gates, int unit) {
    return (unit / lanes * gates + gate) * lanes + unit % lanes;
  }
}
