package dev.vecurrent.internal.op.legacy;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.elementwise.Unary;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class LegacyOperators {

  private static final String ATEN =
      "is a function of PyTorch that the exporter found no ONNX operator for; export again with"
          + " operator_export_type ONNX, or with a newer PyTorch";

  private static final String GRU_UNIT =
      "is an experiment that no runtime has; export the cell as GRU, or step by step";

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("ATen", reader -> refused(reader, ATEN)),
          entry("Affine", Experiments::affine),
          entry("ConstantFill", Fill::constant),
          entry("Crop", Crop::read),
          entry("GRUUnit", reader -> refused(reader, GRU_UNIT)),
          entry("GivenTensorFill", Fill::given),
          entry("ImageScaler", ImageScaler::read),
          entry("ParametricSoftplus", Experiments::parametricSoftplus),
          entry("Scale", Experiments::scale),
          entry("ScaledTanh", Experiments::scaledTanh));

  private LegacyOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }

  /** Refuses an operator that never became one, with what to do about it. */
  private static Operator refused(NodeReader reader, String advice) {
    reader.refuse("", "", advice);
    return Unary.read(reader, 1, (x, at, out, outAt, size, _) -> {}, x -> x);
  }
}
