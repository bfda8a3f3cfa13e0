package dev.vecurrent.internal.op.matmul;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An equation of Einsum. Axes have labels: letters, and negative numbers for those that an ellipsis
 * stands for, -1 being the last of them.
 */
final class EinsumEquation {

  private static final char ELLIPSIS = '.';

  private final List<String> operands;
  private final String output;
  private final boolean isImplicit;

  private EinsumEquation(List<String> operands, String output, boolean isImplicit) {
    this.operands = operands;
    this.output = output;
    this.isImplicit = isImplicit;
  }

  /**
   * Parses an equation such as {@code bij, bjk -> bik} or {@code ...ii->...i}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static EinsumEquation parse(String equation) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String inputs = arrow < 0 ? text : text.substring(0, arrow);
    List<String> operands = new ArrayList<>();
    for (String term : inputs.split(",", -1)) {
      operands.add(term(term, equation));
    }
    String output = arrow < 0 ? "" : term(text.substring(arrow + 2), equation);
    for (int i = 0; i < output.length(); i++) {
      char label = output.charAt(i);
      boolean known = operands.stream().anyMatch(term -> term.indexOf(label) >= 0);
      if (output.indexOf(label) != i || (!known && label != ELLIPSIS)) {
        throw new IllegalArgumentException(
            "label " + label + " of the output occurs twice or in no operand: " + equation);
      }
    }
    return new EinsumEquation(operands, output, arrow < 0);
  }

  /** A term with one character for an ellipsis. */
  private static String term(String text, String equation) {
    String term = text.replace("...", "" + ELLIPSIS);
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c != ELLIPSIS || term.indexOf(c) != i)) {
        throw new IllegalArgumentException("'" + c + "' in " + equation);
      }
    }
    return term;
  }

  int operands() {
    return operands.size();
  }

  /**
   * The label of each axis of an operand.
   *
   * @throws IllegalArgumentException if it has not as many axes as its term
   */
  int[] labels(int operand, int rank) {
    String term = operands.get(operand);
    boolean open = term.indexOf(ELLIPSIS) >= 0;
    int more = rank - (term.length() - (open ? 1 : 0));
    if (more < 0 || (more > 0 && !open)) {
      throw new IllegalArgumentException(
          "operand " + operand + " has rank " + rank + ", its term is " + shown(term));
    }
    return expanded(term, more);
  }

  private static String shown(String term) {
    return term.isEmpty() ? "empty" : term.replace("" + ELLIPSIS, "...");
  }

  private static int[] expanded(String term, int more) {
    int[] labels = new int[term.length() - (term.indexOf(ELLIPSIS) >= 0 ? 1 : 0) + more];
    int next = 0;
    for (int i = 0; i < term.length(); i++) {
      if (term.charAt(i) != ELLIPSIS) {
        labels[next++] = term.charAt(i);
      } else {
        for (int j = more; j > 0; j--) {
          labels[next++] = -j;
        }
      }
    }
    return labels;
  }

  /**
   * The label of each axis of the output.
   *
   * @param ellipsis the most axes that an ellipsis stands for in an operand
   */
  int[] outputLabels(int ellipsis) {
    if (!isImplicit) {
      boolean open = output.indexOf(ELLIPSIS) >= 0;
      return expanded(output, open ? ellipsis : 0);
    }
    Map<Character, Integer> counts = new TreeMap<>();
    for (String term : operands) {
      for (int i = 0; i < term.length(); i++) {
        counts.merge(term.charAt(i), 1, Integer::sum);
      }
    }
    StringBuilder once = new StringBuilder();
    counts.forEach((label, count) -> {
      if (label == ELLIPSIS) {
        once.insert(0, ELLIPSIS);
      } else if (count == 1) {
        once.append(label);
      }
    });
    return expanded(once.toString(), once.indexOf("" + ELLIPSIS) >= 0 ? ellipsis : 0);
  }
}
