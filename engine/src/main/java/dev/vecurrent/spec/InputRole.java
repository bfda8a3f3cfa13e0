package dev.vecurrent.spec;

/**
 * What the recurrent layers of a model tell about one of its inputs.
 *
 * @param kind what the input is
 * @param timeAxis the axis of the time steps; -1 where there is none or it is not known
 * @param batchAxis the axis of the sequences; -1 where it is not known
 */
public record InputRole(Kind kind, int timeAxis, int batchAxis) {

  /** What an input is to the layers that it reaches. */
  public enum Kind {
    /** Steps of sequences, which become the X of layers, each step by itself. */
    SEQUENCES,
    /** The length of each sequence, {@code sequence_lens}. */
    LENGTHS,
    /** A state that layers start from, {@code initial_h} or {@code initial_c}. */
    STATE,
    /** Anything else, or an input of which layers tell nothing or contradict each other. */
    OTHER
  }

  /** Of an input of which nothing is known. */
  public static final InputRole UNKNOWN = new InputRole(Kind.OTHER, -1, -1);

  /** Whether layers tell which axes are time and batch. */
  public boolean isSequences() {
    return kind == Kind.SEQUENCES;
  }
}
