package dev.vecurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refused call leaves the states as they were, and a stream never guesses. */
class StreamTest {

  private static final int I = 3;
  private static final int H = 4;
  private static final Lstm CELL = Lstm.of(Direction.FORWARD, H);
  private static final Dimension STEPS = Dimension.symbol("steps");
  private static final Dimension BATCH = Dimension.symbol("batch");
  private static final ElementType F32 = ElementType.FLOAT32;

  private final Random random = new Random(11);

  private float[] floats(int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  private Tensor weights(ElementType type, int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] floats = floats(size);
    if (type == F32) {
      return Tensor.of(floats, shape);
    }
    double[] doubles = new double[size];
    Arrays.setAll(doubles, i -> floats[i]);
    return Tensor.of(doubles, shape);
  }

  /** Two layers of which the second starts from input {@code h0}. */
  private Model twoLayers(ElementType type) {
    ValueInfo x = ValueInfo.of("x", type, STEPS, BATCH, Dimension.of(I));
    return Model.compile(
        new Graph(
            "two",
            List.of(x, new ValueInfo("h0", type, Optional.empty())),
            List.of(new ValueInfo("y", type, Optional.empty())),
            Map.of(
                "w", weights(type, 1, 4 * H, I),
                "r", weights(type, 1, 4 * H, H),
                "w2", weights(type, 1, 4 * H, H),
                "one", Tensor.of(new long[] {1}, 1)),
            List.of(
                new RecurrentNode("a", CELL, List.of("x", "w", "r"), List.of("a")),
                new OperatorNode("s", "Squeeze", 22, List.of("a", "one"), List.of("as"), Map.of()),
                new RecurrentNode("b", CELL, List.of("as", "w2", "r", "", "", "h0"), List.of("b")),
                new OperatorNode("y", "Tanh", 22, List.of("b"), List.of("y"), Map.of()))));
  }

  private Model oneLayer(ElementType type, Dimension batch) {
    ValueInfo x = ValueInfo.of("x", type, STEPS, batch, Dimension.of(I));
    return Model.compile(
        new Graph(
            "one",
            List.of(x),
            List.of(new ValueInfo("y", type, Optional.empty())),
            Map.of("w", weights(type, 1, 4 * H, I), "r", weights(type, 1, 4 * H, H)),
            List.of(new RecurrentNode("a", CELL, List.of("x", "w", "r"), List.of("y")))));
  }

  @Test
  void tooShortAnArrayForYLeavesTheStates() {
    Model model = oneLayer(F32, BATCH);
    float[] first = floats(2 * I);
    float[] second = floats(2 * I);
    Stream calm = model.newStream(2);
    Stream refused = model.newStream(2);
    float[] expected = new float[2 * H];
    float[] found = new float[2 * H];
    assertThatThrownBy(() -> refused.step(first, new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the array has 1 floats");
    for (float[] x : List.of(first, second)) {
      calm.step(x, expected);
      assertThatThrownBy(() -> refused.step(x, new float[2 * H - 1]))
          .isInstanceOf(IllegalArgumentException.class);
      refused.step(x, found);
      assertThat(found).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void failureBehindALayerTakesBackWhatTheLayerDid(ElementType type) {
    Model model = twoLayers(type);
    Stream calm = model.newStream(1);
    Stream refused = model.newStream(1);
    Tensor good = weights(type, 1, 1, H);
    Tensor bad = weights(type, 1, 1, H + 1);
    for (int call = 0; call < 3; call++) {
      Tensor x = weights(type, 2, 1, I);
      Tensor expected = Tensor.growable(type);
      Tensor found = Tensor.growable(type);
      calm.run(new Tensor[] {x, good}, new Tensor[] {expected});
      assertThatThrownBy(() -> refused.run(new Tensor[] {x, bad}, new Tensor[] {found}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("initial_h");
      Tensor small = Tensor.zeros(type, 1);
      assertThatThrownBy(() -> refused.run(new Tensor[] {x, good}, new Tensor[] {small}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("output y");
      refused.run(new Tensor[] {x, good}, new Tensor[] {found});
      Object[] elements = {found.storage(), expected.storage()};
      assertThat(elements[0]).isEqualTo(elements[1]);
    }
  }

  @Test
  void failureRightAfterResetDoesNotBringOldStatesBack() {
    Model model = oneLayer(F32, BATCH);
    Stream stream = model.newStream(1);
    float[] x = floats(I);
    float[] first = new float[H];
    stream.step(x, first);
    stream.step(floats(I), new float[H]);
    stream.reset();
    assertThatThrownBy(() -> stream.step(x, new float[1]))
        .isInstanceOf(IllegalArgumentException.class);
    float[] again = new float[H];
    stream.step(x, again);
    assertThat(again).isEqualTo(first);
  }

  @Test
  void theBatchIsThatOfTheStream() {
    Stream stream = oneLayer(F32, BATCH).newStream(2);
    Tensor[] five = {Tensor.zeros(F32, 1, 5, I)};
    assertThatThrownBy(() -> stream.run(five, new Tensor[] {Tensor.growable(F32)}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a batch of 2");
    Model fixed = oneLayer(F32, Dimension.of(1));
    assertThat(fixed.newStream(1)).isNotNull();
    assertThatThrownBy(() -> fixed.newStream(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is declared for 1, found 3");
  }

  @Test
  void floatArraysAreForFloatModels() {
    Stream stream = oneLayer(ElementType.FLOAT64, BATCH).newStream(1);
    assertThatThrownBy(() -> stream.step(new float[I], new float[H]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use run(Tensor[], Tensor[])");
  }

  /** {@code x [batch, steps, I]}, then an operator, then the layer behind a transposition. */
  private Model batchFirst(Node between) {
    AttributeValue perm = new AttributeValue.OfInts(List.of(1L, 0L, 2L));
    ValueInfo x = ValueInfo.of("x", F32, BATCH, STEPS, Dimension.of(I));
    return Model.compile(
        new Graph(
            "batch first",
            List.of(x),
            List.of(new ValueInfo("y", F32, Optional.empty())),
            Map.of(
                "w", weights(F32, 1, 4 * H, I),
                "r", weights(F32, 1, 4 * H, H),
                "same", Tensor.of(new long[] {-1, 4, I}, 3)),
            List.of(
                between,
                new OperatorNode(
                    "t", "Transpose", 22, List.of("v"), List.of("vt"), Map.of("perm", perm)),
                new RecurrentNode("a", CELL, List.of("vt", "w", "r"), List.of("y")))));
  }

  @Test
  void batchMajorIsSeenBehindOtherOperators() {
    Model model =
        batchFirst(new OperatorNode("v", "Relu", 22, List.of("x"), List.of("v"), Map.of()));
    float[] x = floats(4 * I);
    Tensor whole = model.newSession().run(Map.of("x", Tensor.of(x, 1, 4, I))).get("y");
    float[] y = new float[4 * H];
    model.newStream(1).run(x, 4, y);
    assertThat(y).isEqualTo(Arrays.copyOf(whole.floats(), whole.size()));
  }

  @Test
  void aModelThatDoesNotTellItsTimeAxisIsRefused() {
    Model model =
        batchFirst(
            new OperatorNode("v", "Reshape", 22, List.of("x", "same"), List.of("v"), Map.of()));
    assertThatThrownBy(() -> model.newStream(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which axis is time");
  }
}
