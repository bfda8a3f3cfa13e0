package dev.vecurrent.internal.op.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.op.SteadyRun;
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
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Quantised operators: runs that allocate nothing, and inputs that do not fit. */
class QuantizedRunsTest {

  private static final int ROUNDS = Integer.getInteger("vecurrent.misfits", 20_000);

  private static final String CONTRIB = "com.microsoft.";

  /** An operator with inputs that fit it. */
  private record Case(String name, Map<String, AttributeValue> attributes, List<Tensor> inputs) {

    static Case of(String name, Tensor... inputs) {
      return new Case(name, Map.of(), List.of(inputs));
    }

    @Nullable
    Operator operator(Map<String, AttributeValue> other, List<Finding> findings) {
      String domain = name.startsWith(CONTRIB) ? "com.microsoft" : "";
      Map<String, AttributeValue> all = new HashMap<>(attributes);
      all.putAll(other);
      OperatorNode node =
          new OperatorNode(
              "node",
              domain,
              name.substring(name.lastIndexOf('.') + 1),
              domain.isEmpty() ? 23 : 1,
              Collections.nCopies(inputs.size(), "x"),
              List.of("y"),
              all);
      return Operators.create(node, findings);
    }
  }

  private static Tensor bytes(ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    new Random(tensor.size()).nextBytes(tensor.bytes());
    return tensor;
  }

  private static Tensor bytes(int... shape) {
    return bytes(ElementType.UINT8, shape);
  }

  private static Tensor scale(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = 0.01f * (i + 1);
    }
    return tensor;
  }

  private static List<Case> cases() {
    Tensor x = scale(3, 4, 5);
    Tensor q = bytes(3, 4, 5);
    AttributeValue two = new AttributeValue.OfInt(2);
    AttributeValue one = new AttributeValue.OfInt(1);
    AttributeValue opset = new AttributeValue.OfInt(13);
    AttributeValue kernel = new AttributeValue.OfInts(List.of(2L));
    Tensor s = scale();
    Tensor z = bytes();
    Tensor condition = Tensor.zeros(ElementType.BOOL, 3, 4, 1);
    return List.of(
        Case.of("QuantizeLinear", x, s, z),
        Case.of("QuantizeLinear", x, scale(4), bytes(4)),
        Case.of("DequantizeLinear", q, scale(4), bytes(4)),
        new Case(
            "DequantizeLinear",
            Map.of("block_size", two),
            List.of(q, scale(3, 2, 5), bytes(3, 2, 5))),
        Case.of("DynamicQuantizeLinear", x),
        Case.of("MatMulInteger", q, bytes(5, 6), z, bytes(6)),
        Case.of("MatMulInteger", q, bytes(3, 5, 6), bytes(3, 4, 1), bytes(3, 1, 6)),
        Case.of("QLinearMatMul", q, s, z, bytes(5, 6), scale(6), bytes(6), s, z),
        Case.of("ConvInteger", q, bytes(2, 4, 3), z),
        Case.of("QLinearConv", q, s, z, bytes(2, 4, 3), scale(2), bytes(2), s, z),
        Case.of(CONTRIB + "QLinearConv", q, s, z, bytes(2, 4, 3), scale(2), bytes(2), s, z),
        Case.of(CONTRIB + "QuantizeLinear", x, scale(4), bytes(4)),
        Case.of(CONTRIB + "DequantizeLinear", q, scale(4), bytes(4)),
        Case.of(CONTRIB + "QLinearAdd", q, s, z, q, s, z, s, z),
        Case.of(CONTRIB + "QLinearMul", q, s, z, bytes(5), s, z, s, z),
        Case.of(CONTRIB + "QLinearSigmoid", q, s, z, s, z),
        Case.of(CONTRIB + "QLinearLeakyRelu", q, s, z, s, z),
        new Case(CONTRIB + "QLinearSoftmax", Map.of("opset", opset), List.of(q, s, z, s, z)),
        new Case(
            CONTRIB + "QLinearAveragePool", Map.of("kernel_shape", kernel), List.of(q, s, z, s, z)),
        Case.of(CONTRIB + "QLinearGlobalAveragePool", q, s, z, s, z),
        Case.of(CONTRIB + "QLinearReduceMean", q, s, z, s, z),
        Case.of(CONTRIB + "QLinearWhere", condition, q, s, z, bytes(5), s, z, s, z),
        new Case(
            CONTRIB + "QLinearConcat",
            Map.of("axis", one),
            List.of(s, z, q, s, z, bytes(3, 2, 5), s, z)),
        Case.of(
            CONTRIB + "QGemm",
            bytes(3, 5),
            s,
            z,
            bytes(5, 6),
            scale(6),
            bytes(6),
            Tensor.of(new int[6], 6),
            s,
            z),
        Case.of(CONTRIB + "DynamicQuantizeMatMul", x, bytes(5, 6), scale(6), bytes(6)),
        Case.of(CONTRIB + "MatMulIntegerToFloat", q, bytes(5, 6), s, scale(6), z, bytes(6)));
  }

  @Test
  void everyOperatorHasACase() {
    assertThat(cases().stream().map(Case::name).toList()).containsAll(QuantOperators.NAMES);
  }

  @Test
  void steadyRunsAllocateNothing() {
    for (Case one : cases()) {
      List<Finding> findings = new ArrayList<>();
      Operator operator = Objects.requireNonNull(one.operator(Map.of(), findings), one.name);
      Tensor[] inputs = one.inputs.toArray(Tensor[]::new);
      SteadyRun.assertAllocatesNothing(one.name, operator, inputs);
      Operator packed = operator.withConstants(inputs, Packing.unlimited(TestKernels.best()));
      SteadyRun.assertAllocatesNothing(one.name, packed, inputs);
    }
  }

  /** What does not fit is an IllegalArgumentException, before and in a run. */
  @Test
  void inputsThatDoNotFitAreRefused() {
    Random random = new Random(Seeds.of(QuantizedRunsTest.class));
    List<Case> cases = cases();
    int ran = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Case one = cases.get(random.nextInt(cases.size()));
      List<Finding> findings = new ArrayList<>();
      Operator operator = one.operator(attributes(random), findings);
      if (operator == null) {
        continue;
      }
      Tensor[] inputs = one.inputs.toArray(Tensor[]::new);
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = random.nextInt(3) == 0 ? misfit(random, inputs[i]) : inputs[i];
      }
      ran += run(operator, inputs, random.nextBoolean()) ? 1 : 0;
    }
    System.out.println("QuantizedRunsTest: " + ran + " of " + ROUNDS + " ran");
  }

  private static boolean run(Operator operator, Tensor[] inputs, boolean constant) {
    Fact[] hidden = new Fact[inputs.length];
    Fact[] whole = new Fact[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      hidden[i] = Fact.of(inputs[i].type());
      whole[i] = Fact.of(inputs[i]);
    }
    try {
      Fact[] made = operator.infer(hidden);
      Tensor[] outputs = new Tensor[made.length];
      for (int i = 0; i < made.length; i++) {
        outputs[i] = Tensor.growable(made[i].type());
      }
      Operator bound =
          constant
              ? operator.withConstants(inputs, Packing.unlimited(TestKernels.best()))
              : operator;
      bound.run(inputs, outputs, new Workspace());
      Fact[] known = operator.infer(whole);
      for (int i = 0; i < made.length; i++) {
        assertThat(known[i].type()).isEqualTo(outputs[i].type());
        if (known[i].hasShape()) {
          assertThat(known[i].dims()).isEqualTo(outputs[i].shape());
        }
      }
      return true;
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
  }

  private static Map<String, AttributeValue> attributes(Random random) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    for (String name : List.of("axis", "block_size", "group")) {
      if (random.nextInt(8) == 0) {
        attributes.put(name, new AttributeValue.OfInt(random.nextInt(5) - 1));
      }
    }
    return attributes;
  }

  /** Another type now and then; one axis more, less, longer or shorter. */
  private static Tensor misfit(Random random, Tensor fitting) {
    ElementType[] types = {
      ElementType.FLOAT32, ElementType.UINT8, ElementType.INT8, ElementType.INT32
    };
    ElementType type =
        random.nextInt(6) == 0 ? types[random.nextInt(types.length)] : fitting.type();
    int rank = Math.max(0, fitting.rank() + (random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0));
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int size = axis < fitting.rank() ? fitting.dim(axis) : 1;
      shape[axis] = random.nextInt(3) == 0 ? random.nextInt(7) : size;
    }
    Tensor tensor = Tensor.zeros(type, shape);
    if (type == ElementType.FLOAT32) {
      Arrays.fill(tensor.floats(), 0.5f);
    }
    return tensor;
  }

  /** Found by random nodes: of a vector the last axis but one of the output is not that of rows. */
  @Test
  void aVectorHasOneQuantumOfTheOutput() {
    Tensor s = scale();
    Tensor z = bytes();
    Case vector = Case.of("QLinearMatMul", bytes(3), s, z, bytes(4, 2, 3, 5), s, z, s, bytes(2));
    Case byVector = Case.of("QLinearMatMul", bytes(2, 3, 4), s, z, bytes(4), s, z, scale(3), z);
    assertThatThrownBy(() -> run(vector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y_zero_point");
    assertThat(run(byVector).shape()).containsExactly(2, 3);
  }

  private static Tensor run(Case one) {
    List<Finding> findings = new ArrayList<>();
    Operator operator = one.operator(Map.of(), findings);
    assertThat(findings).isEmpty();
    Tensor out = Tensor.growable(ElementType.UINT8);
    Objects.requireNonNull(operator)
        .run(one.inputs().toArray(new Tensor[0]), new Tensor[] {out}, new Workspace(Bounds.none()));
    return out;
  }
}
