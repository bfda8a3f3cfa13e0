package dev.vecurrent.internal.op.matmul;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class MatmulOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("Det", Determinant::read),
          entry("Einsum", Einsum::read),
          entry("Gemm", Gemm::read),
          entry("MatMul", MatMul::read));

  private MatmulOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
