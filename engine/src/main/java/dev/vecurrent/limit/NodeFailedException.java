package dev.vecurrent.limit;

import dev.vecurrent.internal.Printable;

/**
 * A node that failed in a way that the engine does not foresee: a defect of the engine, not a
 * refusal. The cause is what was thrown. The session can be used again.
 */
public final class NodeFailedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String node;

  /**
   * A failure.
   *
   * @param node how messages name the node
   * @param cause what was thrown
   */
  public NodeFailedException(String node, Throwable cause) {
    super(
        Printable.lineMessage(
            node
                + " failed: "
                + cause
                + ". This is a defect of the engine: please report it with the model"),
        cause);
    this.node = node;
  }

  /** The node, as messages name it. */
  public String node() {
    return node;
  }
}
