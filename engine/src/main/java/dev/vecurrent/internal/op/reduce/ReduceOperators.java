package dev.vecurrent.internal.op.reduce;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class ReduceOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("ArgMax", reader -> ArgExtreme.read(reader, false)),
          entry("ArgMin", reader -> ArgExtreme.read(reader, true)),
          entry("CumProd", reader -> CumSum.read(reader, true)),
          entry("CumSum", reader -> CumSum.read(reader, false)),
          entry("Hardmax", Hardmax::read),
          entry("LogSoftmax", reader -> Softmax.read(reader, true)),
          entry("ReduceL1", reader -> Reduce.read(reader, Reduce.Kind.L1)),
          entry("ReduceL2", reader -> Reduce.read(reader, Reduce.Kind.L2)),
          entry("ReduceLogSum", reader -> Reduce.read(reader, Reduce.Kind.LOG_SUM)),
          entry("ReduceLogSumExp", reader -> Reduce.read(reader, Reduce.Kind.LOG_SUM_EXP)),
          entry("ReduceMax", reader -> Reduce.read(reader, Reduce.Kind.MAX)),
          entry("ReduceMean", reader -> Reduce.read(reader, Reduce.Kind.MEAN)),
          entry("ReduceMin", reader -> Reduce.read(reader, Reduce.Kind.MIN)),
          entry("ReduceProd", reader -> Reduce.read(reader, Reduce.Kind.PROD)),
          entry("ReduceSum", reader -> Reduce.read(reader, Reduce.Kind.SUM)),
          entry("ReduceSumSquare", reader -> Reduce.read(reader, Reduce.Kind.SUM_SQUARE)),
          entry("Softmax", reader -> Softmax.read(reader, false)));

  private ReduceOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
