package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph for tests, node by node. Input {@code x} is FLOAT32 {@code [a, b, I]}. */
public final class Drawing {

  static final int I = 2;
  static final int H = 3;

  final Map<String, Tensor> constants = new HashMap<>();
  final List<Node> nodes = new ArrayList<>();
  private final List<ValueInfo> inputs = new ArrayList<>();

  Drawing() {
    inputs.add(
        ValueInfo.of(
            "x",
            ElementType.FLOAT32,
            Dimension.symbol("a"),
            Dimension.symbol("b"),
            Dimension.of(I)));
  }

  Drawing input(String name, ElementType type, Dimension... dims) {
    inputs.add(ValueInfo.of(name, type, dims));
    return this;
  }

  Drawing op(String operator, List<String> in, String out) {
    return op(operator, in, out, Map.of());
  }

  Drawing op(String operator, List<String> in, String out, Map<String, AttributeValue> attributes) {
    nodes.add(new OperatorNode(out, operator, 22, in, List.of(out), attributes));
    return this;
  }

  /** An operator along an axis. */
  Drawing along(String operator, long axis, List<String> in, String out) {
    return op(operator, in, out, Map.of("axis", new AttributeValue.OfInt(axis)));
  }

  Drawing transpose(String in, String out, long... permutation) {
    AttributeValue perm = new AttributeValue.OfInts(Arrays.stream(permutation).boxed().toList());
    return op("Transpose", List.of(in), out, Map.of("perm", perm));
  }

  Drawing concat(List<String> in, String out) {
    return along("Concat", 0, in, out);
  }

  Drawing constant(String name, long... elements) {
    constants.put(name, Tensor.of(elements, elements.length));
    return this;
  }

  /** A recurrent layer; outputs are Y, Y_h, Y_c as far as they are named. */
  Drawing layer(Cell cell, String x, int features, String initial, String... out) {
    int d = cell.direction().count();
    int rows = cell.gates() * cell.hiddenSize();
    constants.put(out[0] + ".w", filled(d, rows, features));
    constants.put(out[0] + ".r", filled(d, rows, cell.hiddenSize()));
    List<String> in = List.of(x, out[0] + ".w", out[0] + ".r", "", "", initial);
    nodes.add(new RecurrentNode(out[0], cell, in, List.of(out)));
    return this;
  }

  Graph graph(String... outputs) {
    List<ValueInfo> made =
        Arrays.stream(outputs)
            .map(name -> new ValueInfo(name, ElementType.FLOAT32, Optional.empty()))
            .toList();
    return new Graph("drawing", inputs, made, constants, nodes);
  }

  Compiled compile(String... outputs) {
    return Compiler.compile(graph(outputs), true, 1 << 20, 1 << 20);
  }

  static List<String> operators(Compiled compiled) {
    return compiled.steps().stream().map(Step::operator).toList();
  }

  /** The elements of each output for {@code x} of a shape. */
  static float[][] run(Compiled compiled, int a, int b) {
    Tensor[] outputs = new Tensor[compiled.outputSlots().size()];
    Arrays.setAll(outputs, _ -> Tensor.growable(ElementType.FLOAT32));
    new GraphRun(compiled, Team.ALONE).run(new Tensor[] {filled(a, b, I)}, outputs);
    return Arrays.stream(outputs)
        .map(tensor -> Arrays.copyOf(tensor.floats(), tensor.size()))
        .toArray(float[][]::new);
  }

  public static Tensor filled(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (i % 11 - 5) * 0.07f;
    }
    return tensor;
  }
}
