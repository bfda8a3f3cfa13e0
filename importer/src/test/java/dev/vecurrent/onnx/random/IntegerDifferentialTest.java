package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Integers of every width, of elements from all over their range, against exact arithmetic of which
 * the low bits are kept; and against ONNX Runtime where it has the type. Equality of bits.
 */
class IntegerDifferentialTest {

  private static final int ROUNDS = 200;

  private static final List<ElementType> TYPES =
      List.of(
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.UINT16,
          ElementType.INT32,
          ElementType.UINT32,
          ElementType.INT64,
          ElementType.UINT64);

  private static final Set<ElementType> UNSIGNED =
      Set.of(ElementType.UINT8, ElementType.UINT16, ElementType.UINT32, ElementType.UINT64);

  private static final Set<ElementType> OF_THE_BINDING =
      Set.of(
          ElementType.INT8,
          ElementType.UINT8,
          ElementType.INT16,
          ElementType.INT32,
          ElementType.INT64);

  private static final Set<String> DIVISIONS = Set.of("Div", "Mod");

  private static BigInteger truth(boolean value) {
    return value ? BigInteger.ONE : BigInteger.ZERO;
  }

  private static BigInteger floorMod(BigInteger a, BigInteger b) {
    BigInteger rest = a.remainder(b);
    return rest.signum() != 0 && rest.signum() != b.signum() ? rest.add(b) : rest;
  }

  private static Map<String, BinaryOperator<BigInteger>> pairs() {
    Map<String, BinaryOperator<BigInteger>> pairs = new TreeMap<>();
    pairs.put("Add", BigInteger::add);
    pairs.put("Sub", BigInteger::subtract);
    pairs.put("Mul", BigInteger::multiply);
    pairs.put("Div", BigInteger::divide);
    pairs.put("Mod", IntegerDifferentialTest::floorMod);
    pairs.put("Max", BigInteger::max);
    pairs.put("Min", BigInteger::min);
    pairs.put("BitwiseAnd", BigInteger::and);
    pairs.put("BitwiseOr", BigInteger::or);
    pairs.put("BitwiseXor", BigInteger::xor);
    pairs.put("Equal", (a, b) -> truth(a.equals(b)));
    pairs.put("Less", (a, b) -> truth(a.compareTo(b) < 0));
    pairs.put("LessOrEqual", (a, b) -> truth(a.compareTo(b) <= 0));
    pairs.put("Greater", (a, b) -> truth(a.compareTo(b) > 0));
    pairs.put("GreaterOrEqual", (a, b) -> truth(a.compareTo(b) >= 0));
    return pairs;
  }

  private static Map<String, UnaryOperator<BigInteger>> singles() {
    return Map.of(
        "Abs",
        BigInteger::abs,
        "Neg",
        BigInteger::negate,
        "Sign",
        x -> BigInteger.valueOf(x.signum()),
        "Relu",
        x -> x.max(BigInteger.ZERO),
        "BitwiseNot",
        BigInteger::not);
  }

  @TestFactory
  List<DynamicTest> pairsAreExact() {
    long seed = Seeds.of(IntegerDifferentialTest.class);
    return pairs().entrySet().stream()
        .map(one ->
            DynamicTest.dynamicTest(one.getKey(), () -> pairs(one.getKey(), one.getValue(), seed)))
        .toList();
  }

  private static void pairs(String operator, BinaryOperator<BigInteger> function, long seed) {
    boolean compares = operator.equals("Equal") || operator.matches("(Less|Greater).*");
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      node.opset(18);
      ElementType type = TYPES.get(round % TYPES.size());
      int[] shape = node.shape(0, 3, true);
      Tensor a = node.data(draw(node.random(), type, shape));
      Tensor b = draw(node.random(), type, node.oneIn(2) ? shape : new int[] {1});
      if (DIVISIONS.contains(operator)) {
        withoutZeros(b);
      }
      node.data(b);
      ElementType made = compares ? ElementType.BOOL : type;
      node.output(made);
      int[] out = shape.length == 0 ? b.shape() : shape;
      Tensor expected = Tensor.zeros(made, out);
      for (int i = 0; i < expected.size(); i++) {
        BigInteger x = get(a, a.size() == 1 ? 0 : i);
        set(expected, i, function.apply(x, get(b, b.size() == 1 ? 0 : i)));
      }
      check(node, type, expected);
    }
  }

  @TestFactory
  List<DynamicTest> functionsOfOneAreExact() {
    long seed = Seeds.of(IntegerDifferentialTest.class);
    return singles().entrySet().stream()
        .map(one ->
            DynamicTest.dynamicTest(
                one.getKey(), () -> singles(one.getKey(), one.getValue(), seed)))
        .toList();
  }

  private static void singles(String operator, UnaryOperator<BigInteger> function, long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      node.opset(18);
      ElementType type = TYPES.get(round % TYPES.size());
      Tensor x = node.data(draw(node.random(), type, node.shape(0, 3, true)));
      node.output(type);
      Tensor expected = Tensor.zeros(type, x.shape());
      for (int i = 0; i < x.size(); i++) {
        set(expected, i, function.apply(get(x, i)));
      }
      check(node, type, expected);
    }
  }

  @TestFactory
  List<DynamicTest> castsKeepTheLowBits() {
    long seed = Seeds.of(IntegerDifferentialTest.class);
    return TYPES.stream()
        .map(to -> DynamicTest.dynamicTest("Cast to " + to, () -> casts(to, seed)))
        .toList();
  }

  private static void casts(ElementType to, long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + to.hashCode() + round), "Cast");
      node.opset(13, 19);
      ElementType type = TYPES.get(round % TYPES.size());
      Tensor x = node.data(draw(node.random(), type, node.shape(0, 3, true)));
      node.attribute(Attribute.integer("to", to.onnxNumber()));
      node.output(to);
      Tensor expected = Tensor.zeros(to, x.shape());
      for (int i = 0; i < x.size(); i++) {
        set(expected, i, get(x, i));
      }
      check(node, OF_THE_BINDING.contains(to) ? type : ElementType.UINT64, expected);
    }
  }

  @TestFactory
  List<DynamicTest> shiftsAreExact() {
    long seed = Seeds.of(IntegerDifferentialTest.class);
    return List.of("LEFT", "RIGHT").stream()
        .map(way -> DynamicTest.dynamicTest("BitShift " + way, () -> shifts(way, seed)))
        .toList();
  }

  private static void shifts(String way, long seed) {
    List<ElementType> unsigned = TYPES.stream().filter(UNSIGNED::contains).toList();
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + way.hashCode() + round), "BitShift");
      node.opset(11);
      ElementType type = unsigned.get(round % unsigned.size());
      Tensor x = node.data(draw(node.random(), type, node.shape(1, 3, false)));
      Tensor by = Tensor.zeros(type, 1);
      int places = node.random().nextInt(8 * type.bytes());
      set(by, 0, BigInteger.valueOf(places));
      node.data(by);
      AttributeProto direction = Attribute.text("direction", way);
      node.attribute(direction);
      node.output(type);
      Tensor expected = Tensor.zeros(type, x.shape());
      for (int i = 0; i < x.size(); i++) {
        BigInteger element = get(x, i);
        set(
            expected,
            i,
            way.equals("LEFT") ? element.shiftLeft(places) : element.shiftRight(places));
      }
      check(node, type, expected);
    }
  }

  @TestFactory
  List<DynamicTest> reductionsAreExact() {
    long seed = Seeds.of(IntegerDifferentialTest.class);
    return Map.<String, BinaryOperator<BigInteger>>of(
            "ReduceSum",
            BigInteger::add,
            "ReduceProd",
            BigInteger::multiply,
            "ReduceMax",
            BigInteger::max,
            "ReduceMin",
            BigInteger::min)
        .entrySet()
        .stream()
        .map(one ->
            DynamicTest.dynamicTest(one.getKey(), () -> reduce(one.getKey(), one.getValue(), seed)))
        .toList();
  }

  private static void reduce(String operator, BinaryOperator<BigInteger> function, long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      OneNode node = new OneNode(Seeds.random(seed * 31 + operator.hashCode() + round), operator);
      node.opset(18);
      ElementType type = TYPES.get(round % TYPES.size());
      Tensor x = node.data(draw(node.random(), type, node.between(1, 4), node.between(1, 5)));
      node.vector(1);
      node.output(type);
      Tensor expected = Tensor.zeros(type, x.dim(0), 1);
      for (int row = 0; row < x.dim(0); row++) {
        BigInteger value = get(x, row * x.dim(1));
        for (int i = 1; i < x.dim(1); i++) {
          value = function.apply(value, get(x, row * x.dim(1) + i));
        }
        set(expected, row, value);
      }
      // ONNX Runtime's sums and products of narrow integers are of floats.
      check(node, ElementType.UINT64, expected);
    }
  }

  /** Compares with what is expected, and with ONNX Runtime where it has the type. */
  private static void check(OneNode node, ElementType type, Tensor expected) {
    for (OneNode.Form form : OneNode.Form.values()) {
      Map<String, Tensor> given = node.given(form);
      Tensor found =
          Objects.requireNonNull(
              Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
                  .newSession()
                  .run(given)
                  .get("o0"));
      assertThat(Check.difference(found, expected, 0)).as(form + ": " + node).isEmpty();
    }
    if (!OF_THE_BINDING.contains(type)) {
      return;
    }
    try {
      Map<String, Tensor> other =
          OnnxRuntime.run(node.model(OneNode.Form.GIVEN), node.given(OneNode.Form.GIVEN));
      Tensor peer = Objects.requireNonNull(other.get("o0"));
      assertThat(Check.difference(peer, expected, 0)).as("ONNX Runtime: " + node).isEmpty();
    } catch (OrtException refused) {
      // Types that ONNX allows and ONNX Runtime has no code for, or that ONNX does not allow.
      assertThat(refused.getMessage()).containsAnyOf("NOT_IMPLEMENTED", "INVALID_GRAPH", "type");
    }
  }

  /** Elements of random bits; half of them small. */
  private static Tensor draw(Random random, ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      long bits = random.nextBoolean() ? random.nextLong() : random.nextInt(9) - 4;
      set(tensor, i, BigInteger.valueOf(bits));
    }
    return tensor;
  }

  /** Without -1 either: dividing the least number by it ends the process of other engines. */
  private static void withoutZeros(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      BigInteger value = get(tensor, i);
      if (value.signum() == 0 || value.equals(BigInteger.ONE.negate())) {
        set(tensor, i, BigInteger.TWO);
      }
    }
  }

  private static BigInteger get(Tensor tensor, int at) {
    long bits =
        switch (tensor.storage()) {
          case byte[] bytes -> bytes[at];
          case short[] shorts -> shorts[at];
          case int[] ints -> ints[at];
          case long[] longs -> longs[at];
          default -> throw new IllegalArgumentException(tensor.toString());
        };
    BigInteger value = BigInteger.valueOf(bits);
    boolean wraps = UNSIGNED.contains(tensor.type()) && bits < 0;
    return wraps ? value.add(BigInteger.ONE.shiftLeft(8 * tensor.type().bytes())) : value;
  }

  private static void set(Tensor tensor, int at, BigInteger value) {
    switch (tensor.storage()) {
      case byte[] bytes -> bytes[at] = value.byteValue();
      case short[] shorts -> shorts[at] = value.shortValue();
      case int[] ints -> ints[at] = value.intValue();
      case long[] longs -> longs[at] = value.longValue();
      case boolean[] booleans -> booleans[at] = value.signum() != 0;
      default -> throw new IllegalArgumentException(tensor.toString());
    }
  }
}
