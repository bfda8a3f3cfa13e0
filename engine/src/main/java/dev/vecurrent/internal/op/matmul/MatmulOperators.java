package dev.vecurrent.internal.op.matmul;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class MatmulOperators {

  /** Names of the operators. */
  public static final List<String> NAMES = List.of("Det", "Einsum", "Gemm", "MatMul");

  private MatmulOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "Det" -> Determinant.read(reader);
      case "Einsum" -> Einsum.read(reader);
      case "Gemm" -> Gemm.read(reader);
      case "MatMul" -> MatMul.read(reader);
      default -> null;
    };
  }
}
