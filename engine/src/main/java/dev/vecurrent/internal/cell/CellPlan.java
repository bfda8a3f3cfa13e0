package dev.vecurrent.internal.cell;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.StepEpilogue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Rnn;
import java.util.List;

/**
 * A cell as layers run it: its sizes, and its phases with their epilogues. Who runs it asks nothing
 * else, so that a new cell is a new plan. Immutable and shared by threads.
 */
public abstract class CellPlan {

  private final String operator;
  private final Direction direction;
  private final int hiddenSize;
  private final int gates;
  private final int states;
  private final List<Phase> phases;

  /** Asked for by every split of a call. */
  private final boolean hasReset;

  /**
   * A plan.
   *
   * @param operator the name of the cell in words
   * @param direction which way sequences are read
   * @param hiddenSize units (H), or 0 to take them from the shape of R
   * @param gates of W and R (G)
   * @param states 1 for hidden states, 2 for cell states beside them
   * @param phases of a step, in order
   */
  protected CellPlan(
      String operator,
      Direction direction,
      int hiddenSize,
      int gates,
      int states,
      List<Phase> phases) {
    this.operator = operator;
    this.direction = direction;
    this.hiddenSize = hiddenSize;
    this.gates = gates;
    this.states = states;
    this.phases = List.copyOf(phases);
    boolean resets = false;
    for (Phase phase : phases) {
      resets |= phase.reads() == Phase.Reads.RESET;
    }
    this.hasReset = resets;
  }

  /** The plan of an ONNX cell. */
  public static CellPlan of(Cell cell) {
    // No switch over types: the JVM takes milliseconds of a process's first call to link one.
    if (cell instanceof Lstm lstm) {
      return new LstmPlan(lstm);
    }
    return cell instanceof Gru gru ? new GruPlan(gru) : new RnnPlan((Rnn) cell);
  }

  /**
   * What follows the product of a phase.
   *
   * @param phase its index
   * @param d the direction
   * @param peepholes whether there are weights P
   */
  public abstract StepEpilogue epilogue(Kernels kernels, int phase, int d, boolean peepholes);

  /** The epilogues in words. */
  public abstract String describe(boolean peepholes);

  /** Peepholes of P, by unit; 0 where the cell has none. */
  public int peepholes() {
    return 0;
  }

  /** The name of the cell in words. */
  public final String operator() {
    return operator;
  }

  /** Which way sequences are read. */
  public final Direction direction() {
    return direction;
  }

  /** Directions (D). */
  public final int directions() {
    return direction.count();
  }

  /** Units (H), or 0 where the shape of R tells them. */
  public final int hiddenSize() {
    return hiddenSize;
  }

  /** Gates (G) of W and R. */
  public final int gates() {
    return gates;
  }

  /** Whether there are cell states beside the hidden ones. */
  public final boolean hasCellStates() {
    return states > 1;
  }

  /** The phases of a step, in order. */
  public final List<Phase> phases() {
    return phases;
  }

  /** Whether a phase reads what the one before it made of the hidden states. */
  public final boolean hasReset() {
    return hasReset;
  }
}
