package dev.vecurrent.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.plan.Compiler;
import dev.vecurrent.internal.plan.Drawing;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes that a model takes are found where it refuses 1 and 8; time is of the test. */
class SizeGuessesTest {

  private static final long LONG_ENOUGH = 10_000;

  private static WarmUpLoop.Outcome warmUp(Compiled compiled) {
    long[] now = {0};
    LongSupplier clock = () -> now[0] += 1;
    return WarmUpLoop.onMadeUpInputs(
        compiled, new GraphRun(compiled, Team.ALONE), LONG_ENOUGH, clock, () -> true);
  }

  private static Compiled compiled(
      List<ValueInfo> inputs, Map<String, Tensor> constants, Node... nodes) {
    return Compiler.compile(
        new Graph("m", inputs, List.of(ValueInfo.untyped("y")), constants, List.of(nodes)),
        true,
        1 << 20,
        1 << 24);
  }

  private static OperatorNode node(String operator, List<String> inputs, String output) {
    return node(operator, inputs, output, Map.of());
  }

  private static OperatorNode node(
      String operator, List<String> inputs, String output, Map<String, AttributeValue> attributes) {
    return new OperatorNode(output, "", operator, 13, inputs, List.of(output), attributes);
  }

  private static ValueInfo floats(String name, Object... dims) {
    return ValueInfo.of(
        name,
        ElementType.FLOAT32,
        Arrays.stream(dims)
            .map(dim -> dim instanceof Integer size ? Dimension.of(size) : symbol(dim))
            .toArray(Dimension[]::new));
  }

  private static Dimension symbol(Object name) {
    return Dimension.symbol(name.toString());
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }

  private static Compiled reshaped(String symbol, long rows) {
    return compiled(
        List.of(floats("x", symbol)),
        Map.of("rows", longs(rows, -1)),
        node("Reshape", List.of("x", "rows"), "y"));
  }

  private static Compiled reflected(int pad, String samples) {
    return compiled(
        List.of(floats("x", 1, samples)), Map.of("pads", longs(0, pad, 0, pad)), reflect("x", "y"));
  }

  /** Of two inputs, which must be as long as each other. */
  private static Compiled reflected(int pad, String samples, String others) {
    return compiled(
        List.of(floats("x", 1, samples), floats("z", 1, others)),
        Map.of("pads", longs(0, pad, 0, pad)),
        reflect("x", "a"),
        reflect("z", "b"),
        node("Concat", List.of("a", "b"), "y", Map.of("axis", new AttributeValue.OfInt(0))));
  }

  private static OperatorNode reflect(String from, String to) {
    return node(
        "Pad", List.of(from, "pads"), to, Map.of("mode", new AttributeValue.OfString("reflect")));
  }

  private static Compiled convolved(int kernel, String steps) {
    return compiled(
        List.of(floats("x", 1, 3, steps)),
        Map.of("w", Drawing.filled(2, 3, kernel)),
        node("Conv", List.of("x", "w"), "y"));
  }

  /** The last of at least so many places. */
  private static Compiled indexed(int places) {
    return compiled(
        List.of(floats("x", "n", 2)),
        Map.of("at", longs(places - 1)),
        node("Gather", List.of("x", "at"), "y"));
  }

  /** The last layer fixes the size of a picture that is halved before. */
  private static Compiled picture(int size) {
    return compiled(
        List.of(floats("x", "batch", 1, "height", "width")),
        Map.of(
            "w", Drawing.filled(2, 1, 2, 2),
            "flat", longs(-1, 2 * (size / 2) * (size / 2)),
            "v", Drawing.filled(2 * (size / 2) * (size / 2), 3)),
        node(
            "Conv",
            List.of("x", "w"),
            "c",
            Map.of("strides", new AttributeValue.OfInts(List.of(2L, 2L)))),
        node("Reshape", List.of("c", "flat"), "f"),
        node("MatMul", List.of("f", "v"), "y"));
  }

  /** One input has so many places for each row of the other. */
  private static Compiled multiple(int factor) {
    return compiled(
        List.of(floats("x", "n"), floats("z", "m", 2)),
        Map.of("rows", longs(-1, factor)),
        node("Reshape", List.of("x", "rows"), "r"),
        node("Concat", List.of("r", "z"), "y", Map.of("axis", new AttributeValue.OfInt(1))));
  }

  static List<Arguments> models() {
    return List.of(
        Arguments.of(Named.of("four rows", reshaped("n", 4))),
        Arguments.of(Named.of("four rows of steps", reshaped("time", 4))),
        Arguments.of(Named.of("four rows of a batch", reshaped("batch", 4))),
        Arguments.of(Named.of("four rows of no name", reshaped("", 4))),
        Arguments.of(Named.of("16 rows", reshaped("n", 16))),
        Arguments.of(Named.of("256 rows", reshaped("n", 256))),
        Arguments.of(Named.of("reflected 8", reflected(8, "samples"))),
        Arguments.of(Named.of("reflected 100", reflected(100, "samples"))),
        Arguments.of(Named.of("reflected 100 steps", reflected(100, "time"))),
        Arguments.of(
            Named.of(
                "reflected 300, as long as another of another kind",
                reflected(300, "time", "samples"))),
        Arguments.of(Named.of("kernel of 3", convolved(3, "steps"))),
        Arguments.of(Named.of("kernel of 25", convolved(25, "n"))),
        Arguments.of(Named.of("kernel of 400", convolved(400, "samples"))),
        Arguments.of(Named.of("kernel of 400 steps", convolved(400, "time"))),
        Arguments.of(Named.of("the third of all", indexed(3))),
        Arguments.of(Named.of("the hundredth of all", indexed(100))),
        Arguments.of(Named.of("a picture of 28", picture(28))),
        Arguments.of(Named.of("a picture of 224", picture(224))),
        Arguments.of(Named.of("twice as many", multiple(2))),
        Arguments.of(Named.of("eight times as many", multiple(8))));
  }

  @ParameterizedTest
  @MethodSource("models")
  void sizesAreFoundThatTheModelTakes(Compiled model) {
    WarmUpLoop.Outcome outcome = warmUp(model);
    assertThat(outcome.calls()).as("%s", outcome.refused()).isPositive();
    assertThat(outcome.ran()).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void whatNoSizeHelpsIsSaidOnce() {
    Compiled never =
        compiled(
            List.of(floats("x", "n"), floats("z", "m")),
            Map.of("zero", Tensor.of(new float[] {0}, 1), "tenth", longs(9)),
            node("Mul", List.of("x", "zero"), "zeros"),
            node(
                "Cast",
                List.of("zeros"),
                "integers",
                Map.of("to", new AttributeValue.OfInt(ElementType.INT64.onnxNumber()))),
            node("Div", List.of("tenth", "integers"), "y"));
    WarmUpLoop.Outcome outcome = warmUp(never);
    assertThat(outcome.calls()).isZero();
    assertThat(outcome.ran()).isEmpty();
    assertThat(outcome.refused()).isNotEmpty().hasSizeLessThan(8).doesNotHaveDuplicates();
  }

  private static Compiled rated(String name, ElementType type, Dimension... dims) {
    return compiled(
        List.of(floats("x", "n"), ValueInfo.of(name, type, dims)),
        Map.of(),
        node(
            "Cast",
            List.of(name),
            "number",
            Map.of("to", new AttributeValue.OfInt(ElementType.FLOAT32.onnxNumber()))),
        node("Mul", List.of("x", "number"), "y"));
  }

  @ParameterizedTest
  @EnumSource(names = {"INT64", "INT32", "FLOAT32", "FLOAT64"})
  void samplingRatesAreUsualNumbers(ElementType type) {
    for (String name : List.of("sr", "SR", "sample_rate", "SampleRate", "sampling_rate", "fs")) {
      for (Dimension[] dims :
          new Dimension[][] {{}, {Dimension.of(1)}, {Dimension.symbol("")}, {symbol("batch")}}) {
        MadeUpInputs made = MadeUpInputs.of(rated(name, type, dims));
        for (int i = 0; i < made.count(); i++) {
          assertThat(numbers(made.get(i)[1])).as(name).containsOnly(16_000);
        }
      }
    }
  }

  @Test
  void numbersOfOtherNamesAreNotRates() {
    for (String name : List.of("s", "rate", "srs", "lengths", "offset")) {
      MadeUpInputs made = MadeUpInputs.of(rated(name, ElementType.INT64));
      assertThat(numbers(made.get(0)[1])).as(name).containsOnly(0);
    }
  }

  private static double[] numbers(Tensor tensor) {
    double[] numbers = new double[tensor.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (tensor.type()) {
            case INT64 -> tensor.longs()[i];
            case INT32 -> tensor.ints()[i];
            case FLOAT64 -> tensor.doubles()[i];
            default -> tensor.floats()[i];
          };
    }
    return numbers;
  }
}
