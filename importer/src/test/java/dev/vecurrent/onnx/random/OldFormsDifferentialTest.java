package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Old forms of operators, and experiments of old exporters. ONNX Runtime has no code for most forms
 * below opset 7: those are compared with what it makes of the new form of the same computation.
 */
class OldFormsDifferentialTest {

  private static final int ROUNDS = 200;

  /** Of floats, absolute and relative: one or two roundings, and functions of a few ulps. */
  private static final double TOLERANCE = 2e-5;

  /** One case: the same computation in two forms. */
  private static final class Pair {

    private final Random random;
    private final SingleNode old;
    private final SingleNode now;
    private Tensor like = Tensor.of(new float[1]);

    Pair(Random random, String operator, int opset, String newOperator, int newOpset) {
      this.random = random;
      this.old = new SingleNode(operator, opset);
      this.now = new SingleNode(newOperator, newOpset);
    }

    int between(int from, int to) {
      return from + random.nextInt(to - from + 1);
    }

    Tensor floats(Domain domain, int... shape) {
      return domain.draw(random, ElementType.FLOAT32, shape);
    }

    void both(Tensor tensor) {
      old.input(tensor, false);
      now.input(tensor, false);
    }

    void check(String what) {
      Tensor expected = now.expected(like);
      assertThat(Check.difference(old.run(like), expected, TOLERANCE))
          .as(what + ": " + old)
          .isEmpty();
    }
  }

  @TestFactory
  List<DynamicTest> oldFormsGiveWhatNewOnesGive() {
    Map<String, Consumer<Random>> all = new TreeMap<>();
    for (String name : List.of("Add", "Sub", "Mul", "Div", "Pow")) {
      all.put(name, random -> broadcast(random, name, ElementType.FLOAT32, false));
    }
    for (String name : List.of("And", "Or", "Xor")) {
      all.put(name, random -> broadcast(random, name, ElementType.BOOL, true));
    }
    for (String name : List.of("Greater", "Less")) {
      all.put(name, random -> broadcast(random, name, ElementType.FLOAT32, true));
    }
    all.put("Equal", random -> broadcast(random, "Equal", ElementType.INT64, true));
    all.put("PRelu", OldFormsDifferentialTest::prelu);
    all.put("Gemm", OldFormsDifferentialTest::gemm);
    all.put("BatchNormalization", OldFormsDifferentialTest::batchNormalization);
    all.put("Reshape", OldFormsDifferentialTest::reshape);
    all.put("Tile", OldFormsDifferentialTest::tile);
    all.put("Pad", OldFormsDifferentialTest::pad);
    all.put("Split", OldFormsDifferentialTest::split);
    all.put("Concat", OldFormsDifferentialTest::concat);
    all.put("Cast", OldFormsDifferentialTest::cast);
    all.put("LpPool", OldFormsDifferentialTest::lpPool);
    all.put("Upsample", OldFormsDifferentialTest::upsample);
    all.put("LayerNormalization", OldFormsDifferentialTest::layerNormalization);
    for (String name :
        List.of("Relu", "Sigmoid", "Tanh", "Exp", "Floor", "Ceil", "Neg", "Abs", "Elu", "Selu")) {
      all.put(name, random -> consuming(random, name));
    }
    long seed = Seeds.of(OldFormsDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    all.forEach((name, check) ->
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    check.accept(Seeds.random(seed * 31 + name.hashCode() + round));
                  }
                })));
    return tests;
  }

  /** The second input has some consecutive axes of the first. */
  private static void broadcast(Random random, String name, ElementType type, boolean truth) {
    Pair pair = new Pair(random, name, 1 + random.nextInt(6), name, 13);
    int[] shape = shape(random, 1, 4);
    int from = random.nextInt(shape.length);
    int to = from + 1 + random.nextInt(shape.length - from);
    boolean one = random.nextInt(5) == 0;
    boolean whole = !one && random.nextInt(5) == 0;
    int[] part = one ? new int[] {1} : whole ? shape : Arrays.copyOfRange(shape, from, to);
    Domain domain = name.equals("Pow") ? Domain.POSITIVE : Domain.AWAY;
    pair.both(domain.draw(random, type, shape));
    Tensor second = domain.draw(random, type, part);
    pair.old.input(second, random.nextBoolean());
    if (!whole || random.nextBoolean()) {
      pair.old.add(Attribute.integer("broadcast", 1));
      boolean suffix = to == shape.length || one || whole;
      if (!suffix || random.nextBoolean()) {
        pair.old.add(Attribute.integer("axis", one || whole ? 0 : from));
      }
    }
    int[] aligned = one || whole ? part : Arrays.copyOf(part, shape.length - from);
    if (!one && !whole) {
      Arrays.fill(aligned, part.length, aligned.length, 1);
    }
    pair.now.input(Tensor.of(type, second.storage(), aligned), true);
    pair.like = truth ? Tensor.of(new boolean[1]) : pair.like;
    pair.check(name);
  }

  private static int[] shape(Random random, int least, int most) {
    int[] shape = new int[least + random.nextInt(most - least + 1)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = 1 + random.nextInt(4);
    }
    return shape;
  }

  private static void prelu(Random random) {
    Pair pair = new Pair(random, "PRelu", random.nextBoolean() ? 1 : 6, "PRelu", 13);
    int[] shape = shape(random, 2, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    Tensor slope = pair.floats(Domain.ANY, random.nextInt(4) == 0 ? 1 : shape[1]);
    int[] aligned = new int[shape.length - 1];
    Arrays.fill(aligned, 1);
    aligned[0] = slope.dim(0);
    pair.old.input(slope, random.nextBoolean());
    pair.now.input(Tensor.of(slope.floats(), aligned), true);
    pair.check("PRelu");
  }

  private static void gemm(Random random) {
    Pair pair = new Pair(random, "Gemm", random.nextBoolean() ? 1 : 6, "Gemm", 13);
    int m = pair.between(1, 4);
    int n = pair.between(1, 9);
    int k = pair.between(1, 5);
    pair.both(pair.floats(Domain.ANY, m, k));
    pair.both(pair.floats(Domain.ANY, k, n));
    boolean whole = random.nextBoolean();
    pair.both(whole ? pair.floats(Domain.ANY, m, n) : pair.floats(Domain.ANY, n));
    if (!whole || random.nextBoolean()) {
      pair.old.add(Attribute.integer("broadcast", 1));
    }
    pair.check("Gemm");
  }

  private static void batchNormalization(Random random) {
    int opset = random.nextBoolean() ? 1 : 6;
    Pair pair = new Pair(random, "BatchNormalization", opset, "BatchNormalization", 13);
    int[] shape = shape(random, 2, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    for (int i = 0; i < 4; i++) {
      pair.both(pair.floats(i == 3 ? Domain.POSITIVE : Domain.ANY, shape[1]));
    }
    pair.old.add(Attribute.integer("is_test", 1));
    if (opset == 1) {
      pair.old.add(Attribute.integers("consumed_inputs", 0, 0, 0, 1, 1));
    }
    pair.check("BatchNormalization");
  }

  private static void reshape(Random random) {
    Pair pair = new Pair(random, "Reshape", pairOpset(random, 1, 4), "Reshape", 13);
    int[] shape = shape(random, 2, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    long[] to =
        random.nextBoolean() ? new long[] {0, -1} : new long[] {-1, shape[shape.length - 1]};
    pair.old.add(Attribute.integers("shape", to));
    pair.now.input(Tensor.of(to, to.length), true);
    pair.check("Reshape");
  }

  private static int pairOpset(Random random, int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  private static void tile(Random random) {
    Pair pair = new Pair(random, "Tile", pairOpset(random, 1, 5), "Tile", 13);
    int[] shape = shape(random, 1, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    int axis = random.nextInt(shape.length);
    int tiles = pair.between(0, 3);
    pair.old.input(Tensor.of(new float[] {tiles}), random.nextBoolean());
    pair.old.input(Tensor.of(new float[] {axis}, 1), random.nextBoolean());
    long[] repeats = new long[shape.length];
    Arrays.fill(repeats, 1);
    repeats[axis] = tiles;
    pair.now.input(Tensor.of(repeats, repeats.length), true);
    pair.check("Tile");
  }

  private static void pad(Random random) {
    Pair pair = new Pair(random, "Pad", 1, "Pad", 10);
    int[] shape = shape(random, 1, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    long[] pads = new long[2 * shape.length];
    for (int i = 0; i < pads.length; i++) {
      pads[i] = pair.between(0, 2);
    }
    pair.old.add(Attribute.integers("paddings", pads));
    pair.now.add(Attribute.integers("pads", pads));
    for (SingleNode node : List.of(pair.old, pair.now)) {
      node.add(Attribute.number("value", 0.25));
    }
    pair.check("Pad");
  }

  /** Of one output only: all of the axis. */
  private static void split(Random random) {
    Pair pair = new Pair(random, "Split", 1, "Split", 13);
    int[] shape = shape(random, 1, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    int axis = random.nextInt(shape.length);
    pair.old.input(Tensor.of(new float[] {shape[axis]}, 1), random.nextBoolean());
    pair.now.input(Tensor.of(new long[] {shape[axis]}, 1), true);
    pair.old.add(Attribute.integer("axis", axis));
    pair.now.add(Attribute.integer("axis", axis));
    pair.check("Split");
  }

  private static void concat(Random random) {
    Pair pair = new Pair(random, "Concat", pairOpset(random, 1, 3), "Concat", 13);
    int[] shape = shape(random, 2, 4);
    pair.both(pair.floats(Domain.ANY, shape));
    pair.both(pair.floats(Domain.ANY, shape));
    pair.now.add(Attribute.integer("axis", 1));
    pair.check("Concat");
  }

  private static void cast(Random random) {
    Pair pair = new Pair(random, "Cast", pairOpset(random, 1, 5), "Cast", 13);
    pair.both(pair.floats(Domain.POSITIVE, shape(random, 0, 4)));
    Map<String, Tensor> types =
        Map.of(
            "INT64",
            Tensor.of(new long[1]),
            "INT32",
            Tensor.of(new int[1]),
            "BOOL",
            Tensor.of(new boolean[1]),
            "FLOAT",
            Tensor.of(new float[1]),
            "DOUBLE",
            Tensor.of(new double[1]),
            "UINT8",
            Tensor.zeros(ElementType.UINT8, 1));
    String name = new ArrayList<>(new TreeMap<>(types).keySet()).get(random.nextInt(types.size()));
    pair.like = types.get(name);
    pair.old.add(Attribute.text("to", name));
    pair.now.add(Attribute.integer("to", pair.like.type().onnxNumber()));
    pair.check("Cast");
  }

  private static void lpPool(Random random) {
    boolean global = random.nextBoolean();
    String name = global ? "GlobalLpPool" : "LpPool";
    Pair pair = new Pair(random, name, 1, name, 11);
    pair.both(pair.floats(Domain.ANY, pair.between(1, 2), pair.between(1, 3), 4, 5));
    int p = pair.between(1, 4);
    pair.old.add(Attribute.number("p", p));
    pair.now.add(Attribute.integer("p", p));
    if (!global) {
      long[] kernel = {pair.between(1, 3), pair.between(1, 3)};
      pair.old.add(Attribute.integers("kernel_shape", kernel));
      pair.now.add(Attribute.integers("kernel_shape", kernel));
    }
    pair.check(name);
  }

  private static void upsample(Random random) {
    Pair pair = new Pair(random, "Upsample", pairOpset(random, 1, 6), "Upsample", 7);
    pair.both(pair.floats(Domain.ANY, 1, pair.between(1, 2), pair.between(1, 4), 3));
    boolean linear = random.nextBoolean();
    int height = pair.between(1, 3);
    int width = pair.between(1, 3);
    pair.old.add(Attribute.number("height_scale", height));
    pair.old.add(Attribute.number("width_scale", width));
    pair.now.add(Attribute.numbers("scales", 1, 1, height, width));
    pair.old.add(Attribute.text("mode", linear ? "bilinear" : "nearest"));
    pair.now.add(Attribute.text("mode", linear ? "linear" : "nearest"));
    pair.check("Upsample");
  }

  private static void layerNormalization(Random random) {
    int opset = pairOpset(random, 1, 16);
    Pair pair = new Pair(random, "LayerNormalization", opset, "LayerNormalization", 17);
    int[] shape = shape(random, 1, 3);
    pair.both(pair.floats(Domain.ANY, shape));
    pair.both(pair.floats(Domain.ANY, shape[shape.length - 1]));
    pair.both(pair.floats(Domain.ANY, shape[shape.length - 1]));
    pair.check("LayerNormalization");
  }

  private static void consuming(Random random, String name) {
    Pair pair = new Pair(random, name, pairOpset(random, 1, 5), name, 13);
    pair.both(pair.floats(Domain.ANY, shape(random, 0, 4)));
    if (random.nextBoolean()) {
      pair.old.add(Attribute.integers("consumed_inputs", 0));
    }
    pair.check(name);
  }

  /** What ONNX Runtime still runs, in its own opset. */
  @TestFactory
  List<DynamicTest> experimentsAgree() {
    Map<String, Consumer<SingleNode>> all = new TreeMap<>();
    Random[] random = new Random[1];
    for (String name : List.of("Affine", "ParametricSoftplus", "ScaledTanh")) {
      all.put(
          name,
          node -> {
            node.input(floats(random[0], shape(random[0], 0, 4)), false);
            node.add(Attribute.number("alpha", random[0].nextGaussian()));
            node.add(Attribute.number("beta", random[0].nextGaussian()));
          });
    }
    all.put(
        "Scale",
        node -> {
          node.input(floats(random[0], shape(random[0], 0, 4)), false);
          node.add(Attribute.number("scale", random[0].nextGaussian()));
        });
    all.put(
        "ThresholdedRelu",
        node -> {
          node.input(floats(random[0], shape(random[0], 0, 4)), false);
          node.add(Attribute.number("alpha", random[0].nextFloat()));
        });
    all.put(
        "ImageScaler",
        node -> {
          node.input(floats(random[0], 2, 2, 1 + random[0].nextInt(4), 3), false);
          node.add(Attribute.number("scale", random[0].nextGaussian()));
          node.add(Attribute.numbers("bias", random[0].nextFloat(), random[0].nextFloat()));
        });
    all.put("Crop", node -> crop(node, random[0]));
    all.put("DynamicSlice", node -> dynamicSlice(node, random[0]));
    all.put("LRN", node -> lrn(node, random[0]));
    return tests(all, random, 7, 9);
  }

  @TestFactory
  List<DynamicTest> lossesAndDeterminantsAgree() {
    Map<String, Consumer<SingleNode>> all = new TreeMap<>();
    Random[] random = new Random[1];
    all.put(
        "Det",
        node -> {
          int size = 1 + random[0].nextInt(4);
          node.input(floats(random[0], 1 + random[0].nextInt(3), size, size), false);
        });
    for (String name : List.of("NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss")) {
      all.put(name, node -> loss(node, random[0]));
    }
    return tests(all, random, 13, 13);
  }

  @TestFactory
  List<DynamicTest> poolsOfWindowsThatAreTooLargeAgree() {
    Map<String, Consumer<SingleNode>> all = new TreeMap<>();
    Random[] random = new Random[1];
    for (String name : List.of("MaxPool", "AveragePool", "LpPool")) {
      all.put(name, node -> pool(node, random[0], name));
    }
    return tests(all, random, 11, 11);
  }

  private static List<DynamicTest> tests(
      Map<String, Consumer<SingleNode>> all, Random[] random, int from, int to) {
    long seed = Seeds.of(OldFormsDifferentialTest.class);
    List<DynamicTest> tests = new ArrayList<>();
    all.forEach((name, draw) ->
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    random[0] = Seeds.random(seed * 31 + name.hashCode() + round);
                    SingleNode node = new SingleNode(name, pairOpset(random[0], from, to));
                    draw.accept(node);
                    Tensor like = Tensor.of(new float[1]);
                    assertThat(Check.difference(node.run(like), node.expected(like), TOLERANCE))
                        .as("seed " + seed + ", round " + round + ": " + node)
                        .isEmpty();
                  }
                })));
    return tests;
  }

  private static Tensor floats(Random random, int... shape) {
    return Domain.ANY.draw(random, ElementType.FLOAT32, shape);
  }

  private static void crop(SingleNode node, Random random) {
    node.input(floats(random, 1 + random.nextInt(2), 2, 6, 7), false);
    long[] border = new long[4];
    for (int i = 0; i < 4; i++) {
      border[i] = random.nextInt(3);
    }
    node.add(Attribute.integers("border", border));
    if (random.nextBoolean()) {
      node.add(Attribute.integers("scale", 1 + random.nextInt(4), 1 + random.nextInt(5)));
    }
  }

  private static void dynamicSlice(SingleNode node, Random random) {
    int[] shape = shape(random, 2, 4);
    node.input(floats(random, shape), false);
    int axis = random.nextInt(shape.length);
    node.input(Tensor.of(new long[] {random.nextInt(shape[axis])}, 1), random.nextBoolean());
    node.input(Tensor.of(new long[] {random.nextInt(9) - 4}, 1), random.nextBoolean());
    node.input(Tensor.of(new long[] {axis}, 1), random.nextBoolean());
  }

  private static void lrn(SingleNode node, Random random) {
    node.input(floats(random, 1 + random.nextInt(2), 1 + random.nextInt(6), 2, 3), false);
    node.add(Attribute.integer("size", 1 + 2 * random.nextInt(4)));
    if (random.nextBoolean()) {
      node.add(Attribute.number("alpha", random.nextFloat()));
      node.add(Attribute.number("beta", random.nextFloat()));
      node.add(Attribute.number("bias", 1 + random.nextFloat()));
    }
  }

  private static void loss(SingleNode node, Random random) {
    int[] shape = shape(random, 2, 4);
    node.input(floats(random, shape), false);
    int[] classShape = new int[shape.length - 1];
    classShape[0] = shape[0];
    System.arraycopy(shape, 2, classShape, 1, shape.length - 2);
    Tensor classes = Tensor.zeros(ElementType.INT64, classShape);
    for (int i = 0; i < classes.size(); i++) {
      classes.longs()[i] = random.nextInt(shape[1]);
    }
    node.input(classes, random.nextBoolean());
    if (random.nextBoolean()) {
      node.input(Domain.POSITIVE.draw(random, ElementType.FLOAT32, shape[1]), true);
    }
    String[] reductions = {"mean", "sum", "none"};
    node.add(Attribute.text("reduction", reductions[random.nextInt(3)]));
    if (random.nextBoolean()) {
      // One that occurs may leave nothing to take a mean of.
      node.add(Attribute.integer("ignore_index", shape[1] + 1));
    }
  }

  /** Windows up to one stride larger than the padded axis. */
  private static void pool(SingleNode node, Random random, String name) {
    int kernel = 2 + random.nextInt(4);
    int stride = 1 + random.nextInt(3);
    int before = random.nextInt(2);
    int size = Math.max(1, kernel - before - random.nextInt(stride + 1));
    node.input(floats(random, 1 + random.nextInt(2), 1 + random.nextInt(3), size), false);
    node.add(Attribute.integers("kernel_shape", kernel));
    node.add(Attribute.integers("strides", stride));
    node.add(Attribute.integers("pads", before, 0));
    if (!name.equals("LpPool") && random.nextBoolean()) {
      node.add(Attribute.integer("ceil_mode", 1));
    }
  }
}
