package dev.vecurrent.cli;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An input of a model that records give: in rows, one sequence each, which are batched along an
 * axis; or whole, one record a call, where the model has no axis for the batch.
 *
 * @param info the input as the model declares it
 * @param batchAxis the axis of the batch; -1 where there is none
 */
record ScoreInput(ValueInfo info, int batchAxis) {

  private static final Set<ElementType> TYPES =
      Set.of(
          ElementType.FLOAT32,
          ElementType.FLOAT64,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.BOOL,
          ElementType.STRING);

  /** Whether records can give an input of this type and rank. */
  static boolean fits(ValueInfo info) {
    int rank = info.shape().map(List::size).orElse(0);
    return !info.isSequence() && TYPES.contains(info.type()) && rank > 0 && rank <= 4;
  }

  /** Whether the elements are tokens, or other integers. */
  boolean isIntegers() {
    return info.type() == ElementType.INT32 || info.type() == ElementType.INT64;
  }

  /** Whether a step may be one element: a token by number or by its text. */
  boolean isTokens() {
    return isIntegers() || info.type() == ElementType.STRING;
  }

  List<Dimension> dims() {
    return info.shape().orElseThrow();
  }

  int rank() {
    return dims().size();
  }

  /** The dimensions of a row: those of the input without that of the batch. */
  List<Dimension> rowDims() {
    List<Dimension> row = new ArrayList<>(dims());
    row.remove(batchAxis);
    return row;
  }

  boolean takesRows() {
    return batchAxis >= 0;
  }

  /**
   * Whether a record may give the whole input. Of a vector nothing else could be given; a matrix of
   * numbers is a sequence without a batch where a record gives lists of lists.
   */
  boolean takesWhole() {
    return batchAxis < 0 || (rank() == 2 && !isTokens() && info.type() != ElementType.BOOL);
  }

  /** The size of the batch where it is declared; -1 where it is free. */
  int fixedBatch() {
    return takesRows() ? dims().get(batchAxis).size() : -1;
  }

  /** This input with its batch on another axis. */
  ScoreInput withBatchAxis(int axis) {
    return new ScoreInput(info, axis);
  }

  /** The words for what a record gives, such as {@code a list of lists of numbers}. */
  String form() {
    boolean texts = info.type() == ElementType.STRING;
    String numbers = texts ? "texts" : isIntegers() ? "integers" : "numbers";
    int depth = takesRows() ? rank() - 1 : rank();
    return "a list of " + "lists of ".repeat(Math.max(0, depth - 1)) + numbers;
  }
}
