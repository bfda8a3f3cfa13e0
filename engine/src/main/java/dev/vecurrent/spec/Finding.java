package dev.vecurrent.spec;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.internal.advice.Advice;

/**
 * One reason why a model is refused.
 *
 * @param node name of the node, or a description of the place where no node is concerned
 * @param operator the operator of the node, or empty
 * @param field the attribute, input or field concerned, or empty
 * @param value what was found there, or empty
 * @param reason what is wrong with it and what was expected
 */
public record Finding(String node, String operator, String field, String value, String reason) {

  /** Shows what a file says on one line, whatever characters it has. */
  public Finding {
    node = Printable.line(node);
    operator = Printable.line(operator);
    field = Printable.line(field);
    value = Printable.line(value);
    reason = Printable.line(reason);
  }

  /**
   * What to do about it: which option of an exporter, which tool, or which cut; empty where the
   * reason says it.
   */
  public String advice() {
    return Advice.of(operator, field + " " + value + ": " + reason);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!node.isEmpty()) {
      text.append("node '").append(node).append("'");
    }
    if (!operator.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ").append('(').append(operator).append(')');
    }
    if (!field.isEmpty()) {
      text.append(text.isEmpty() ? "" : ", ").append(field);
      if (!value.isEmpty()) {
        text.append(" = ").append(value);
      }
    }
    return text.append(text.isEmpty() ? "" : ": ").append(reason).toString();
  }
}
