package dev.vecurrent.limit;

import dev.vecurrent.internal.Printable;
import java.util.Locale;

/**
 * Memory that a model asks for beyond a limit of {@code CompileOptions}. Nothing of that size has
 * been allocated.
 */
public final class LimitExceededException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String node;
  private final String limit;
  private final long needed;
  private final long most;

  /**
   * A refusal.
   *
   * @param limit name of the limit, such as {@code sessionBytes}
   * @param what what the memory is for
   * @param needed bytes that are needed
   * @param most bytes that the limit allows
   * @param remedy what raises the limit
   */
  public LimitExceededException(String limit, String what, long needed, long most, String remedy) {
    super(
        Printable.lineMessage(
            String.format(
                Locale.ROOT,
                "%s: %,d bytes are needed, the limit %s is %,d bytes; %s",
                what,
                needed,
                limit,
                most,
                remedy)));
    this.node = "";
    this.limit = limit;
    this.needed = needed;
    this.most = most;
  }

  private LimitExceededException(String node, LimitExceededException first) {
    super(Printable.lineMessage(node + ": " + first.getMessage()));
    this.node = first.node.isEmpty() ? node : first.node;
    this.limit = first.limit;
    this.needed = first.needed;
    this.most = first.most;
    setStackTrace(first.getStackTrace());
  }

  /**
   * The same refusal at a node, or in the node around it.
   *
   * @param words how messages name the node
   */
  public LimitExceededException at(String words) {
    return new LimitExceededException(words, this);
  }

  /** The innermost node that asked, as messages name it; empty where it was none. */
  public String node() {
    return node;
  }

  /** Name of the limit, such as {@code sessionBytes}. */
  public String limit() {
    return limit;
  }

  /** Bytes that are needed; {@link Long#MAX_VALUE} stands for any larger number, too. */
  public long needed() {
    return needed;
  }

  /** Bytes that the limit allows. */
  public long most() {
    return most;
  }
}
