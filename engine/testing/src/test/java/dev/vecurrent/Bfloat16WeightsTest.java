package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large matrices that are bfloat16 keep 16 bits an element, and the bits of every answer. */
class Bfloat16WeightsTest {

  private static final int HIDDEN = 310;
  private static final int COLUMNS = 870;

  private final long seed = Seeds.of(Bfloat16WeightsTest.class);

  /** Weights of a GRU and of a MatMul, each of over 256 Ki elements, that are bfloat16. */
  private Map<String, Tensor> weights() {
    Random random = Seeds.random(seed);
    return Map.of(
        "w", bfloat16(random, 1, 3 * HIDDEN, HIDDEN),
        "r", bfloat16(random, 1, 3 * HIDDEN, HIDDEN),
        "m", bfloat16(random, HIDDEN, COLUMNS));
  }

  private static Tensor bfloat16(Random random, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    float[] floats = tensor.floats();
    for (int i = 0; i < floats.length; i++) {
      int bits = Float.floatToRawIntBits((float) random.nextGaussian() / 16);
      floats[i] = Float.intBitsToFloat(bits & 0xffff0000);
    }
    return tensor;
  }

  private static Dimension[] dims(Tensor tensor) {
    return IntStream.range(0, tensor.rank())
        .mapToObj(axis -> Dimension.of(tensor.dim(axis)))
        .toArray(Dimension[]::new);
  }

  /** The model with its weights as constants, or as inputs that come with each call. */
  private static Model model(Map<String, Tensor> weights, boolean given, boolean vector) {
    List<ValueInfo> inputs = new ArrayList<>();
    inputs.add(
        ValueInfo.of(
            "x",
            ElementType.FLOAT32,
            Dimension.symbol("t"),
            Dimension.symbol("n"),
            Dimension.of(HIDDEN)));
    if (given) {
      new TreeMap<>(weights)
          .forEach(
              (name, tensor) -> inputs.add(ValueInfo.of(name, ElementType.FLOAT32, dims(tensor))));
    }
    List<Node> nodes =
        List.of(
            new RecurrentNode(
                "gru",
                Gru.of(Direction.FORWARD, HIDDEN, true),
                List.of("x", "w", "r"),
                List.of("h")),
            new OperatorNode(
                "matmul", "", "MatMul", 13, List.of("h", "m"), List.of("y"), Map.of()));
    Graph graph =
        new Graph("g", inputs, List.of(ValueInfo.untyped("y")), given ? Map.of() : weights, nodes);
    return Model.compile(graph, CompileOptions.defaults().withVector(vector));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "5,1", "1,2", "2,3", "3,7", "2,26"})
  void bitsAreThoseOfFloat32(int steps, int batch) {
    Map<String, Tensor> weights = weights();
    Tensor x = bfloat16(Seeds.random(seed + steps), steps, batch, HIDDEN);
    Map<String, Tensor> all = new TreeMap<>(weights);
    all.put("x", x);
    // What comes with a call is packed as float32.
    Tensor expected = model(weights, true, true).newSession().run(all).get("y");
    for (boolean vector : new boolean[] {true, false}) {
      Tensor y = model(weights, false, vector).newSession().run(Map.of("x", x)).get("y");
      assertThat(Bits.same(y, expected)).as("vector %s", vector).isTrue();
    }
  }

  @Test
  void planAndMemoryTellIt() {
    Map<String, Tensor> weights = weights();
    Plan plan = model(weights, false, true).plan();
    assertThat(plan.describe()).contains("GRU").contains("in BFLOAT16");
    weights.get("r").floats()[7] = 1 + 0x1p-20f;
    long lossless = model(weights, false, true).plan().packedBytes();
    long half = 3L * HIDDEN * HIDDEN * 2;
    assertThat(lossless - plan.packedBytes()).isBetween(half, half + half / 4);
  }
}
