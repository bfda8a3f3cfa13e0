package dev.vecurrent.internal.op.quant;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The quantised operators by name. */
public final class QuantOperators {

  private static final String CONTRIB = "com.microsoft.";

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("ConvInteger", ConvInteger::read),
          entry("DequantizeLinear", DequantizeLinear::read),
          entry("DynamicQuantizeLinear", DynamicQuantizeLinear::read),
          entry("MatMulInteger", MatMulInteger::read),
          entry("QLinearConv", QLinearConv::read),
          entry("QLinearMatMul", QLinearMatMul::read),
          entry("QuantizeLinear", QuantizeLinear::read),
          entry(CONTRIB + "DequantizeLinear", DequantizeLinear::contrib),
          entry(CONTRIB + "DynamicQuantizeMatMul", DynamicQuantizeMatMul::read),
          entry(CONTRIB + "MatMulIntegerToFloat", ScaledProduct::read),
          entry(CONTRIB + "QGemm", QGemm::read),
          entry(CONTRIB + "QLinearAdd", reader -> ThroughFloats.binary(reader, "Add")),
          entry(
              CONTRIB + "QLinearAveragePool", reader -> ThroughFloats.pool(reader, "AveragePool")),
          entry(CONTRIB + "QLinearConcat", ThroughFloats::concat),
          entry(CONTRIB + "QLinearConv", QLinearConv::contrib),
          entry(
              CONTRIB + "QLinearGlobalAveragePool",
              reader -> ThroughFloats.pool(reader, "GlobalAveragePool")),
          entry(
              CONTRIB + "QLinearLeakyRelu", reader -> ThroughFloats.unary(reader, "LeakyRelu", 16)),
          entry(CONTRIB + "QLinearMul", reader -> ThroughFloats.binary(reader, "Mul")),
          entry(
              CONTRIB + "QLinearReduceMean",
              reader -> ThroughFloats.unary(reader, "ReduceMean", 13)),
          entry(CONTRIB + "QLinearSigmoid", reader -> ThroughFloats.unary(reader, "Sigmoid", 13)),
          entry(CONTRIB + "QLinearSoftmax", ThroughFloats::softmax),
          entry(CONTRIB + "QLinearWhere", ThroughFloats::where),
          entry(CONTRIB + "QuantizeLinear", QuantizeLinear::contrib));

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

  /** Each operator's factory; names of other domains than ONNX's own stand behind them. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }

  /** Why an operator is refused and what a user can do, for some names that the table has not. */
  public static Map<String, String> advice() {
    return ADVICE;
  }
}
