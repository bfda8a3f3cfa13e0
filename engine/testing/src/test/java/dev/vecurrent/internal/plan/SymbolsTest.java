package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Symbols of input dimensions, followed through a graph. */
class SymbolsTest {

  private static final ElementType F32 = ElementType.FLOAT32;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<ValueInfo> inputs = new ArrayList<>();

  private void input(String name, Object... dims) {
    List<Dimension> shape = new ArrayList<>();
    for (Object dim : dims) {
      shape.add(dim instanceof Integer size ? Dimension.of(size) : Dimension.symbol("" + dim));
    }
    inputs.add(new ValueInfo(name, F32, Optional.of(shape)));
  }

  private void op(String operator, Map<String, AttributeValue> attributes, String... names) {
    List<String> reads = List.of(names).subList(1, names.length);
    nodes.add(new OperatorNode(names[0], operator, 13, reads, List.of(names[0]), attributes));
  }

  private static Map<String, AttributeValue> axis(int axis) {
    return Map.of("axis", new AttributeValue.OfInt(axis));
  }

  private void longs(String name, long... elements) {
    constants.put(name, Tensor.of(elements, elements.length));
  }

  private Graph graph(String output) {
    return new Graph(
        "test", inputs, List.of(new ValueInfo(output, F32, Optional.empty())), constants, nodes);
  }

  /** What is known of a value of the graph, before any pass but folding. */
  private String known(String name) {
    return Outline.of(graph(nodes.getLast().outputs().getFirst())).entries().stream()
        .flatMap(entry -> entry.makes().stream())
        .filter(word -> word.startsWith(name + ": "))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 2);
  }

  @Test
  void broadcastsKeepWhatMustBeEqual() {
    input("x", "n", "t", 4);
    input("same", "n", "t", 1);
    input("other", "m", 1, 4);
    input("one", 1, "t", 4);
    op("Add", Map.of(), "a", "x", "same");
    op("Add", Map.of(), "b", "x", "other");
    op("Add", Map.of(), "c", "one", "x");
    assertThat(known("a")).as("equal names are hints").isEqualTo("FLOAT32[?, ?, 4]");
    assertThat(known("b")).as("either may be 1").isEqualTo("FLOAT32[?, t, 4]");
    assertThat(known("c")).isEqualTo("FLOAT32[n, ?, 4]");
  }

  @Test
  void shapeArithmeticKeepsThem() {
    input("x", "n", "t", 4);
    longs("zero", 0);
    longs("one", 1);
    longs("two", 2);
    longs("rest", -1);
    op("Shape", Map.of(), "shape", "x");
    op("Slice", Map.of(), "n", "shape", "zero", "one");
    op("Gather", Map.of(), "t", "shape", "one");
    op("Concat", axis(0), "to", "t", "n", "two", "rest");
    op("Reshape", Map.of(), "r", "x", "to");
    op("Concat", axis(0), "back", "n", "t", "rest");
    op("Reshape", Map.of(), "y", "r", "back");
    op("Expand", Map.of(), "e", "one_row", "n");
    constants.put("one_row", Tensor.of(new float[] {1}, 1));
    op("Flatten", axis(0), "f", "e");
    assertThat(known("r")).isEqualTo("FLOAT32[t, n, 2, 2]");
    assertThat(known("y")).isEqualTo("FLOAT32[n, t, 4]");
    assertThat(known("e")).isEqualTo("FLOAT32[n]");
    assertThat(known("f")).isEqualTo("FLOAT32[1, n]");
  }

  @Test
  void layersAndWindowsKeepThem() {
    input("x", "n", 4, "t");
    constants.put("kernel", Tensor.zeros(F32, 6, 4, 3));
    constants.put("w", Tensor.zeros(F32, 1, 20, 6));
    constants.put("r", Tensor.zeros(F32, 1, 20, 5));
    op("Conv", Map.of("pads", new AttributeValue.OfInts(List.of(1L, 1L))), "c", "x", "kernel");
    op("Conv", Map.of(), "d", "x", "kernel");
    op("Transpose", Map.of("perm", new AttributeValue.OfInts(List.of(2L, 0L, 1L))), "rows", "c");
    nodes.add(
        new RecurrentNode(
            "layer", Lstm.of(Direction.FORWARD, 5), List.of("rows", "w", "r"), List.of("y", "h")));
    assertThat(known("c")).isEqualTo("FLOAT32[n, 6, t]");
    assertThat(known("d")).isEqualTo("FLOAT32[n, 6, ?]");
    assertThat(known("y")).isEqualTo("FLOAT32[t, 1, n, 5]");
    assertThat(known("h")).isEqualTo("FLOAT32[1, n, 5]");
  }

  @Test
  void whatChangesASizeLosesItsSymbol() {
    input("x", "n", "t", 4);
    longs("zero", 0);
    longs("one", 1);
    longs("far", Long.MAX_VALUE);
    longs("pads", 0, 1, 0, 0, 0, 0);
    longs("none", 0, 0, 0, 0, 0, 0);
    op("Slice", Map.of(), "whole", "x", "zero", "far", "one");
    op("Slice", Map.of(), "part", "x", "one", "far", "one");
    op("Pad", Map.of(), "padded", "x", "pads");
    op("Pad", Map.of(), "same", "x", "none");
    op("Concat", axis(1), "twice", "x", "x");
    assertThat(known("whole")).isEqualTo("FLOAT32[n, t, 4]");
    assertThat(known("part")).isEqualTo("FLOAT32[n, ?, 4]");
    assertThat(known("padded")).isEqualTo("FLOAT32[n, ?, 4]");
    assertThat(known("same")).isEqualTo("FLOAT32[n, t, 4]");
    assertThat(known("twice")).isEqualTo("FLOAT32[n, ?, 4]");
  }

  @Test
  void arithmeticOnASymbolIsNotThatSymbol() {
    input("x", "n", 4);
    op("Shape", Map.of(), "shape", "x");
    op("Neg", Map.of(), "negative", "shape");
    op("Cast", Map.of("to", new AttributeValue.OfInt(9)), "truth", "shape");
    op("Cast", Map.of("to", new AttributeValue.OfInt(7)), "again", "truth");
    op("Abs", Map.of(), "size", "negative");
    op("ConstantOfShape", Map.of(), "y", "size");
    op("ConstantOfShape", Map.of(), "z", "again");
    assertThat(known("y")).isEqualTo("FLOAT32[?, 4]");
    assertThat(known("z")).isEqualTo("FLOAT32[?, 1]");
  }

  @Test
  void equalNamesAreNotEqualSizes() {
    input("x", "n", "t");
    input("like", "n", "t");
    op("Shape", Map.of(), "shape", "like");
    op("Reshape", Map.of(), "r", "x", "shape");
    op("Relu", Map.of(), "y", "r");
    Tensor y = Tensor.growable(F32);
    new GraphRun(Compiler.compile(graph("y"), true, 1 << 20, 1 << 20), Team.ALONE)
        .run(new Tensor[] {Tensor.zeros(F32, 2, 6), Tensor.zeros(F32, 4, 3)}, new Tensor[] {y});
    assertThat(y).asString().isEqualTo("FLOAT32[4, 3]");
  }

  @Test
  void zeroStatesOfAnotherBatchSayNothingOfTheBatch() {
    input("x", "t", "n", 4);
    constants.put("w", Tensor.zeros(F32, 1, 20, 4));
    constants.put("r", Tensor.zeros(F32, 1, 20, 5));
    constants.put("zero", Tensor.zeros(F32, 1, 1, 5));
    nodes.add(
        new RecurrentNode(
            "layer",
            Lstm.of(Direction.FORWARD, 5),
            List.of("x", "w", "r", "", "", "zero", "zero"),
            List.of("y")));
    op("Shape", Map.of(), "size", "y");
    assertThat(known("y")).isEqualTo("FLOAT32[t, 1, n, 5]");
  }

  @Test
  void reshapesToWhatIsThereAreDropped() {
    input("x", "n", "t", 4);
    longs("end", -1);
    op("Relu", Map.of(), "a", "x");
    op("Shape", Map.of(), "shape", "x");
    op("Reshape", Map.of(), "b", "a", "shape");
    op("Exp", Map.of(), "y", "b");
    Compiled compiled = Compiler.compile(graph("y"), true, 1 << 20, 1 << 20);
    assertThat(compiled.steps()).hasSize(1);
    Tensor y = Tensor.growable(F32);
    GraphRun run = new GraphRun(compiled, Team.ALONE);
    run.run(new Tensor[] {Tensor.zeros(F32, 2, 3, 4)}, new Tensor[] {y});
    assertThat(y).asString().isEqualTo("FLOAT32[2, 3, 4]");
    run.run(new Tensor[] {Tensor.zeros(F32, 0, 3, 4)}, new Tensor[] {y});
    assertThat(y).asString().isEqualTo("FLOAT32[0, 3, 4]");
  }
}
