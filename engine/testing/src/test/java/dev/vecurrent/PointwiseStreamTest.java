package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.internal.op.elementwise.ElementwiseOperators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.InputRole;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random graphs with each operator that says it is pointwise before an LSTM: they stream, and
 * sequences in chunks give the bits of whole ones.
 */
class PointwiseStreamTest {

  private static final long SEED = Seeds.of(PointwiseStreamTest.class);

  private static final int OPSET = 24;
  private static final int FEATURES = 5;
  private static final int HIDDEN = 3;
  private static final int BATCH = 2;
  private static final int STEPS = 9;
  private static final int MOST_INPUTS = 3;

  /** Graphs of each operator that run; as many again are tried that may be refused. */
  private static final int CASES = 8;

  private static final int TRIES = 400;

  /** Attributes that an operator cannot do without. */
  private static final Map<String, Map<String, AttributeValue>> REQUIRED =
      Map.of(
          "BitShift", Map.of("direction", new AttributeValue.OfString("LEFT")),
          "Cast", Map.of("to", new AttributeValue.OfInt(11)),
          "ScaledTanh",
              Map.of(
                  "alpha", new AttributeValue.OfFloat(0.5f), "beta", new AttributeValue.OfFloat(2)),
          "ParametricSoftplus",
              Map.of(
                  "alpha",
                  new AttributeValue.OfFloat(0.5f),
                  "beta",
                  new AttributeValue.OfFloat(2)));

  /** Types that an operator's inputs are tried in. */
  private static final List<ElementType> TYPES =
      List.of(ElementType.FLOAT32, ElementType.INT64, ElementType.BOOL, ElementType.UINT64);

  private static Map<String, AttributeValue> attributes(String operator) {
    return REQUIRED.getOrDefault(operator, Map.of());
  }

  private static OperatorNode node(String operator, List<String> inputs, String output) {
    return new OperatorNode(output, operator, OPSET, inputs, List.of(output), attributes(operator));
  }

  /** How many inputs a pointwise operator may have here; none for other operators. */
  private static List<Integer> inputCounts(String operator) {
    List<Integer> counts = new ArrayList<>();
    for (int count = 1; count <= MOST_INPUTS && !operator.contains("."); count++) {
      List<String> inputs = Arrays.asList("a", "b", "c").subList(0, count);
      Operator bound = Operators.create(node(operator, inputs, "y"), new ArrayList<>());
      if (bound != null && bound.traits().contains(Trait.POINTWISE)) {
        counts.add(count);
      }
    }
    return counts;
  }

  static List<String> pointwise() {
    return Operators.names().stream().filter(name -> !inputCounts(name).isEmpty()).toList();
  }

  /** A graph under construction. */
  private static final class Sketch {

    final Random random;
    final Map<String, Tensor> constants = new HashMap<>();
    final List<Node> nodes = new ArrayList<>();
    private int names;

    Sketch(Random random) {
      this.random = random;
    }

    String op(String operator, String... inputs) {
      String output = "v" + names++;
      nodes.add(node(operator, List.of(inputs), output));
      return output;
    }

    String constant(Tensor tensor) {
      String name = "c" + names++;
      constants.put(name, tensor);
      return name;
    }

    String cast(String value, ElementType type) {
      String output = "v" + names++;
      Map<String, AttributeValue> to = Map.of("to", new AttributeValue.OfInt(type.onnxNumber()));
      nodes.add(new OperatorNode(output, "Cast", OPSET, List.of(value), List.of(output), to));
      return output;
    }

    /** A value of a type whose elements are those of sequences. */
    String value(ElementType type) {
      String value = "x";
      for (int i = random.nextInt(3); i > 0; i--) {
        value =
            switch (random.nextInt(4)) {
              case 0 -> op("Sin", value);
              case 1 -> op("Mul", value, "x");
              case 2 -> op("Max", value, constant(floats(shape(FEATURES))));
              default -> op("Sub", constant(floats(shape(FEATURES))), value);
            };
      }
      return switch (type) {
        case FLOAT32 -> value;
        case BOOL -> op("Greater", value, constant(floats()));
        default -> cast(op("Abs", op("Mul", value, constant(Tensor.of(new float[] {9}, 1)))), type);
      };
    }

    /** A shape that is the same for every step. */
    private int[] shape(int features) {
      return switch (random.nextInt(5)) {
        case 0 -> new int[] {};
        case 1 -> new int[] {1};
        case 2 -> new int[] {features};
        case 3 -> new int[] {BATCH, 1};
        default -> new int[] {1, 1, features};
      };
    }

    private Tensor floats(int... shape) {
      Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
      for (int i = 0; i < tensor.size(); i++) {
        tensor.floats()[i] = random.nextFloat() * 2 - 1;
      }
      return tensor;
    }

    /** A constant of a type. */
    String constantOf(ElementType type) {
      Tensor tensor = Tensor.zeros(type, shape(FEATURES));
      for (int i = 0; i < tensor.size(); i++) {
        switch (type) {
          case FLOAT32 -> tensor.floats()[i] = random.nextFloat() * 2 - 1;
          case BOOL -> tensor.booleans()[i] = random.nextBoolean();
          default -> tensor.longs()[i] = 1 + random.nextInt(7);
        }
      }
      return constant(tensor);
    }

    Graph behind(String value) {
      int rows = 4 * HIDDEN;
      constants.put("w", floats(1, rows, FEATURES));
      constants.put("r", floats(1, rows, HIDDEN));
      List<String> inputs = List.of(cast(value, ElementType.FLOAT32), "w", "r");
      nodes.add(
          new RecurrentNode("lstm", Lstm.of(Direction.FORWARD, HIDDEN), inputs, List.of("y")));
      ValueInfo x =
          ValueInfo.of(
              "x",
              ElementType.FLOAT32,
              Dimension.symbol("time"),
              Dimension.symbol("batch"),
              Dimension.of(FEATURES));
      ValueInfo y = new ValueInfo("y", ElementType.FLOAT32, Optional.empty());
      return new Graph("pointwise", List.of(x), List.of(y), constants, nodes);
    }
  }

  /** A graph with the operator before its layer, of any types of inputs. */
  private static Graph graph(String operator, Random random) {
    Sketch sketch = new Sketch(random);
    List<Integer> counts = inputCounts(operator);
    int count = counts.get(random.nextInt(counts.size()));
    ElementType type = TYPES.get(random.nextInt(TYPES.size()));
    ElementType first = random.nextInt(3) == 0 ? ElementType.BOOL : type;
    // The second input of CastLike gives a type and no elements.
    int derived = operator.equals("CastLike") ? 0 : random.nextInt(count);
    String[] inputs = new String[count];
    for (int i = 0; i < count; i++) {
      ElementType own = i == 0 ? first : type;
      boolean constant = i != derived && random.nextBoolean();
      inputs[i] = constant ? sketch.constantOf(own) : sketch.value(own);
    }
    return sketch.behind(sketch.op(operator, inputs));
  }

  private static Tensor x(Random random) {
    Tensor x = Tensor.zeros(ElementType.FLOAT32, STEPS, BATCH, FEATURES);
    for (int i = 0; i < x.size(); i++) {
      x.floats()[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** What the whole gives, or {@code null} where the types do not fit the operator. */
  private static int @Nullable [] whole(Graph graph, Tensor x) {
    Tensor y = Tensor.growable(ElementType.FLOAT32);
    try {
      Model.compile(graph).newSession().run(new Tensor[] {x}, new Tensor[] {y});
    } catch (IllegalArgumentException e) {
      return null;
    }
    return bits(y.floats(), y.size());
  }

  private static int[] bits(float[] y, int size) {
    int[] bits = new int[size];
    for (int i = 0; i < size; i++) {
      bits[i] = Float.floatToRawIntBits(y[i]);
    }
    return bits;
  }

  private static int[] inChunks(Model model, Tensor x, Random random) {
    float[] all = new float[STEPS * BATCH * HIDDEN];
    Stream stream = model.newStream(BATCH);
    int step = BATCH * FEATURES;
    for (int at = 0; at < STEPS; ) {
      int some = 1 + random.nextInt(STEPS - at);
      float[] y = new float[some * BATCH * HIDDEN];
      stream.run(Arrays.copyOfRange(x.floats(), at * step, (at + some) * step), some, y);
      System.arraycopy(y, 0, all, at * BATCH * HIDDEN, y.length);
      at += some;
    }
    return bits(all, all.length);
  }

  @ParameterizedTest
  @MethodSource("pointwise")
  void chunksGiveTheBitsOfTheWhole(String operator) {
    int cases = 0;
    for (long seed : Seeds.cases(SEED, TRIES).toArray()) {
      Random random = Seeds.random(seed);
      Graph graph = graph(operator, random);
      Tensor x = x(random);
      int[] whole = whole(graph, x);
      if (whole == null) {
        continue;
      }
      Model model = Model.compile(graph);
      assertThat(model.roleOf("x"))
          .as("%s, seed %d", operator, seed)
          .isEqualTo(new InputRole(InputRole.Kind.SEQUENCES, 0, 1));
      assertThat(inChunks(model, x, random)).as("%s, seed %d", operator, seed).isEqualTo(whole);
      if (++cases == CASES) {
        return;
      }
    }
    assertThat(cases).as("graphs of %s that run", operator).isEqualTo(CASES);
  }

  /** So that an operator does not fall out of the test without being seen. */
  @Test
  void thoseOfTheFamilyOfElementWiseOperatorsArePointwise() {
    Set<String> missing = new TreeSet<>(ElementwiseOperators.NAMES);
    missing.removeAll(pointwise());
    assertThat(missing).isEmpty();
  }

  /** A constant with elements of its own at each step makes a graph that cannot be streamed. */
  @Test
  void aConstantAlongTimeTellsNothing() {
    Sketch sketch = new Sketch(Seeds.random(1));
    String steps = sketch.constant(Tensor.zeros(ElementType.FLOAT32, STEPS, 1, 1));
    Model model = Model.compile(sketch.behind(sketch.op("Add", "x", steps)));

    assertThat(model.roleOf("x")).isEqualTo(InputRole.UNKNOWN);
  }
}
