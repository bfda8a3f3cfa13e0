package dev.vecurrent.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.Compiled;
import dev.vecurrent.internal.run.GraphRun;
import dev.vecurrent.internal.run.Step;
import dev.vecurrent.spec.Activation;
import dev.vecurrent.spec.ActivationFunction;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Gru;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps of cells as frameworks write them become one layer step, with the layer's answers. */
class WrittenCellsTest {

  private static final int N = 3;

  private final long seed = Seeds.of(WrittenCellsTest.class);
  private final Random random = new Random(seed);
  private final int features = 1 + random.nextInt(9);
  private final int units = 1 + random.nextInt(9);
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private int names;

  /** Ways to write the four sums of an LSTM, or the shares of a GRU. */
  private enum Sums {
    /** {@code MatMul, MatMul, Add, Add, Split}, as keras2onnx has it. */
    KERAS,
    /** {@code Concat, MatMul, Add, Split} and a forget bias, as TensorFlow's cells have it. */
    TENSORFLOW,
    /** {@code Gemm, Gemm, Add, Split}, as PyTorch has it. */
    PYTORCH,
    /** Two products and a sum for each gate by itself. */
    GATE_BY_GATE
  }

  private String op(String operator, String... inputs) {
    return node(operator, Map.of(), 1, inputs).getFirst();
  }

  private List<String> node(
      String operator, Map<String, AttributeValue> attributes, int outputs, String... inputs) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      made.add("v" + names++);
    }
    nodes.add(new OperatorNode(made.getFirst(), operator, 13, List.of(inputs), made, attributes));
    return made;
  }

  private String constant(Tensor tensor) {
    String name = "c" + names++;
    constants.put(name, tensor);
    return name;
  }

  private String scalar(float value) {
    return constant(Tensor.of(new float[] {value}));
  }

  private Tensor draw(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return tensor;
  }

  /** Gates of W {@code [1, G*H, k]}, transposed and in another order: {@code [k, G*H]}. */
  private Tensor columns(Tensor w, int... order) {
    int depth = w.dim(2);
    Tensor to = Tensor.zeros(ElementType.FLOAT32, depth, order.length * units);
    for (int g = 0; g < order.length; g++) {
      for (int unit = 0; unit < units; unit++) {
        for (int k = 0; k < depth; k++) {
          to.floats()[k * order.length * units + g * units + unit] =
              w.floats()[(order[g] * units + unit) * depth + k];
        }
      }
    }
    return to;
  }

  private Tensor row(Tensor b, int gates, boolean recurrent, int... order) {
    Tensor to = Tensor.zeros(ElementType.FLOAT32, order.length * units);
    for (int i = 0; i < to.size(); i++) {
      to.floats()[i] =
          b.floats()[(recurrent ? gates * units : 0) + order[i / units] * units + i % units];
    }
    return to;
  }

  private Tensor below(Tensor upper, Tensor lower) {
    Tensor to = Tensor.zeros(ElementType.FLOAT32, upper.dim(0) + lower.dim(0), upper.dim(1));
    System.arraycopy(upper.floats(), 0, to.floats(), 0, upper.size());
    System.arraycopy(lower.floats(), 0, to.floats(), upper.size(), lower.size());
    return to;
  }

  private List<String> split(String value, int parts) {
    return node("Split", Map.of("axis", new AttributeValue.OfInt(1)), parts, value);
  }

  private String sideBySide(String a, String b) {
    return node("Concat", Map.of("axis", new AttributeValue.OfInt(1)), 1, a, b).getFirst();
  }

  private String gemm(String a, Tensor b, Tensor c) {
    return op("Gemm", a, constant(b), constant(c));
  }

  /** The sums of gates: those of X and of H together. */
  private List<String> sums(Sums form, Tensor w, Tensor r, Tensor b, int gates, int... order) {
    Tensor wb = row(b, gates, false, order);
    Tensor rb = row(b, gates, true, order);
    for (int i = 0; form == Sums.KERAS || form == Sums.TENSORFLOW ? i < rb.size() : false; i++) {
      wb.floats()[i] += rb.floats()[i];
    }
    return switch (form) {
      case KERAS -> {
        String ofX = op("MatMul", "x", constant(columns(w, order)));
        String ofH = op("MatMul", "h", constant(columns(r, order)));
        yield split(op("Add", op("Add", ofX, ofH), constant(wb)), order.length);
      }
      case TENSORFLOW -> {
        String both = sideBySide("x", "h");
        Tensor kernel = below(columns(w, order), columns(r, order));
        yield split(op("Add", op("MatMul", both, constant(kernel)), constant(wb)), order.length);
      }
      case PYTORCH -> {
        String ofX = gemm("x", columns(w, order), wb);
        yield split(op("Add", ofX, gemm("h", columns(r, order), rb)), order.length);
      }
      case GATE_BY_GATE -> {
        List<String> each = new ArrayList<>();
        for (int gate : order) {
          String ofX = op("MatMul", "x", constant(columns(w, gate)));
          String ofH = op("MatMul", "h", constant(columns(r, gate)));
          String biased = op("Add", constant(row(b, gates, false, gate)), ofX);
          each.add(op("Add", biased, op("Add", ofH, constant(row(b, gates, true, gate)))));
        }
        yield each;
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void lstm(Sums form) {
    for (String gate : List.of("Sigmoid", "HardSigmoid")) {
      nodes.clear();
      constants.clear();
      Tensor w = draw(1, 4 * units, features);
      Tensor r = draw(1, 4 * units, units);
      Tensor b = draw(1, 8 * units);
      // Keras: i f c o; TensorFlow: i c f o.
      boolean tensorflow = form == Sums.TENSORFLOW;
      int f = tensorflow ? 2 : 1;
      int c = tensorflow ? 1 : 2;
      int[] order = tensorflow ? new int[] {0, 3, 2, 1} : new int[] {0, 2, 3, 1};
      List<String> sums = sums(form, w, r, b, 4, order);
      String forget = sums.get(f);
      if (tensorflow) {
        forget = op("Add", forget, scalar(1));
        for (int unit = 0; unit < units; unit++) {
          b.floats()[2 * units + unit] += 1;
        }
      }
      String kept = op("Mul", "c", op(gate, forget));
      String newC = op("Add", kept, op("Mul", op("Tanh", sums.get(c)), op(gate, sums.getFirst())));
      String newH = op("Mul", op("Tanh", newC), op(gate, sums.get(3)));
      Activation activation =
          gate.equals("Sigmoid")
              ? Activation.SIGMOID
              : Activation.of(ActivationFunction.HARD_SIGMOID);
      Cell cell =
          new Lstm(
              Direction.FORWARD,
              units,
              List.of(activation, Activation.TANH, Activation.TANH),
              Float.POSITIVE_INFINITY,
              false,
              Layout.TIME_MAJOR);
      assertIsLayer(cell, w, r, b, List.of(newH, newC));
    }
  }

  /** Keras with {@code reset_after}, and PyTorch. */
  @Test
  void gruThatResetsAfterTheProduct() {
    for (boolean mixed : new boolean[] {true, false}) {
      nodes.clear();
      constants.clear();
      Tensor w = draw(1, 3 * units, features);
      Tensor r = draw(1, 3 * units, units);
      Tensor b = draw(1, 6 * units);
      List<String> x = split(gemm("x", columns(w, 1, 0, 2), row(b, 3, false, 1, 0, 2)), 3);
      String product = op("MatMul", "h", constant(columns(r, 1, 0, 2)));
      List<String> h = split(op("Add", product, constant(row(b, 3, true, 1, 0, 2))), 3);
      String reset = op("Sigmoid", op("Add", h.get(0), x.get(0)));
      String z = op("Sigmoid", op("Add", x.get(1), h.get(1)));
      String n = op("Tanh", op("Add", op("Mul", h.get(2), reset), x.get(2)));
      assertIsLayer(Gru.of(Direction.FORWARD, units, true), w, r, b, List.of(mixed(mixed, z, n)));
    }
  }

  /** Keras without {@code reset_after}, and TensorFlow's GRUCell. */
  @Test
  void gruThatResetsTheState() {
    for (boolean concat : new boolean[] {true, false}) {
      nodes.clear();
      constants.clear();
      Tensor w = draw(1, 3 * units, features);
      Tensor r = draw(1, 3 * units, units);
      Tensor b = draw(1, 6 * units);
      List<String> gates = sums(concat ? Sums.TENSORFLOW : Sums.KERAS, w, r, b, 3, 1, 0);
      String reset = op("Mul", op("Sigmoid", gates.get(0)), "h");
      String z = op("Sigmoid", gates.get(1));
      Tensor bias = row(b, 3, false, 2);
      for (int i = 0; i < units; i++) {
        bias.floats()[i] += b.floats()[5 * units + i];
      }
      String sum =
          concat
              ? op("MatMul", sideBySide("x", reset), constant(below(columns(w, 2), columns(r, 2))))
              : op(
                  "Add",
                  op("MatMul", "x", constant(columns(w, 2))),
                  op("MatMul", reset, constant(columns(r, 2))));
      String n = op("Tanh", op("Add", sum, constant(bias)));
      assertIsLayer(Gru.of(Direction.FORWARD, units, false), w, r, b, List.of(mixed(concat, z, n)));
    }
  }

  /** z ⊙ h + (1 - z) ⊙ n, or n + z ⊙ (h - n). */
  private String mixed(boolean ones, String z, String n) {
    return ones
        ? op("Add", op("Mul", z, "h"), op("Mul", op("Sub", scalar(1), z), n))
        : op("Add", n, op("Mul", z, op("Sub", "h", n)));
  }

  /** A gate that somebody else reads is no part of a cell. */
  @Test
  void gatesThatAreSeenStayAsTheyAre() {
    Tensor w = draw(1, 4 * units, features);
    Tensor r = draw(1, 4 * units, units);
    List<String> sums = sums(Sums.KERAS, w, r, draw(1, 8 * units), 4, 0, 1, 2, 3);
    String o = op("Sigmoid", sums.get(1));
    String newC =
        op(
            "Add",
            op("Mul", op("Sigmoid", sums.get(2)), "c"),
            op("Mul", op("Sigmoid", sums.get(0)), op("Tanh", sums.get(3))));
    String newH = op("Mul", o, op("Tanh", newC));

    Compiled compiled = compile(List.of(newH, newC, o));

    assertThat(compiled.steps().stream().map(Step::operator)).doesNotContain("LSTMCell");
  }

  private Compiled compile(List<String> outputs) {
    return Compiler.compile(graph(outputs), true, 1 << 20, 1 << 20);
  }

  private Graph graph(List<String> outputs) {
    List<ValueInfo> in = new ArrayList<>();
    Dimension batch = Dimension.symbol("N");
    in.add(ValueInfo.of("x", ElementType.FLOAT32, batch, Dimension.of(features)));
    in.add(ValueInfo.of("h", ElementType.FLOAT32, batch, Dimension.of(units)));
    in.add(ValueInfo.of("c", ElementType.FLOAT32, batch, Dimension.of(units)));
    List<ValueInfo> out = new ArrayList<>();
    for (String output : outputs) {
      out.add(
          ValueInfo.of(output, ElementType.FLOAT32, Dimension.symbol(""), Dimension.symbol("")));
    }
    return new Graph("test", in, out, constants, nodes);
  }

  private void assertIsLayer(Cell cell, Tensor w, Tensor r, Tensor b, List<String> outputs) {
    Compiled compiled = compile(outputs);
    assertThat(compiled.steps().stream().map(Step::operator))
        .as("seed %d: %s", seed, compiled.steps().stream().map(Step::operator).toList())
        .containsExactly(cell.operator() + "Cell");
    Tensor x = draw(N, features);
    Tensor h = draw(N, units);
    Tensor c = draw(N, units);
    List<Tensor> found = new ArrayList<>();
    outputs.forEach(_ -> found.add(Tensor.growable(ElementType.FLOAT32)));
    new GraphRun(compiled, Team.ALONE).run(new Tensor[] {x, h, c}, found.toArray(new Tensor[0]));
    List<Tensor> expected = layer(cell, w, r, b, x, h, c);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).shape()).containsExactly(N, units);
      for (int at = 0; at < N * units; at++) {
        assertThat((double) found.get(i).floats()[at])
            .as("seed %d, output %d", seed, i)
            .isCloseTo(expected.get(i).floats()[at], offset(2e-6));
      }
    }
  }

  /** Y_h and Y_c of the ONNX layer over one step. */
  private List<Tensor> layer(
      Cell cell, Tensor w, Tensor r, Tensor b, Tensor x, Tensor h, Tensor c) {
    boolean lstm = cell.gates() == 4;
    Map<String, Tensor> weights = Map.of("w", w, "r", r, "b", b);
    List<String> in = new ArrayList<>(List.of("x", "w", "r", "b", "", "h"));
    List<String> out = new ArrayList<>(List.of("", "yh"));
    if (lstm) {
      in.add("c");
      out.add("yc");
    }
    Dimension one = Dimension.of(1);
    Dimension n = Dimension.of(N);
    List<ValueInfo> inputs = new ArrayList<>();
    inputs.add(ValueInfo.of("x", ElementType.FLOAT32, one, n, Dimension.of(features)));
    inputs.add(ValueInfo.of("h", ElementType.FLOAT32, one, n, Dimension.of(units)));
    inputs.add(ValueInfo.of("c", ElementType.FLOAT32, one, n, Dimension.of(units)));
    List<ValueInfo> outputs = new ArrayList<>();
    for (String name : out.subList(1, out.size())) {
      outputs.add(ValueInfo.of(name, ElementType.FLOAT32, one, n, Dimension.of(units)));
    }
    Graph graph =
        new Graph(
            "layer", inputs, outputs, weights, List.of(new RecurrentNode("l", cell, in, out)));
    Tensor[] made = new Tensor[outputs.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = Tensor.growable(ElementType.FLOAT32);
    }
    new GraphRun(Compiler.compile(graph, true, 1 << 20, 1 << 20), Team.ALONE)
        .run(
            new Tensor[] {
              Tensor.of(x.floats(), 1, N, features),
              Tensor.of(h.floats(), 1, N, units),
              Tensor.of(c.floats(), 1, N, units)
            },
            made);
    return List.of(made);
  }
}
