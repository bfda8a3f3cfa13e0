package dev.vecurrent.internal.op.quant;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;
import java.util.Map;

/** The quantised operators by name. */
public final class QuantOperators {

  private static final String CONTRIB = "com.microsoft.";

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of(
          "ConvInteger",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "QLinearConv",
          "QLinearMatMul",
          "QuantizeLinear",
          CONTRIB + "DequantizeLinear",
          CONTRIB + "DynamicQuantizeMatMul",
          CONTRIB + "MatMulIntegerToFloat",
          CONTRIB + "QGemm",
          CONTRIB + "QLinearAdd",
          CONTRIB + "QLinearAveragePool",
          CONTRIB + "QLinearConcat",
          CONTRIB + "QLinearConv",
          CONTRIB + "QLinearGlobalAveragePool",
          CONTRIB + "QLinearLeakyRelu",
          CONTRIB + "QLinearMul",
          CONTRIB + "QLinearReduceMean",
          CONTRIB + "QLinearSigmoid",
          CONTRIB + "QLinearSoftmax",
          CONTRIB + "QLinearWhere",
          CONTRIB + "QuantizeLinear");

  private static final String BEFORE =
      "is not supported; give the model from before dynamic quantisation, whose ";

  /** What to do about operators of this family that there are not. */
  private static final Map<String, String> ADVICE =
      Map.of(
          CONTRIB + "DynamicQuantizeLSTM",
          BEFORE + "LSTM is in FLOAT32 (quantize_dynamic with op_types_to_quantize without LSTM)",
          CONTRIB + "QAttention",
          BEFORE + "Attention is in FLOAT32",
          CONTRIB + "QEmbedLayerNormalization",
          BEFORE + "EmbedLayerNormalization is in FLOAT32",
          CONTRIB + "MatMulNBits",
          "is not supported; give the model from before its weights became 4 bits, or one whose"
              + " weights go through DequantizeLinear (quant_format QDQ)",
          CONTRIB + "MatMulBnb4",
          "is not supported; give the model from before its weights became 4 bits");

  private QuantOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "ConvInteger" -> ConvInteger.read(reader);
      case "DequantizeLinear" -> DequantizeLinear.read(reader);
      case "DynamicQuantizeLinear" -> DynamicQuantizeLinear.read(reader);
      case "MatMulInteger" -> MatMulInteger.read(reader);
      case "QLinearConv" -> QLinearConv.read(reader);
      case "QLinearMatMul" -> QLinearMatMul.read(reader);
      case "QuantizeLinear" -> QuantizeLinear.read(reader);
      case CONTRIB + "DequantizeLinear" -> DequantizeLinear.contrib(reader);
      case CONTRIB + "DynamicQuantizeMatMul" -> DynamicQuantizeMatMul.read(reader);
      case CONTRIB + "MatMulIntegerToFloat" -> ScaledProduct.read(reader);
      case CONTRIB + "QGemm" -> QGemm.read(reader);
      case CONTRIB + "QLinearAdd" -> ThroughFloats.binary(reader, "Add");
      case CONTRIB + "QLinearAveragePool" -> ThroughFloats.pool(reader, "AveragePool");
      case CONTRIB + "QLinearConcat" -> ThroughFloats.concat(reader);
      case CONTRIB + "QLinearConv" -> QLinearConv.contrib(reader);
      case CONTRIB + "QLinearGlobalAveragePool" -> ThroughFloats.pool(reader, "GlobalAveragePool");
      case CONTRIB + "QLinearLeakyRelu" -> ThroughFloats.unary(reader, "LeakyRelu", 16);
      case CONTRIB + "QLinearMul" -> ThroughFloats.binary(reader, "Mul");
      case CONTRIB + "QLinearReduceMean" -> ThroughFloats.unary(reader, "ReduceMean", 13);
      case CONTRIB + "QLinearSigmoid" -> ThroughFloats.unary(reader, "Sigmoid", 13);
      case CONTRIB + "QLinearSoftmax" -> ThroughFloats.softmax(reader);
      case CONTRIB + "QLinearWhere" -> ThroughFloats.where(reader);
      case CONTRIB + "QuantizeLinear" -> QuantizeLinear.contrib(reader);
      default -> null;
    };
  }

  /** Why an operator is refused and what a user can do, for some names that the table has not. */
  public static Map<String, String> advice() {
    return ADVICE;
  }
}
