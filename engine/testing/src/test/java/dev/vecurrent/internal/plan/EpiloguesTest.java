package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bias and activations run with the product or convolution before them, with the same bits. */
class EpiloguesTest {

  private static final ElementType F32 = ElementType.FLOAT32;

  private final Random random = new Random(5);
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<String> made = new ArrayList<>();

  private Tensor floats(int... shape) {
    Tensor tensor = Tensor.zeros(F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  private void op(String operator, String output, String... reads) {
    op(operator, Map.of(), output, reads);
  }

  private void op(
      String operator, Map<String, AttributeValue> attributes, String output, String... reads) {
    nodes.add(new OperatorNode(output, operator, 13, List.of(reads), List.of(output), attributes));
    made.add(output);
  }

  private Compiled compile(List<String> outputs) {
    Graph graph =
        new Graph(
            "test",
            inputs,
            outputs.stream().map(name -> new ValueInfo(name, F32, Optional.empty())).toList(),
            constants,
            nodes);
    return Compiler.compile(graph, true, 1 << 20, 1 << 26);
  }

  private static Tensor last(Compiled compiled, Tensor... in) {
    Tensor[] out = new Tensor[compiled.outputSlots().size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Tensor.growable(F32);
    }
    new GraphRun(compiled, Team.ALONE).run(in, out);
    return out[out.length - 1];
  }

  /** Runs the graph as it is, and with all values as outputs, which leaves each node alone. */
  private Compiled agrees(Tensor... in) {
    Compiled fused = compile(List.of(made.getLast()));
    Compiled alone = compile(made);
    assertThat(alone.steps()).hasSize(nodes.size());
    Tensor a = last(fused, in);
    Tensor b = last(alone, in);
    assertThat(a).asString().isEqualTo(b.toString());
    for (int i = 0; i < a.size(); i++) {
      assertThat(Float.floatToRawIntBits(a.floats()[i]))
          .isEqualTo(Float.floatToRawIntBits(b.floats()[i]));
    }
    return fused;
  }

  private void input(String name, int rank) {
    List<Dimension> dims = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      dims.add(Dimension.symbol(name + axis));
    }
    inputs.add(new ValueInfo(name, F32, Optional.of(dims)));
  }

  private static List<String> operators(Compiled compiled) {
    return compiled.steps().stream().map(Step::operator).toList();
  }

  @Test
  void productsTakeBiasAndActivations() {
    input("x", 3);
    constants.put("w", floats(9, 37));
    constants.put("b", floats(37));
    constants.put("half", Tensor.of(new float[] {0.5f}));
    op("MatMul", "m", "x", "w");
    op("Add", "a", "b", "m");
    op("Tanh", "t", "a");
    op("Mul", "h", "half", "t");
    op("Exp", "y", "h");
    for (int rows : new int[] {1, 2, 7, 100}) {
      Compiled fused = agrees(floats(2, rows, 9));
      assertThat(operators(fused)).containsExactly("MatMul");
      assertThat(fused.steps().getFirst().details().getFirst())
          .contains("packed", "then Add of a row; then Tanh, Mul, Exp");
      assertThat(fused.absorbed()).containsEntry("Add", 1).containsEntry("Exp", 1);
    }
  }

  @Test
  void productsWithOneColumnAndGivenMatrices() {
    input("x", 3);
    input("z", 3);
    constants.put("w", floats(9, 1));
    constants.put("b", floats(1));
    op("MatMul", "m", "x", "w");
    op("Add", "a", "m", "b");
    op("Sigmoid", "s", "a");
    op("MatMul", "p", "s", "z");
    op("Relu", "y", "p");
    for (int rows : new int[] {1, 3, 8, 21}) {
      for (int columns : new int[] {1, 2, 8, 70}) {
        assertThat(operators(agrees(floats(2, rows, 9), floats(2, 1, columns))))
            .containsExactly("MatMul", "MatMul");
      }
    }
  }

  @Test
  void gemmAndConvolutionsTakeActivations() {
    input("x", 4);
    constants.put("k", floats(6, 2, 3, 3));
    constants.put("kb", floats(6));
    constants.put("deep", floats(6, 1, 1, 1));
    constants.put("w", floats(6, 5));
    constants.put("wb", floats(5));
    op(
        "Conv",
        Map.of("pads", new AttributeValue.OfInts(List.of(1L, 1L, 1L, 1L))),
        "c",
        "x",
        "k",
        "kb");
    op("LeakyRelu", "l", "c");
    op("Softplus", "s", "l");
    op("Conv", Map.of("group", new AttributeValue.OfInt(6)), "d", "s", "deep");
    op("Relu", "r", "d");
    op("GlobalAveragePool", "g", "r");
    op("Flatten", "f", "g");
    op("Gemm", "e", "f", "w", "wb");
    op("Sigmoid", "y", "e");
    for (int width : new int[] {1, 5, 40}) {
      Compiled fused = agrees(floats(2, 2, 6, width));
      assertThat(operators(fused))
          .containsExactly("Conv", "Conv", "GlobalAveragePool", "Flatten", "Gemm");
    }
  }

  @Test
  void whatOthersReadStays() {
    input("x", 2);
    constants.put("w", floats(4, 3));
    constants.put("b", floats(3));
    constants.put("grid", floats(2, 3));
    op("MatMul", "m", "x", "w");
    op("Add", "a", "m", "b");
    op("Add", "y", "a", "m");
    assertThat(operators(compile(List.of("y")))).containsExactly("MatMul", "Add", "Add");
    nodes.clear();
    op("MatMul", "m", "x", "w");
    op("Add", "y", "m", "grid");
    assertThat(operators(compile(List.of("y")))).containsExactly("MatMul", "Add");
    nodes.clear();
    op("MatMul", "m", "x", "w");
    op("Relu", "y", "m");
    assertThat(operators(compile(List.of("m", "y")))).containsExactly("MatMul", "Relu");
  }
}
