package dev.vecurrent.onnx.random;

import java.util.function.Consumer;

/**
 * How a node of an operator is drawn.
 *
 * @param operator of ONNX
 * @param since the first opset that the recipe writes
 * @param until the last one
 * @param draw adds a node, or some; throws {@link Discarded} where it comes to nothing
 */
record Recipe(String operator, int since, int until, Consumer<Draft> draw) {

  static Recipe of(String operator, Consumer<Draft> draw) {
    return since(1, operator, draw);
  }

  static Recipe since(int since, String operator, Consumer<Draft> draw) {
    return new Recipe(operator, since, Integer.MAX_VALUE, draw);
  }

  boolean goesWith(int opset) {
    return opset >= since && opset <= until;
  }
}
