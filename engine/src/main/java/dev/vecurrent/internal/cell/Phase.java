package dev.vecurrent.internal.cell;

/**
 * A part of a step: one product of states with gates of R, and then one epilogue.
 *
 * @param firstGate the first of R's gates that the product makes
 * @param gates how many it makes
 * @param start what its sums start from
 * @param reads the states that it multiplies
 */
public record Phase(int firstGate, int gates, Start start, Reads reads) {

  /** What the sums of a product start from. */
  public enum Start {
    /** The input's share of the gates with both biases; the product is of all gates. */
    GATES,
    /** The recurrent bias; the epilogue finds both shares apart. */
    BIAS
  }

  /** The states that a product reads. */
  public enum Reads {
    /** Hidden states before the step. */
    HIDDEN,
    /** What the phase before left in {@code reset}. */
    RESET
  }
}
