package dev.vecurrent.internal.parallel;

import java.util.ArrayList;
import java.util.List;

/**
 * How one call of one layer is split: each of its directions, into ranges of rows of the batch,
 * into ranges of units. Reused from call to call.
 */
public final class LayerSplit {

  private int directions = 1;
  private int rowParts = 1;
  private int unitParts = 1;
  private double gain = 1;

  /** One thread runs everything. */
  public void alone() {
    set(1, 1, 1, 1);
  }

  void set(int newDirections, int newRowParts, int newUnitParts, double newGain) {
    directions = newDirections;
    rowParts = newRowParts;
    unitParts = newUnitParts;
    gain = newGain;
  }

  /** Ranges of rows, each of which runs through all steps without waiting for others. */
  public int rowParts() {
    return rowParts;
  }

  /** Ranges of units, whose parts wait for each other in every step. */
  public int unitParts() {
    return unitParts;
  }

  /** All parts; 1 where the call is not split. */
  public int parts() {
    return directions * rowParts * unitParts;
  }

  /** How many times as fast as one thread this is expected to be. */
  public double gain() {
    return gain;
  }

  /** The split in words. */
  public String describe() {
    List<String> words = new ArrayList<>();
    if (directions > 1) {
      words.add("directions");
    }
    if (rowParts > 1) {
      words.add(rowParts + " ranges of rows");
    }
    if (unitParts > 1) {
      words.add(unitParts + " ranges of units");
    }
    return words.isEmpty() ? "one thread" : String.join(" by ", words);
  }
}
