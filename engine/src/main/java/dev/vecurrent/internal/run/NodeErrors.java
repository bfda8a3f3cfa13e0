package dev.vecurrent.internal.run;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.limit.NodeFailedException;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.Node;

/** What leaves a run, or a compilation, when a node throws: always typed, always with its name. */
public final class NodeErrors {

  private NodeErrors() {}

  /** How messages name a node. */
  public static String words(String name, String operator) {
    return Printable.line("node '" + name + "' (" + operator + ")");
  }

  /** Why a node is refused when its model is compiled. */
  public static Finding finding(Node node, RuntimeException thrown) {
    String why =
        thrown instanceof IllegalArgumentException
            ? String.valueOf(thrown.getMessage())
            : "cannot be compiled, which is a defect of the engine: " + thrown;
    return new Finding(node.name(), node.operator(), "", "", why);
  }

  /**
   * What to throw instead: a refusal with the node before its message; the end of a call or a limit
   * with the innermost node; a {@link NodeFailedException} for anything that nobody foresaw.
   *
   * @param words how messages name the node
   */
  public static RuntimeException at(String words, RuntimeException thrown) {
    return switch (thrown) {
      case CallEndedException ended -> ended.at(words);
      case LimitExceededException limit -> limit.at(words);
      case NodeFailedException failed -> failed;
      case IllegalArgumentException refused ->
          new IllegalArgumentException(
              Printable.lineMessage(words + ": " + refused.getMessage()), refused);
      default -> new NodeFailedException(words, thrown);
    };
  }
}
