package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.Model;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ModelRefusedException;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any number may be an element of a file: none stands for something else. */
class ElementsOfFilesTest {

  private static final String OUT = "out";

  private static Graph graph(Map<String, Tensor> constants, OperatorNode... nodes) {
    ValueInfo x =
        ValueInfo.of("x", ElementType.FLOAT32, Dimension.symbol("n"), Dimension.symbol("m"));
    ValueInfo out = new ValueInfo(OUT, ElementType.FLOAT32, Optional.empty());
    return new Graph("test", List.of(x), List.of(out), constants, List.<Node>of(nodes));
  }

  private static OperatorNode node(String operator, String out, String... inputs) {
    Map<String, AttributeValue> attributes =
        operator.equals("Concat") ? Map.of("axis", new AttributeValue.OfInt(0)) : Map.of();
    return new OperatorNode("", operator, 13, List.of(inputs), List.of(out), attributes);
  }

  private static Tensor longs(long... elements) {
    return Tensor.of(elements, elements.length);
  }

  private static Tensor run(Graph graph, Map<String, Tensor> inputs) {
    return Objects.requireNonNull(Model.compile(graph).newSession().run(inputs).get(OUT));
  }

  private static Tensor run(Graph graph) {
    return run(graph, Map.of("x", Tensor.zeros(ElementType.FLOAT32, 2, 3)));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 4711,
        Long.MIN_VALUE + 5711,
        Long.MIN_VALUE + 4711 + Fact.MOST_SYMBOLS,
        -(1L << 32) + 6,
        Integer.MIN_VALUE,
        -3,
        -2,
        (1L << 31) - 8,
        1L << 31,
        (1L << 32) - 2,
        (1L << 32) + 6,
        Long.MAX_VALUE
      })
  void aSizeThatIsNoneIsRefused(long size) {
    Map<String, Tensor> constants =
        Map.of(
            "size", longs(size),
            "sizes", longs(1, size),
            "zero", longs(0));
    List<Graph> graphs =
        List.of(
            graph(constants, node("Reshape", OUT, "x", "size")),
            graph(constants, node("Reshape", OUT, "x", "sizes")),
            graph(constants, node("Expand", OUT, "x", "sizes")),
            graph(constants, node("Tile", OUT, "x", "sizes")),
            graph(constants, node("ConstantOfShape", OUT, "sizes")),
            graph(constants, node("Resize", OUT, "x", "", "", "sizes")),
            graph(
                constants,
                node("Shape", "shape", "x"),
                node("Gather", "n", "shape", "zero"),
                node("Concat", "to", "size", "n"),
                node("Reshape", OUT, "x", "to")));
    for (Graph graph : graphs) {
      assertThatThrownBy(() -> run(graph))
          .as("%s %s", graph.nodes(), size)
          .isInstanceOfAny(ModelRefusedException.class, IllegalArgumentException.class)
          .hasMessageContaining(graph.nodes().getLast().operator());
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 4711,
        Long.MIN_VALUE + 4712,
        Long.MIN_VALUE + 5711,
        -2,
        -1
      })
  void arithmeticKeepsItAsItIs(long number) {
    Map<String, Tensor> constants =
        Map.of(
            "number", longs(number),
            "zero", longs(0),
            "one", longs(1),
            "yes", Tensor.of(new boolean[] {true}, 1));
    List<OperatorNode> makers =
        List.of(
            node("Add", "made", "number", "zero"),
            node("Max", "made", "number", "number"),
            node("Where", "made", "yes", "number", "zero"),
            node("Gather", "made", "number", "zero"),
            node("Expand", "made", "number", "one"));
    for (OperatorNode maker : makers) {
      Graph graph =
          new Graph(
              "test",
              List.of(),
              List.of(new ValueInfo(OUT, ElementType.INT64, Optional.empty())),
              constants,
              List.of(maker, node("Identity", OUT, "made")));
      Tensor out = run(graph, Map.of());
      assertThat(out.longs()[0]).as(maker.operator()).isEqualTo(number);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE + 4711, Long.MIN_VALUE + 4712, Long.MIN_VALUE + 6000})
  void besideAnElementThatIsNotKnownItIsKnown(long number) {
    Graph graph =
        new Graph(
            "test",
            List.of(ValueInfo.of("x", ElementType.FLOAT32, Dimension.symbol("n"))),
            List.of(new ValueInfo(OUT, ElementType.INT64, Optional.empty())),
            Map.of("number", longs(number), "two", longs(2)),
            List.of(
                node("Shape", "n", "x"),
                node("Concat", "both", "number", "n"),
                node("Mul", OUT, "both", "two")));
    Tensor out = run(graph, Map.of("x", Tensor.zeros(ElementType.FLOAT32, 7)));
    assertThat(out.longs()).startsWith(number * 2, 14);
  }
}
