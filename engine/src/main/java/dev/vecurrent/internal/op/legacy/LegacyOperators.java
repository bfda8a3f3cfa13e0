package dev.vecurrent.internal.op.legacy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.elementwise.Unary;
import dev.vecurrent.internal.op.elementwise.UnaryFunction;
import java.util.List;

/** The operators of this package by name. */
public final class LegacyOperators {

  private static final String ATEN =
      "is a function of PyTorch that the exporter found no ONNX operator for; export again with"
          + " operator_export_type ONNX, or with a newer PyTorch";

  private static final String GRU_UNIT =
      "is an experiment that no runtime has; export the cell as GRU, or step by step";

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "ATen",
          "Affine",
          "ConstantFill",
          "Crop",
          "GRUUnit",
          "GivenTensorFill",
          "ImageScaler",
          "ParametricSoftplus",
          "Scale",
          "ScaledTanh");

  private LegacyOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "ATen" -> refused(reader, ATEN);
      case "Affine" -> Experiments.affine(reader);
      case "ConstantFill" -> Fill.constant(reader);
      case "Crop" -> Crop.read(reader);
      case "GRUUnit" -> refused(reader, GRU_UNIT);
      case "GivenTensorFill" -> Fill.given(reader);
      case "ImageScaler" -> ImageScaler.read(reader);
      case "ParametricSoftplus" -> Experiments.parametricSoftplus(reader);
      case "Scale" -> Experiments.scale(reader);
      case "ScaledTanh" -> Experiments.scaledTanh(reader);
      default -> null;
    };
  }

  /** Refuses an operator that never became one, with what to do about it. */
  private static Operator refused(NodeReader reader, String advice) {
    reader.refuse("", "", advice);
    return Unary.slow(
        reader,
        1,
        new UnaryFunction.Each() {
          @Override
          public double of(double x) {
            return x;
          }
        });
  }
}
