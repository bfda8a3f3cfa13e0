package dev.vecurrent.onnx;

import java.util.Set;

/** What to do about operators that only ONNX Runtime has, or only on one processor. */
final class Advice {

  private static final String BEFORE =
      "give the file from before ONNX Runtime optimised it, or let it save the graph at level basic"
          + " or extended with its CPU execution provider";

  /** Weights of few bits. */
  private static final Set<String> FEW_BITS =
      Set.of("MatMulNBits", "MatMulBnb4", "MatMulFpQ4", "GatherBlockQuantized", "QMoE");

  /** Whole programs that generate text. */
  private static final Set<String> GENERATION =
      Set.of("BeamSearch", "GreedySearch", "Sampling", "WhisperBeamSearch");

  private Advice() {}

  /** The advice, empty where the domain is not one of ONNX Runtime's. */
  static String of(String domain, String operator) {
    return switch (domain) {
      case "com.microsoft.nchwc" ->
          "was written for the processor that the graph was saved on (optimisation level all): "
              + BEFORE;
      case "com.ms.internal.nhwc", "com.microsoft.dml", "com.microsoft.experimental" ->
          "is of one execution provider only: " + BEFORE;
      case "com.microsoft" -> microsoft(operator);
      default -> "";
    };
  }

  private static String microsoft(String operator) {
    if (operator.equals("DynamicQuantizeLSTM")) {
      return "quantised recurrent layers are not supported: give the model from before"
          + " quantisation, or leave LSTM out of it (op_types_to_quantize of quantize_dynamic)";
    }
    if (FEW_BITS.contains(operator)) {
      return "weights of 4 bits and fewer are not supported: give the model from before they were"
          + " quantised";
    }
    if (GENERATION.contains(operator)) {
      return "searches over generated text are not supported: export the decoder without it and"
          + " search in the program that calls it";
    }
    return "this operator of the domain is not supported: " + BEFORE;
  }
}
