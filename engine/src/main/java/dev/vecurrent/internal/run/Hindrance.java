package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Printable;

/**
 * A node because of which sequences in pieces may give other answers than whole ones.
 *
 * @param node its name in the file; several names where nodes became one step
 * @param operator its operator
 * @param kind what is known of it
 * @param reason what it does, to be read behind its name
 */
public record Hindrance(String node, String operator, Kind kind, String reason) {

  /** What is known of a node that hinders. */
  public enum Kind {
    /** A layer that cannot go on where the last piece ended: streams are refused. */
    LAYER,
    /** It mixes time steps, and sees only those of a piece. */
    MIXES,
    /** It is not known what it does with time steps. */
    LOSES
  }

  /** Shows what a file says on one line, whatever characters it has. */
  public Hindrance {
    node = Printable.line(node);
    operator = Printable.line(operator);
  }

  /** Whether a model with such a node is never streamed. */
  public boolean refuses() {
    return kind == Kind.LAYER;
  }

  @Override
  public String toString() {
    return "node '" + node + "' (" + operator + ") " + reason;
  }
}
