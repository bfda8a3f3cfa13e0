package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an operator infers is what it does: full facts give exactly the shape of a run; facts with
 * dimensions or elements hidden never contradict it. (That answers are right is checked by ONNX's
 * backend cases, through the command line.)
 */
class OperatorTest {

  private static final long SEED = Long.getLong("vecurrent.seed", 42);

  /**
   * An operator with inputs.
   *
   * @param text what is shown
   * @param operator bound
   * @param inputs of a run
   * @param outputs how many
   */
  record Case(String text, Operator operator, List<Tensor> inputs, int outputs) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Case one(
      String name, int opset, Map<String, AttributeValue> attributes, int outputs, Tensor... in) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      names.add("i" + i);
    }
    List<String> outs = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      outs.add("o" + i);
    }
    List<Finding> findings = new ArrayList<>();
    Operator operator =
        Operators.create(new OperatorNode("n", name, opset, names, outs, attributes), findings);
    assertThat(findings).as(name).isEmpty();
    return new Case(
        name + opset + attributes.keySet() + Arrays.toString(in),
        Objects.requireNonNull(operator),
        List.of(in),
        outputs);
  }

  private static Map<String, AttributeValue> with(Object... pairs) {
    Map<String, AttributeValue> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      map.put(
          (String) pairs[i],
          value instanceof long[] ints
              ? new AttributeValue.OfInts(Arrays.stream(ints).boxed().toList())
              : new AttributeValue.OfInt(((Number) value).longValue()));
    }
    return map;
  }

  private static Tensor f(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    Random random = new Random(SEED);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() - 0.5f;
    }
    return tensor;
  }

  private static Tensor d(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT64, shape);
    Random random = new Random(SEED);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.doubles()[i] = random.nextDouble() - 0.5;
    }
    return tensor;
  }

  private static Tensor n(long... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor scalar(long value) {
    return Tensor.of(new long[] {value});
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String name : List.of("Add", "Sub", "Mul", "Div", "Pow", "Equal", "Less")) {
      cases.add(one(name, 13, Map.of(), 1, f(2, 1, 3), f(4, 1)));
      cases.add(one(name, 13, Map.of(), 1, n(4, 5, 6), n(2)));
      cases.add(one(name, 13, Map.of(), 1, f(0, 3), f(1, 3)));
    }
    for (String name :
        List.of(
            "Abs",
            "Acos",
            "Acosh",
            "Asin",
            "Asinh",
            "Atan",
            "Atanh",
            "Ceil",
            "Celu",
            "Cos",
            "Cosh",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Hardmax",
            "IsInf",
            "IsNaN",
            "LeakyRelu",
            "Log",
            "Mish",
            "Neg",
            "Reciprocal",
            "Relu",
            "Round",
            "Selu",
            "Shrink",
            "Sigmoid",
            "Sign",
            "Sin",
            "Sinh",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Swish",
            "Tan",
            "Tanh",
            "ThresholdedRelu")) {
      cases.add(one(name, 24, Map.of(), 1, f(3, 5)));
      cases.add(one(name, 24, Map.of(), 1, d(3, 0)));
      cases.add(one(name, 24, Map.of(), 1, d(7)));
    }
    for (String name : List.of("Abs", "Neg", "Relu", "Shrink", "Sign", "BitwiseNot")) {
      cases.add(one(name, 24, Map.of(), 1, n(-3, 0, 9)));
    }
    for (String name : List.of("LessOrEqual", "Greater", "GreaterOrEqual")) {
      cases.add(one(name, 13, Map.of(), 1, f(2, 1, 3), f(4, 1)));
      cases.add(one(name, 13, Map.of(), 1, n(4, 5, 6), n(5)));
    }
    for (String name : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor", "Mod")) {
      cases.add(one(name, 18, Map.of(), 1, n(4, -5, 6), n(3)));
    }
    for (String name : List.of("Sum", "Mean")) {
      cases.add(one(name, 13, Map.of(), 1, f(2, 1, 3), f(4, 1), f(1)));
      cases.add(one(name, 13, Map.of(), 1, d(5)));
    }
    cases.add(one("Mod", 13, with("fmod", 1), 1, f(2, 1, 3), f(4, 1)));
    cases.add(one("PRelu", 9, Map.of(), 1, f(2, 4, 3), f(4, 1)));
    cases.add(one("PRelu", 9, Map.of(), 1, n(-4, 5), n(3)));
    cases.add(one("CastLike", 15, Map.of(), 1, f(2, 4), n(3)));
    cases.add(one("Pow", 13, Map.of(), 1, n(4, 5, 6), f(3)));
    cases.add(one("Shape", 13, Map.of(), 1, f(2, 0, 7)));
    cases.add(one("Shape", 15, with("start", -2, "end", 9), 1, f(2, 4, 7)));
    cases.add(one("Gather", 13, with("axis", 1), 1, f(2, 3, 4), n(0, -1)));
    cases.add(one("Gather", 13, Map.of(), 1, n(7, 8, 9), scalar(-1)));
    cases.add(one("Slice", 9, with("starts", new long[] {1}, "ends", new long[] {9}), 1, f(4, 2)));
    cases.add(one("Slice", 13, Map.of(), 1, f(4, 5), n(-1, 0), n(-9, 4), n(0, 1), n(-2, 3)));
    cases.add(one("Slice", 13, Map.of(), 1, n(1, 2, 3, 4), n(3), n(Long.MIN_VALUE), n(0), n(-1)));
    cases.add(one("Squeeze", 11, with("axes", new long[] {-1, 0}), 1, f(1, 3, 1)));
    cases.add(one("Squeeze", 13, Map.of(), 1, f(1, 3, 1)));
    cases.add(one("Unsqueeze", 13, Map.of(), 1, f(2, 3), n(0, -1)));
    cases.add(one("Reshape", 13, Map.of(), 1, f(2, 3, 4), n(0, -1)));
    cases.add(one("Reshape", 14, with("allowzero", 1), 1, f(0, 3), n(3, 0)));
    cases.add(one("Flatten", 13, with("axis", 2), 1, f(2, 3, 4)));
    cases.add(one("Transpose", 13, with("perm", new long[] {2, 0, 1}), 1, f(2, 3, 4)));
    cases.add(one("Transpose", 13, Map.of(), 1, f(2, 3, 4)));
    cases.add(one("Concat", 13, with("axis", -1), 1, f(2, 3), f(2, 0), f(2, 4)));
    cases.add(one("Concat", 13, with("axis", 0), 1, n(1, 2), n(3)));
    cases.add(one("Split", 11, with("axis", 1, "split", new long[] {1, 3}), 2, f(2, 4)));
    cases.add(one("Split", 13, with("axis", 0), 2, f(4, 2)));
    cases.add(one("Split", 18, with("num_outputs", 3), 3, f(7, 2)));
    cases.add(one("Expand", 13, Map.of(), 1, f(3, 1), n(2, 1, 4)));
    cases.add(one("ConstantOfShape", 13, Map.of(), 1, n(2, 0, 3)));
    cases.add(one("Range", 13, Map.of(), 1, scalar(10), scalar(3), scalar(-2)));
    cases.add(one("Cast", 13, with("to", 7), 1, f(2, 2)));
    cases.add(one("Cast", 13, with("to", 10), 1, f(2, 2)));
    for (int opset : new int[] {11, 13}) {
      cases.add(one("Softmax", opset, with("axis", 1), 1, f(2, 3, 4)));
      cases.add(one("LogSoftmax", opset, Map.of(), 1, f(2, 3, 4)));
    }
    cases.add(one("ReduceMean", 13, with("axes", new long[] {1}), 1, f(2, 3, 4)));
    cases.add(one("ReduceSum", 13, with("keepdims", 0), 1, f(2, 3, 4), n(-1, 0)));
    cases.add(one("ReduceMax", 18, Map.of(), 1, f(2, 3)));
    cases.add(one("ReduceSum", 13, with("noop_with_empty_axes", 1), 1, f(2, 3)));
    cases.add(one("ReduceMax", 20, Map.of(), 1, Tensor.zeros(ElementType.BOOL, 2, 3), n(1)));
    cases.add(one("ReduceMin", 18, Map.of(), 1, f(2, 0, 3), n(1)));
    Tensor none = Tensor.of(new float[0], 0);
    Tensor scales = Tensor.of(new float[] {1, 2.5f, 0.5f}, 3);
    cases.add(one("Upsample", 9, Map.of(), 1, n(1, 2, 3), Tensor.of(new float[] {2}, 1)));
    cases.add(one("Resize", 10, Map.of(), 1, f(2, 3, 4), scales));
    cases.add(one("Resize", 11, Map.of(), 1, f(2, 3, 4), none, scales));
    cases.add(one("Resize", 11, Map.of(), 1, f(2, 3, 4), none, none, n(2, 5, 1)));
    cases.add(one("Resize", 13, Map.of(), 1, d(2, 0, 4), none, none, n(2, 0, 7)));
    cases.add(
        one("Resize", 18, with("axes", new long[] {-1, 0}), 1, f(2, 3, 4), none, none, n(9, 1)));
    cases.add(one("LpPool", 18, with("kernel_shape", new long[] {2, 3}), 1, f(2, 3, 4, 5)));
    cases.add(one("GlobalLpPool", 13, with("p", 3), 1, f(2, 3, 4, 5)));
    cases.add(one("MatMul", 13, Map.of(), 1, f(2, 1, 3, 4), f(5, 4, 2)));
    cases.add(one("MatMul", 13, Map.of(), 1, f(4), f(4)));
    cases.add(one("MatMul", 13, Map.of(), 1, f(3, 0), f(0, 2)));
    cases.add(one("Gemm", 13, with("transA", 1, "transB", 1), 1, f(3, 2), f(5, 3), f(5)));
    for (String name : List.of("Max", "Min")) {
      cases.add(one(name, 13, Map.of(), 1, f(2, 1, 3), f(4, 1), f(1)));
      cases.add(one(name, 13, Map.of(), 1, n(4, 5, 6), n(5)));
      cases.add(one(name, 8, Map.of(), 1, f(0, 3), f(1, 3)));
    }
    cases.add(one("Clip", 13, Map.of(), 1, f(2, 3), Tensor.of(new float[1])));
    cases.add(one("Tile", 13, Map.of(), 1, f(2, 3), n(2, 3)));
    cases.add(one("Tile", 13, Map.of(), 1, n(4, 5), n(2)));
    cases.add(one("Tile", 13, Map.of(), 1, f(2, 3), n(0, 3)));
    cases.add(one("ArgMax", 13, with("axis", -2), 1, f(2, 3, 4)));
    cases.add(one("ArgMax", 11, with("axis", 0, "keepdims", 0), 1, f(2, 3)));
    cases.add(one("LayerNormalization", 17, Map.of(), 3, f(2, 3, 4), f(4), f(1, 4)));
    cases.add(one("LayerNormalization", 17, with("axis", 1), 2, f(2, 3, 4), f(3, 4)));
    cases.add(
        one("Where", 13, Map.of(), 1, Tensor.zeros(ElementType.BOOL, 2, 1), f(1, 3), f(2, 3)));
    return cases;
  }

  private static Tensor[] run(Case one, List<Fact> facts) {
    Tensor[] out = new Tensor[one.outputs()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Tensor.growable(facts.get(i).type());
    }
    one.operator().run(one.inputs().toArray(Tensor[]::new), out, new Workspace());
    return out;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void factsOfKnownInputsAreExact(Case one) {
    @Nullable Fact[] facts = one.inputs().stream().map(Fact::of).toArray(Fact[]::new);
    List<Fact> inferred = List.of(one.operator().infer(facts));
    Tensor[] out = run(one, inferred);
    for (int i = 0; i < out.length; i++) {
      assertThat(inferred.get(i).dims()).isEqualTo(out[i].shape());
      consistent(inferred.get(i), out[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void factsOfPartlyKnownInputsNeverContradict(Case one) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    Tensor[] out =
        run(
            one,
            List.of(
                one.operator().infer(one.inputs().stream().map(Fact::of).toArray(Fact[]::new))));
    for (int round = 0; round < 200; round++) {
      @Nullable
      Fact[] facts =
          one.inputs().stream().map(tensor -> hidden(random, tensor)).toArray(Fact[]::new);
      Fact[] inferred = one.operator().infer(facts);
      for (int i = 0; i < out.length; i++) {
        consistent(inferred[i], out[i]);
      }
    }
  }

  private static Fact hidden(Random random, Tensor tensor) {
    if (random.nextInt(4) == 0) {
      return Fact.of(tensor);
    }
    if (random.nextInt(6) == 0) {
      return Fact.of(tensor.type());
    }
    boolean keepShape = random.nextBoolean();
    int[] dims = tensor.shape();
    for (int i = 0; i < dims.length && !keepShape; i++) {
      dims[i] = random.nextBoolean() ? Fact.UNKNOWN : dims[i];
    }
    Element[] elements = null;
    if (keepShape && tensor.type() == ElementType.INT64 && random.nextBoolean()) {
      elements = Element.of(Arrays.copyOf(tensor.longs(), tensor.size()));
      for (int i = 0; i < elements.length; i++) {
        elements[i] = random.nextBoolean() ? Element.unknown() : elements[i];
      }
    }
    return new Fact(tensor.type(), dims, elements, null);
  }

  private static void consistent(Fact fact, Tensor actual) {
    assertThat(fact.type()).isEqualTo(actual.type());
    int[] dims = fact.dims();
    if (dims != null) {
      assertThat(dims).hasSize(actual.rank());
      for (int i = 0; i < dims.length; i++) {
        assertThat(dims[i]).isIn(Fact.UNKNOWN, actual.dim(i));
      }
    }
    Element[] elements = fact.elements();
    if (elements != null && actual.type() == ElementType.INT64) {
      assertThat(elements).hasSize(actual.size());
      for (int i = 0; i < elements.length; i++) {
        assertThat(elements[i]).isIn(Element.unknown(), Element.of(actual.longs()[i]));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 47, 48, 49, 97})
  void packedProductsHaveTheBitsOfPlainOnes(int rows) {
    for (int columns : new int[] {1, 5, 16, 31, 32, 33, 70}) {
      for (int depth : new int[] {1, 3, 40}) {
        Tensor a = f(rows, depth);
        List<Case> products =
            List.of(
                one("MatMul", 13, Map.of(), 1, a, f(depth, columns)),
                one("Gemm", 13, Map.of(), 1, a, f(depth, columns), f(columns)),
                one("Gemm", 13, with("transB", 1), 1, a, f(columns, depth)));
        for (Case plain : products) {
          @Nullable Tensor[] constants = {null, plain.inputs().get(1), null};
          for (Kernels kernels : List.of(TestKernels.best(), Kernels.scalar())) {
            Operator packed = plain.operator().withConstants(constants, Packing.unlimited(kernels));
            assertThat(packed.describe()).contains("packed");
            Case same = new Case(plain.text(), packed, plain.inputs(), 1);
            List<Fact> type = List.of(Fact.of(ElementType.FLOAT32));
            assertThat(run(same, type)[0].floats()).isEqualTo(run(plain, type)[0].floats());
          }
        }
      }
    }
  }

  @Test
  void shapesThatDoNotFitAreRefusedBeforeAndInARun() {
    List<Case> wrong =
        List.of(
            one("Add", 13, Map.of(), 1, f(2), f(3)),
            one("MatMul", 13, Map.of(), 1, f(2, 3), f(2, 3)),
            one("Gemm", 13, Map.of(), 1, f(2, 3), f(2, 3)),
            one("Concat", 13, with("axis", 0), 1, f(2, 3), f(2, 4)),
            one("Gather", 13, with("axis", 2), 1, f(2, 3), n(0)),
            one("Squeeze", 13, Map.of(), 1, f(2, 3), n(0)),
            one("Unsqueeze", 13, Map.of(), 1, f(2, 3), n(7)),
            one("Transpose", 13, with("perm", new long[] {0, 0}), 1, f(2, 3)),
            one("Split", 13, with("axis", 0), 2, f(3)),
            one("Softmax", 13, with("axis", 3), 1, f(2, 3)),
            one("ReduceSum", 13, Map.of(), 1, f(2, 3), n(5)),
            one("Resize", 10, Map.of(), 1, f(2, 3), Tensor.of(new float[] {2}, 1)),
            one("Resize", 10, Map.of(), 1, f(2, 3), Tensor.of(new float[] {2, 0}, 2)),
            one("Resize", 13, Map.of(), 1, f(2, 0), f(0), f(0), n(2, 3)),
            one("Resize", 13, Map.of(), 1, f(2, 3), f(0), f(2), n(2, 3)),
            one("Upsample", 9, Map.of(), 1, f(2), Tensor.of(new float[] {0.5f}, 1)),
            one("LpPool", 18, with("kernel_shape", new long[] {2}), 1, f(2, 3, 4, 5)),
            one("Max", 13, Map.of(), 1, f(2), f(2), f(3)),
            one("PRelu", 13, Map.of(), 1, f(1), f(3)),
            one("PRelu", 13, Map.of(), 1, f(2, 1), f(2, 3)),
            one("Hardmax", 13, with("axis", 3), 1, f(2, 3)),
            one("Clip", 13, Map.of(), 1, f(2, 3), f(2)),
            one("Tile", 13, Map.of(), 1, f(2, 3), n(2)),
            one("ArgMax", 13, with("axis", 2), 1, f(2, 3)),
            one("ArgMin", 13, Map.of(), 1, f()),
            one("LayerNormalization", 17, Map.of(), 1, f(2, 3), f(2)),
            one("Expand", 13, Map.of(), 1, f(2, 3), n(4, 2)));
    for (Case one : wrong) {
      @Nullable Fact[] facts = one.inputs().stream().map(Fact::of).toArray(Fact[]::new);
      assertThatThrownBy(() -> one.operator().infer(facts))
          .as(one.text())
          .isInstanceOf(IllegalArgumentException.class);
      List<Fact> types = new ArrayList<>();
      for (int i = 0; i < one.outputs(); i++) {
        types.add(Fact.of(one.inputs().getFirst().type()));
      }
      assertThatThrownBy(() -> run(one, types))
          .as(one.text())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void valuesThatDoNotFitAreRefusedInARun() {
    List<Case> wrong =
        List.of(
            one("Gather", 13, Map.of(), 1, f(2), n(2)),
            one("Reshape", 13, Map.of(), 1, f(2, 3), n(4, -1)),
            one("Div", 13, Map.of(), 1, n(1), n(0)),
            one("Mod", 13, Map.of(), 1, n(1), n(0)),
            one("Mod", 13, with("fmod", 1), 1, n(1), n(0)),
            one("Slice", 13, Map.of(), 1, f(3), n(0), n(2), n(0), n(0)),
            one("ConstantOfShape", 13, Map.of(), 1, n(-1)),
            one("ConstantOfShape", 13, Map.of(), 1, n(1L << 40)),
            one("Range", 13, Map.of(), 1, scalar(0), scalar(1), scalar(0)));
    for (Case one : wrong) {
      List<Fact> types =
          List.of(
              Fact.of(
                  one.text().startsWith("C")
                      ? ElementType.FLOAT32
                      : one.inputs().getFirst().type()));
      assertThatThrownBy(() -> run(one, types))
          .as(one.text())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void attributesThatAreNotKnownAreRefused() {
    List<Finding> findings = new ArrayList<>();
    OperatorNode node =
        new OperatorNode(
            "n", "Softmax", 13, List.of("x"), List.of("y"), with("axis", 1, "speed", 3));
    assertThat(Operators.create(node, findings)).isNull();
    assertThat(findings).singleElement().asString().contains("node 'n' (Softmax), speed");
    findings.clear();
    OperatorNode wrongType =
        new OperatorNode(
            "n", "Softmax", 13, List.of("x"), List.of("y"), with("axis", new long[] {1}));
    assertThat(Operators.create(wrongType, findings)).isNull();
    assertThat(findings).singleElement().asString().contains("expected Int");
    findings.clear();
    OperatorNode squeeze13 =
        new OperatorNode(
            "n", "Squeeze", 13, List.of("x"), List.of("y"), with("axes", new long[] {1}));
    assertThat(Operators.create(squeeze13, findings)).isNull();
  }
}
