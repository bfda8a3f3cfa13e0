package dev.vecurrent.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.TensorProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Element-wise operators against ONNX Runtime: shapes of rank 0 to 5 that broadcast, empty ones
 * too, with NaN, infinities and both zeros among the elements where ONNX says what becomes of them.
 */
class ElementwiseDifferentialTest {

  private static final int ROUNDS = 40;

  /** Where elements are drawn from. */
  private enum Range {
    ANY,
    FINITE,
    POSITIVE,
    UNIT,
    SMALL
  }

  /**
   * An operator to try.
   *
   * @param name of ONNX
   * @param opset the form
   * @param types of the inputs, one of them a draw
   * @param least the fewest inputs
   * @param most the most inputs
   * @param range of the elements
   * @param numbers FLOAT attributes, each set in half of the draws
   */
  private record Subject(
      String name,
      int opset,
      List<ElementType> types,
      int least,
      int most,
      Range range,
      Map<String, Float> numbers) {

    static Subject of(String name, int opset, Range range, ElementType... types) {
      return new Subject(name, opset, List.of(types), 1, 1, range, Map.of());
    }

    Subject inputs(int least, int most) {
      return new Subject(name, opset, types, least, most, range, numbers);
    }

    Subject with(Map<String, Float> attributes) {
      return new Subject(name, opset, types, least, most, range, attributes);
    }

    @Override
    public String toString() {
      return name + "-" + opset;
    }
  }

  private static final ElementType F = ElementType.FLOAT32;
  private static final ElementType D = ElementType.FLOAT64;
  private static final ElementType I = ElementType.INT32;
  private static final ElementType L = ElementType.INT64;
  private static final ElementType B = ElementType.BOOL;

  private static List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (String name : List.of("Ceil", "Floor", "Sqrt", "Exp", "Log", "Tanh", "Sigmoid")) {
      subjects.add(Subject.of(name, 13, Range.ANY, F, D));
    }
    for (String name : List.of("Erf", "Sin", "Cos", "Tan", "Atan", "Sinh", "Cosh", "Asinh")) {
      subjects.add(Subject.of(name, 13, Range.FINITE, F));
    }
    for (String name : List.of("Asin", "Acos", "Atanh")) {
      subjects.add(Subject.of(name, 13, Range.UNIT, F));
    }
    subjects.add(Subject.of("Acosh", 13, Range.POSITIVE, F));
    subjects.add(Subject.of("Round", 11, Range.ANY, F, D));
    subjects.add(Subject.of("Reciprocal", 13, Range.ANY, F, D));
    subjects.add(Subject.of("Sign", 13, Range.FINITE, F, D, I, L));
    subjects.add(Subject.of("IsNaN", 13, Range.ANY, F, D));
    subjects.add(Subject.of("IsInf", 10, Range.ANY, F, D));
    subjects.add(Subject.of("Abs", 13, Range.ANY, F, D, I, L));
    subjects.add(Subject.of("Neg", 13, Range.ANY, F, D, I, L));
    subjects.add(Subject.of("Relu", 14, Range.FINITE, F, D, I));
    subjects.add(Subject.of("Not", 13, Range.ANY, B));
    Map<String, Float> alpha = Map.of("alpha", 0.7f);
    for (String name : List.of("LeakyRelu", "Elu", "ThresholdedRelu")) {
      subjects.add(Subject.of(name, 16, Range.FINITE, F).with(alpha));
    }
    subjects.add(Subject.of("Celu", 12, Range.FINITE, F).with(alpha));
    subjects.add(
        Subject.of("Selu", 13, Range.FINITE, F).with(Map.of("alpha", 1.3f, "gamma", 1.1f)));
    subjects.add(
        Subject.of("HardSigmoid", 13, Range.FINITE, F).with(Map.of("alpha", 0.3f, "beta", 0.4f)));
    subjects.add(
        Subject.of("Shrink", 13, Range.FINITE, F).with(Map.of("lambd", 0.8f, "bias", 0.3f)));
    for (String name : List.of("Softplus", "Softsign")) {
      subjects.add(Subject.of(name, 13, Range.FINITE, F));
    }
    subjects.add(Subject.of("HardSwish", 14, Range.FINITE, F));
    subjects.add(Subject.of("Mish", 18, Range.SMALL, F));
    subjects.add(Subject.of("Gelu", 20, Range.SMALL, F));
    for (String name : List.of("Add", "Sub", "Mul")) {
      subjects.add(Subject.of(name, 14, Range.ANY, F, D, I, L).inputs(2, 2));
    }
    subjects.add(Subject.of("Div", 14, Range.ANY, F, D).inputs(2, 2));
    subjects.add(Subject.of("Pow", 15, Range.POSITIVE, F, D).inputs(2, 2));
    for (String name : List.of("Equal", "Less", "Greater")) {
      subjects.add(Subject.of(name, 13, Range.ANY, F, D, I, L).inputs(2, 2));
    }
    for (String name : List.of("LessOrEqual", "GreaterOrEqual")) {
      subjects.add(Subject.of(name, 16, Range.ANY, F, D, I, L).inputs(2, 2));
    }
    for (String name : List.of("And", "Or", "Xor", "Equal")) {
      subjects.add(Subject.of(name, 13, Range.ANY, B).inputs(2, 2));
    }
    for (String name : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
      subjects.add(Subject.of(name, 18, Range.ANY, I, L).inputs(2, 2));
    }
    subjects.add(Subject.of("BitwiseNot", 18, Range.ANY, I, L));
    for (String name : List.of("Max", "Min")) {
      subjects.add(Subject.of(name, 13, Range.FINITE, F, D, I, L).inputs(1, 4));
    }
    for (String name : List.of("Sum", "Mean")) {
      subjects.add(Subject.of(name, 13, Range.FINITE, F).inputs(1, 4));
    }
    subjects.add(Subject.of("Mod", 13, Range.FINITE, F, D, I, L).inputs(2, 2));
    subjects.add(Subject.of("Where", 16, Range.ANY, F, D, I, L).inputs(3, 3));
    for (String name : List.of("Softmax", "LogSoftmax", "Hardmax")) {
      subjects.add(Subject.of(name, 13, Range.SMALL, F));
      subjects.add(Subject.of(name, 11, Range.SMALL, F));
    }
    return subjects;
  }

  @TestFactory
  List<DynamicTest> agreesWithOnnxRuntime() {
    long seed = Seeds.of(ElementwiseDifferentialTest.class);
    return subjects().stream()
        .map(subject ->
            DynamicTest.dynamicTest(
                subject.toString() + subject.types(),
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    Random random =
                        Seeds.random(seed * 31 + subject.toString().hashCode() * 7L + round);
                    check(subject, random, "seed " + seed + ", " + subject + ", round " + round);
                  }
                }))
        .toList();
  }

  private static void check(Subject subject, Random random, String what) throws OrtException {
    ElementType type = subject.types().get(random.nextInt(subject.types().size()));
    int count = subject.least() + random.nextInt(subject.most() - subject.least() + 1);
    boolean rows = subject.name().endsWith("max") && !subject.name().equals("Max");
    List<Tensor> inputs = new ArrayList<>();
    int[] shape = shape(random, rows);
    for (int i = 0; i < count; i++) {
      ElementType own = subject.name().equals("Where") && i == 0 ? B : type;
      inputs.add(draw(random, subject, own, part(random, shape, rows)));
    }
    if (subject.name().equals("Mod")) {
      withoutZeros(inputs.get(1));
    }
    byte[] file = model(subject, random, inputs, rows ? shape.length : 0);
    Map<String, Tensor> named = new HashMap<>();
    for (int i = 0; i < count; i++) {
      named.put("i" + i, inputs.get(i));
    }
    Session session =
        Model.compile(OnnxImporter.read(file, "test", ImportLimits.defaults())).newSession();
    Tensor actual = session.run(named).get("y");
    compare(actual, file, inputs, what + " " + inputs);
  }

  private static int[] shape(Random random, boolean rows) {
    int rank = rows ? 2 + random.nextInt(3) : random.nextInt(6);
    int[] shape = new int[rank];
    boolean large = random.nextInt(5) == 0;
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = 1 + random.nextInt(rank > 3 ? 5 : large ? 60 : 9);
      if (!rows && random.nextInt(25) == 0) {
        shape[axis] = 0;
      }
    }
    return shape;
  }

  /** A shape that broadcasts to another. */
  private static int[] part(Random random, int[] shape, boolean rows) {
    if (rows || random.nextInt(3) == 0) {
      return shape;
    }
    int from = random.nextBoolean() ? 0 : random.nextInt(shape.length + 1);
    int[] part = Arrays.copyOfRange(shape, from, shape.length);
    for (int axis = 0; axis < part.length; axis++) {
      if (random.nextInt(4) == 0) {
        part[axis] = 1;
      }
    }
    return part;
  }

  private static Tensor draw(Random random, Subject subject, ElementType type, int[] shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      double value = number(random, subject.range());
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = (float) value;
        case FLOAT64 -> tensor.doubles()[i] = value;
        case INT32 -> tensor.ints()[i] = random.nextInt(41) - 20;
        case INT64 -> tensor.longs()[i] = random.nextInt(41) - 20;
        default -> tensor.booleans()[i] = random.nextBoolean();
      }
    }
    return tensor;
  }

  private static double number(Random random, Range range) {
    double normal = random.nextGaussian();
    return switch (range) {
      case ANY ->
          switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> Math.rint(normal * 3) + 0.5;
            case 5 -> Math.rint(normal * 3);
            default -> normal * 4;
          };
      case FINITE -> random.nextInt(8) == 0 ? Math.rint(normal * 3) : normal * 4;
      case POSITIVE -> 1 + Math.abs(normal);
      case UNIT -> random.nextDouble() * 1.98 - 0.99;
      case SMALL -> normal * 2;
    };
  }

  private static void withoutZeros(Tensor divisor) {
    for (int i = 0; i < divisor.size(); i++) {
      switch (divisor.type()) {
        case FLOAT32 -> divisor.floats()[i] += divisor.floats()[i] == 0 ? 1 : 0;
        case FLOAT64 -> divisor.doubles()[i] += divisor.doubles()[i] == 0 ? 1 : 0;
        case INT32 -> divisor.ints()[i] += divisor.ints()[i] == 0 ? 1 : 0;
        default -> divisor.longs()[i] += divisor.longs()[i] == 0 ? 1 : 0;
      }
    }
  }

  private static byte[] model(Subject subject, Random random, List<Tensor> inputs, int rank) {
    List<String> names = new ArrayList<>();
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (int i = 0; i < inputs.size(); i++) {
      names.add("i" + i);
      Tensor input = inputs.get(i);
      graph.addInput(
          Protos.value(
              "i" + i,
              input.type().onnxNumber(),
              Arrays.stream(input.shape()).asLongStream().toArray()));
    }
    NodeProto.Builder node = Protos.node(subject.name(), names, List.of("y"));
    subject
        .numbers()
        .forEach((name, value) -> {
          if (random.nextBoolean()) {
            node.addAttribute(Protos.number(name, value));
          }
        });
    if (rank > 0) {
      node.addAttribute(Protos.integer("axis", random.nextInt(rank)));
    }
    ElementType type = inputs.getLast().type();
    if (subject.name().equals("Mod") && (type == F || type == D || random.nextBoolean())) {
      node.addAttribute(Protos.integer("fmod", 1));
    }
    if (subject.name().equals("IsInf") && random.nextBoolean()) {
      node.addAttribute(Protos.integer("detect_negative", 0));
    }
    if (subject.name().equals("Gelu") && random.nextBoolean()) {
      AttributeProto tanh = Protos.string("approximate", "tanh");
      node.addAttribute(tanh);
    }
    boolean truth =
        List.of(
                "And",
                "Or",
                "Xor",
                "Not",
                "Equal",
                "Less",
                "Greater",
                "LessOrEqual",
                "GreaterOrEqual",
                "IsNaN",
                "IsInf")
            .contains(subject.name());
    int out = truth ? TensorProto.DataType.BOOL_VALUE : type.onnxNumber();
    graph.addNode(node);
    graph.addOutput(
        Protos.value("y", out).toBuilder()
            .setType(
                Protos.value("y", out).getType().toBuilder()
                    .setTensorType(
                        Protos.value("y", out).getType().getTensorType().toBuilder().clearShape()))
            .build());
    ModelProto model = Protos.model(graph, subject.opset()).build();
    return model.toByteArray();
  }

  private static void compare(Tensor actual, byte[] file, List<Tensor> inputs, String what)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> values = new HashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      try (OrtSession session = environment.createSession(file, options)) {
        for (int i = 0; i < inputs.size(); i++) {
          values.put("i" + i, value(environment, inputs.get(i)));
        }
        try (OrtSession.Result result = session.run(values)) {
          compare(actual, (OnnxTensor) result.get(0), what);
        }
      }
    } finally {
      values.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor value(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    int size = tensor.size();
    return switch (tensor.type()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats(), 0, size), shape);
      case FLOAT64 ->
          OnnxTensor.createTensor(environment, DoubleBuffer.wrap(tensor.doubles(), 0, size), shape);
      case INT32 ->
          OnnxTensor.createTensor(environment, IntBuffer.wrap(tensor.ints(), 0, size), shape);
      case INT64 ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.longs(), 0, size), shape);
      default -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        for (int i = 0; i < size; i++) {
          bytes.put(i, (byte) (tensor.booleans()[i] ? 1 : 0));
        }
        yield OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.BOOL);
      }
    };
  }

  private static void compare(Tensor actual, OnnxTensor expected, String what) {
    assertThat(Arrays.stream(actual.shape()).asLongStream().toArray())
        .as(what)
        .isEqualTo(expected.getInfo().getShape());
    if (actual.size() == 0) {
      return;
    }
    switch (actual.type()) {
      case FLOAT32 -> {
        FloatBuffer buffer = expected.getFloatBuffer();
        for (int i = 0; i < actual.size(); i++) {
          close(actual.floats()[i], buffer.get(i), 3e-6, what + " at " + i);
        }
      }
      case FLOAT64 -> {
        DoubleBuffer buffer = expected.getDoubleBuffer();
        for (int i = 0; i < actual.size(); i++) {
          close(actual.doubles()[i], buffer.get(i), 1e-12, what + " at " + i);
        }
      }
      case INT32 -> {
        int[] elements = new int[actual.size()];
        expected.getIntBuffer().get(elements);
        assertThat(Arrays.copyOf(actual.ints(), actual.size())).as(what).isEqualTo(elements);
      }
      case INT64 -> {
        long[] elements = new long[actual.size()];
        expected.getLongBuffer().get(elements);
        assertThat(Arrays.copyOf(actual.longs(), actual.size())).as(what).isEqualTo(elements);
      }
      default -> {
        ByteBuffer buffer = expected.getByteBuffer();
        for (int i = 0; i < actual.size(); i++) {
          assertThat(actual.booleans()[i]).as(what).isEqualTo(buffer.get(i) != 0);
        }
      }
    }
  }

  private static void close(double actual, double expected, double bound, String what) {
    boolean same =
        Double.isNaN(expected)
            ? Double.isNaN(actual)
            : actual == expected
                || Math.abs(actual - expected) <= bound * Math.max(1, Math.abs(expected));
    assertThat(same).as("%s: %s, expected %s", what, actual, expected).isTrue();
  }
}
