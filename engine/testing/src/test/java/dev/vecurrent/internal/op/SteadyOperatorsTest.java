package dev.vecurrent.internal.op;

import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steady runs of operators of every family that are the subject of no such test elsewhere. */
class SteadyOperatorsTest {

  private static final String ML = "ai.onnx.ml";

  /** A node, its inputs, and how many outputs it has. */
  private record Case(
      String domain,
      String operator,
      int opset,
      int outputs,
      Map<String, AttributeValue> attributes,
      List<Tensor> inputs) {

    @Override
    public String toString() {
      return operator + " of " + inputs;
    }
  }

  private static Case of(
      String operator, int opset, Map<String, AttributeValue> attributes, Tensor... inputs) {
    return new Case("", operator, opset, 1, attributes, List.of(inputs));
  }

  private static Case ml(
      String operator, Map<String, AttributeValue> attributes, Tensor... inputs) {
    return new Case(ML, operator, 1, 1, attributes, List.of(inputs));
  }

  private static Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (i * 37 % 19) / 7f;
    }
    return tensor;
  }

  private static Tensor longs(long... elements) {
    return Tensor.of(elements, elements.length);
  }

  private static Tensor bytes(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.UINT8, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.bytes()[i] = (byte) (i * 37);
    }
    return tensor;
  }

  static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    all.add(of("Det", 22, Map.of(), floats(3, 4, 4)));
    all.add(of("BitShift", 11, Nodes.with("direction", "LEFT"), bytes(3, 4), bytes(4)));
    all.add(of("CumSum", 14, Map.of(), bytes(3, 4), Tensor.of(new long[] {1})));
    all.add(of("CumProd", 26, Map.of(), floats(3, 4), Tensor.of(new long[] {1})));
    all.add(of("NegativeLogLikelihoodLoss", 22, Map.of(), floats(3, 4), longs(0, 3, 1)));
    Case loss = of("SoftmaxCrossEntropyLoss", 13, Map.of(), floats(3, 4), longs(0, 3, 1));
    all.add(new Case("", loss.operator, 13, 2, Map.of(), loss.inputs));
    all.add(of("Dropout", 22, Map.of(), floats(3, 4)));
    all.add(of("CenterCropPad", 18, Map.of(), floats(3, 4), longs(5, 2)));
    all.add(of("AffineGrid", 20, Map.of(), floats(1, 2, 3), longs(1, 2, 4, 5)));
    Tensor most = Tensor.of(new long[] {2});
    all.add(of("NonMaxSuppression", 11, Map.of(), floats(1, 5, 4), floats(1, 2, 5), most));
    all.add(new Case("", "Unique", 11, 4, Map.of(), List.of(floats(3, 9))));
    all.add(of("ReduceL1", 18, Map.of(), floats(3, 40)));
    all.add(of("ReduceL2", 18, Map.of(), floats(3, 40)));
    all.add(of("OneHot", 11, Map.of(), floats(3), Tensor.of(new long[] {4}), floats(2)));
    all.add(of("AveragePool", 18, pool(), floats(1, 2, 7, 7)));
    all.add(of("MaxPool", 12, Nodes.with("kernel_shape", new long[] {2, 2}), bytes(1, 2, 7, 7)));
    all.add(of("Affine", 1, Nodes.with("alpha", 2f, "beta", 1f), floats(3, 4)));
    all.add(of("ParametricSoftplus", 1, Nodes.with("alpha", 2f, "beta", 1f), floats(3, 4)));
    all.add(of("ScaledTanh", 1, Nodes.with("alpha", 2f, "beta", 1f), floats(3, 4)));
    all.add(of("Scale", 1, Nodes.with("scale", 2f), floats(3, 4)));
    all.add(of("Crop", 1, Nodes.with("border", new long[] {1, 1, 1, 1}), floats(1, 2, 5, 5)));
    all.add(
        of(
            "ImageScaler",
            1,
            Nodes.with("bias", new float[] {1, 2}, "scale", 2f),
            floats(1, 2, 3, 3)));
    float[] four = {1, 2, 3, 4};
    all.add(ml("Scaler", Nodes.with("offset", four, "scale", four), floats(3, 4)));
    for (String norm : List.of("MAX", "L1", "L2")) {
      all.add(ml("Normalizer", Nodes.with("norm", norm), floats(3, 4)));
    }
    all.add(ml("Binarizer", Nodes.with("threshold", 1f), floats(3, 4)));
    all.add(ml("Imputer", Nodes.with("imputed_value_floats", four), floats(3, 4)));
    long[] sizes = {4, 2};
    all.add(
        ml("FeatureVectorizer", Nodes.with("inputdimensions", sizes), floats(3, 4), floats(3, 2)));
    all.add(ml("OneHotEncoder", Nodes.with("cats_int64s", new long[] {1, 2, 3}), longs(1, 3)));
    all.add(ml("ArrayFeatureExtractor", Map.of(), floats(3, 4), longs(1, 3)));
    return all.stream();
  }

  private static Map<String, AttributeValue> pool() {
    long[] two = {2, 2};
    return Nodes.with("kernel_shape", two, "strides", two, "ceil_mode", 1, "count_include_pad", 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allocatesNothing(Case one) {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < one.outputs; i++) {
      outputs.add("y" + i);
    }
    List<Finding> findings = new ArrayList<>();
    OperatorNode node =
        new OperatorNode(
            "n",
            one.domain,
            one.operator,
            one.opset,
            Collections.nCopies(one.inputs.size(), "x"),
            outputs,
            one.attributes);
    Operator operator =
        Objects.requireNonNull(Operators.create(node, findings), () -> findings.toString());
    SteadyRun.assertAllocatesNothing(one.operator, operator, one.inputs.toArray(new Tensor[0]));
  }
}
