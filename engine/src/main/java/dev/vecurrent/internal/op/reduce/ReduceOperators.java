package dev.vecurrent.internal.op.reduce;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class ReduceOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "ArgMax",
          "ArgMin",
          "CumProd",
          "CumSum",
          "Hardmax",
          "LogSoftmax",
          "ReduceL1",
          "ReduceL2",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceProd",
          "ReduceSum",
          "ReduceSumSquare",
          "Softmax");

  private ReduceOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "ArgMax" -> ArgExtreme.read(reader, false);
      case "ArgMin" -> ArgExtreme.read(reader, true);
      case "CumProd" -> CumSum.read(reader, true);
      case "CumSum" -> CumSum.read(reader, false);
      case "Hardmax" -> Hardmax.read(reader);
      case "LogSoftmax" -> Softmax.read(reader, true);
      case "ReduceL1" -> Reduce.read(reader, Reduce.Kind.L1);
      case "ReduceL2" -> Reduce.read(reader, Reduce.Kind.L2);
      case "ReduceLogSum" -> Reduce.read(reader, Reduce.Kind.LOG_SUM);
      case "ReduceLogSumExp" -> Reduce.read(reader, Reduce.Kind.LOG_SUM_EXP);
      case "ReduceMax" -> Reduce.read(reader, Reduce.Kind.MAX);
      case "ReduceMean" -> Reduce.read(reader, Reduce.Kind.MEAN);
      case "ReduceMin" -> Reduce.read(reader, Reduce.Kind.MIN);
      case "ReduceProd" -> Reduce.read(reader, Reduce.Kind.PROD);
      case "ReduceSum" -> Reduce.read(reader, Reduce.Kind.SUM);
      case "ReduceSumSquare" -> Reduce.read(reader, Reduce.Kind.SUM_SQUARE);
      case "Softmax" -> Softmax.read(reader, false);
      default -> null;
    };
  }
}
