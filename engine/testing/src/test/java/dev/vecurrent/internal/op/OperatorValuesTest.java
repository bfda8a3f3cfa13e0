package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.AttributeValue.OfFloat;
import dev.vecurrent.spec.AttributeValue.OfInt;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers of Max, Min, Clip, ArgMax, Tile and LayerNormalization that can be seen to be right. */
class OperatorValuesTest {

  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private static List<Finding> refusals(
      String name, int opset, int inputs, int outputs, Map<String, AttributeValue> attributes) {
    List<Finding> findings = new ArrayList<>();
    Operators.create(node(name, opset, inputs, outputs, attributes), findings);
    return findings;
  }

  private static OperatorNode node(
      String name, int opset, int inputs, int outputs, Map<String, AttributeValue> attributes) {
    List<String> in = IntStream.range(0, inputs).mapToObj(i -> "i" + i).toList();
    List<String> out = IntStream.range(0, outputs).mapToObj(i -> "o" + i).toList();
    return new OperatorNode("n", name, opset, in, out, attributes);
  }

  /** Runs twice on the same outputs, so that what is left of the first run would be seen. */
  private static Tensor[] run(
      String name,
      int opset,
      int outputs,
      Map<String, AttributeValue> attributes,
      @Nullable Tensor... inputs) {
    List<Finding> findings = new ArrayList<>();
    Operator operator =
        Operators.create(node(name, opset, inputs.length, outputs, attributes), findings);
    assertThat(findings).isEmpty();
    @Nullable Fact[] facts = new Fact[inputs.length];
    for (int i = 0; i < facts.length; i++) {
      Tensor tensor = inputs[i];
      facts[i] = tensor == null ? null : Fact.of(tensor);
    }
    Fact[] inferred = Objects.requireNonNull(operator).infer(facts);
    assertThat(inferred).hasSize(outputs);
    Tensor[] out = new Tensor[outputs];
    for (int i = 0; i < outputs; i++) {
      out[i] = Tensor.growable(inferred[i].type());
    }
    Workspace workspace = new Workspace();
    operator.run(inputs, out, workspace);
    operator.run(inputs, out, workspace);
    return out;
  }

  private static Tensor f(float... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor n(long... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void maxAndMinTakeAnyNumberOfInputsAndPassNanOn() {
    Tensor column = Tensor.of(new float[] {1, 5}, 2, 1);
    Tensor max = run("Max", 13, 1, Map.of(), column, f(3, NAN), f(0))[0];
    assertThat(max.shape()).containsExactly(2, 2);
    assertThat(max.floats()).containsExactly(3, NAN, 5, NAN);
    Tensor min = run("Min", 8, 1, Map.of(), column, f(3, -INF), f(2))[0];
    assertThat(min.floats()).containsExactly(1, -INF, 2, -INF);
    assertThat(run("Max", 13, 1, Map.of(), f(7))[0].floats()).containsExactly(7);
    assertThat(run("Min", 12, 1, Map.of(), n(4, -1), n(2))[0].longs()).containsExactly(2, -1);
  }

  @Test
  void maxOfIntegersIsFollowedBeforeARun() {
    List<Finding> findings = new ArrayList<>();
    Operator max =
        Objects.requireNonNull(Operators.create(node("Max", 13, 2, 1, Map.of()), findings));
    Element open = Element.unknown();
    Fact partly = Fact.ofElements(new int[] {3}, Element.of(1), open, Element.of(9));
    Fact[] facts = max.infer(new Fact[] {partly, Fact.of(n(4))});
    assertThat(facts[0].elements()).containsExactly(Element.of(4), open, Element.of(9));
  }

  @Test
  void integersAreRefusedBeforeTheOpsetThatTookThem() {
    for (String name : List.of("Max", "Min", "Clip")) {
      assertThatThrownBy(() -> run(name, 11, 1, Map.of(), n(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("INT64");
    }
  }

  @Test
  void clipHasAttributesThenInputs() {
    Map<String, AttributeValue> limits = Map.of("min", new OfFloat(-1), "max", new OfFloat(2));
    Tensor x = f(-5, 0, 5, NAN);
    assertThat(run("Clip", 6 + 1, 1, limits, x)[0].floats()).containsExactly(-1, 0, 2, NAN);
    assertThat(refusals("Clip", 11, 1, 1, limits)).hasSize(2);
    assertThat(refusals("Clip", 7, 3, 1, Map.of())).hasSize(1);
    Tensor low = Tensor.of(new float[] {1});
    Tensor high = Tensor.of(new float[] {-1});
    assertThat(run("Clip", 13, 1, Map.of(), x, low)[0].floats()).containsExactly(1, 1, 5, NAN);
    assertThat(run("Clip", 13, 1, Map.of(), x, null, high)[0].floats())
        .containsExactly(-5, -1, -1, NAN);
    assertThat(run("Clip", 13, 1, Map.of(), f(0), low, high)[0].floats()).containsExactly(-1);
    assertThat(run("Clip", 13, 1, Map.of(), n(1, 9), null, Tensor.of(new long[] {4}))[0].longs())
        .containsExactly(1, 4);
  }

  @Test
  void clipWithoutLimitsKeepsToFiniteNumbers() {
    assertThat(run("Clip", 13, 1, Map.of(), f(INF, -INF))[0].floats())
        .containsExactly(Float.MAX_VALUE, -Float.MAX_VALUE);
    Tensor doubles = Tensor.of(new double[] {Double.POSITIVE_INFINITY, 1e300}, 2);
    assertThat(run("Clip", 13, 1, Map.of(), doubles)[0].doubles())
        .containsExactly(Double.MAX_VALUE, 1e300);
  }

  @Test
  void argMaxTakesTheFirstOrTheLast() {
    Tensor x = Tensor.of(new float[] {1, 4, 4, 7, 7, 2}, 2, 3);
    OfInt one = new OfInt(1);
    Tensor first = run("ArgMax", 13, 1, Map.of("axis", one), x)[0];
    assertThat(first.shape()).containsExactly(2, 1);
    assertThat(first.longs()).containsExactly(1, 0);
    Tensor last =
        run(
            "ArgMax",
            13,
            1,
            Map.of("axis", new OfInt(-1), "select_last_index", one, "keepdims", new OfInt(0)),
            x)[0];
    assertThat(last.shape()).containsExactly(2);
    assertThat(last.longs()).containsExactly(2, 1);
    assertThat(run("ArgMax", 13, 1, Map.of(), x)[0].longs()).containsExactly(1, 1, 0);
    assertThat(run("ArgMax", 13, 1, Map.of(), f(1, NAN, INF, NAN))[0].longs()).containsExactly(1);
    assertThat(refusals("ArgMax", 11, 1, 1, Map.of("select_last_index", one))).hasSize(1);
    assertThatThrownBy(() -> run("ArgMax", 13, 1, Map.of(), f()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void tileRepeatsEachAxisInAnyType() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor tiled = run("Tile", 13, 1, Map.of(), x, n(2, 2))[0];
    assertThat(tiled.shape()).containsExactly(4, 4);
    assertThat(tiled.floats()).containsExactly(1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4);
    Tensor bytes = Tensor.of(ElementType.UINT8, new byte[] {1, -1}, 2);
    assertThat(run("Tile", 13, 1, Map.of(), bytes, n(2))[0].bytes()).containsExactly(1, -1, 1, -1);
    for (long times : new long[] {-1, 1L << 40}) {
      assertThatThrownBy(() -> run("Tile", 13, 1, Map.of(), f(1), n(times)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void layerNormalizationHasMeanAndDeviationBesideTheResult() {
    Tensor x = Tensor.of(new float[] {1, 3, -2, -2, 10, 20}, 3, 2);
    Tensor[] out = run("LayerNormalization", 17, 3, Map.of(), x, f(2, 3), f(1, -1));
    assertThat(out[1].shape()).containsExactly(3, 1);
    assertThat(out[1].floats()).containsExactly(2, -2, 15);
    double first = 1 / Math.sqrt(1 + 1e-5);
    assertThat(out[2].floats()[0]).isCloseTo((float) first, within(1e-6f));
    assertThat(out[2].floats()[1]).isCloseTo((float) (1 / Math.sqrt(1e-5)), within(1e-3f));
    float[] y = out[0].floats();
    assertThat(y[0]).isCloseTo((float) (1 - 2 * first), within(1e-6f));
    assertThat(y[1]).isCloseTo((float) (3 * first - 1), within(1e-6f));
    assertThat(y[2]).isEqualTo(1);
    assertThat(y[3]).isEqualTo(-1);
  }

  @Test
  void layerNormalizationTakesDoublesAndEveryAxis() {
    Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
    Tensor scale = Tensor.of(new double[] {1}, 1);
    Tensor[] out = run("LayerNormalization", 17, 2, Map.of("axis", new OfInt(0)), x, scale);
    assertThat(out[1].shape()).containsExactly(1, 1);
    assertThat(out[1].floats()).containsExactly(2.5f);
    assertThat(out[0].doubles()[3]).isCloseTo(1.5 / Math.sqrt(1.25 + 1e-5), within(1e-6));
  }

  @Test
  void layerNormalizationRefusesWhatItDoesNotDo() {
    assertThat(refusals("LayerNormalization", 16, 2, 1, Map.of())).isEmpty(); // as exporters wrote
    assertThat(refusals("LayerNormalization", 17, 2, 1, Map.of("stash_type", new OfInt(16))))
        .singleElement()
        .asString()
        .contains("stash_type = 16");
  }

  @Test
  void integersWrapBeforeARunAsInARun() {
    Tensor most = Tensor.of(new int[] {Integer.MAX_VALUE}, 1);
    Tensor one = Tensor.of(new int[] {1}, 1);
    Operator add =
        Objects.requireNonNull(
            Operators.create(node("Add", 13, 2, 1, Map.of()), new ArrayList<>()));
    assertThat(add.infer(new Fact[] {Fact.of(most), Fact.of(one)})[0].elements())
        .containsExactly(Element.of(Integer.MIN_VALUE));
    assertThat(run("Add", 13, 1, Map.of(), most, one)[0].ints()).containsExactly(Integer.MIN_VALUE);
  }

  @Test
  void reshapeOfAnEmptyBatchKeepsTheOtherDimensions() {
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 0, 3, 2, 8);
    assertThat(run("Reshape", 13, 1, Map.of(), x, n(0, 0, -1))[0].shape())
        .containsExactly(0, 3, 16);
    assertThat(run("Reshape", 13, 1, Map.of(), x, n(-1, 48))[0].shape()).containsExactly(0, 48);
    assertThatThrownBy(() -> run("Reshape", 13, 1, Map.of(), x, n(0, 5, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangeOfIntegersIsExactBeyondDoubles() {
    long start = 1L << 60;
    assertThat(run("Range", 11, 1, Map.of(), at(start), at(start + 5), at(2))[0].longs())
        .containsExactly(start, start + 2, start + 4);
    assertThat(run("Range", 11, 1, Map.of(), at(3), at(-2), at(-3))[0].longs())
        .containsExactly(3, 0);
    assertThat(run("Range", 11, 1, Map.of(), at(3), at(9), at(-1))[0].size()).isZero();
    Tensor huge = at(Long.MAX_VALUE);
    assertThatThrownBy(() -> run("Range", 11, 1, Map.of(), at(-9), huge, at(1)))
        .isInstanceOf(IllegalArgumentException.class);
    Tensor other = Tensor.of(new float[] {1});
    assertThatThrownBy(() -> run("Range", 11, 1, Map.of(), at(0), at(2), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different types");
  }

  private static Tensor at(long value) {
    return Tensor.of(new long[] {value});
  }

  @Test
  void anAxisThatOccursTwiceIsReducedOnce() {
    Operator sum =
        Objects.requireNonNull(
            Operators.create(node("ReduceSum", 13, 2, 1, Map.of()), new ArrayList<>()));
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor[] out = {Tensor.growable(ElementType.FLOAT32)};
    sum.run(new Tensor[] {x, n(1, -1)}, out, new Workspace());
    assertThat(out[0].shape()).containsExactly(2, 1);
    assertThat(Arrays.copyOf(out[0].floats(), 2)).containsExactly(6, 15);
  }

  @Test
  void operatorsAreRefusedBeforeTheirOpset() {
    Map<String, Integer> since =
        Map.of(
            "ConstantOfShape", 9,
            "Expand", 8,
            "GreaterOrEqual", 12,
            "LessOrEqual", 12,
            "Range", 11,
            "Where", 9);
    Map<String, Integer> inputs = Map.of("ConstantOfShape", 1, "Range", 3, "Where", 3);
    since.forEach((name, opset) -> {
      int count = inputs.getOrDefault(name, 2);
      assertThat(refusals(name, opset - 1, count, 1, Map.of()))
          .singleElement()
          .asString()
          .contains(name + " is defined since opset " + opset);
      assertThat(refusals(name, opset, count, 1, Map.of())).isEmpty();
    });
  }
}
