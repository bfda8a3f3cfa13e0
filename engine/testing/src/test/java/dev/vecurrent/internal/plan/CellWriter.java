package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.parallel.Team;
import dev.vecurrent.internal.run.GraphRun;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes steps of cells as frameworks do, beside the weights of the ONNX layer. */
final class CellWriter {

  /** Ways to write the sums of gates. */
  enum Sums {
    /** {@code MatMul, MatMul, Add, Add, Split}, as keras2onnx has it. */
    KERAS,
    /** {@code Concat, MatMul, Add, Split} and a forget bias, as TensorFlow's cells have it. */
    TENSORFLOW,
    /** {@code Gemm, Gemm, Add, Split}, as PyTorch has it. */
    PYTORCH,
    /** Two products and a sum for each gate by itself. */
    GATE_BY_GATE
  }

  /**
   * A step that was written.
   *
   * @param outputs names of the new states
   */
  record Written(Cell cell, Tensor w, Tensor r, Tensor b, List<String> outputs) {}

  final Map<String, Tensor> constants = new HashMap<>();
  final List<Node> nodes = new ArrayList<>();
  final int features;
  final int units;

  private final Random random;
  private final String x;
  private final String h;
  private int names;

  /**
   * A writer of steps.
   *
   * @param x the value {@code [N, I]} that steps read
   * @param h the value {@code [N, H]} that is the hidden state
   */
  CellWriter(Random random, String x, String h) {
    this.random = random;
    this.features = 1 + random.nextInt(9);
    this.units = 1 + random.nextInt(9);
    this.x = x;
    this.h = h;
  }

  String op(String operator, String... inputs) {
    return node(operator, Map.of(), 1, inputs).getFirst();
  }

  List<String> node(
      String operator, Map<String, AttributeValue> attributes, int outputs, String... inputs) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      made.add("v" + names++);
    }
    nodes.add(new OperatorNode(made.getFirst(), operator, 13, List.of(inputs), made, attributes));
    return made;
  }

  String constant(Tensor tensor) {
    String name = "c" + names++;
    constants.put(name, tensor);
    return name;
  }

  private String scalar(float value) {
    return constant(Tensor.of(new float[] {value}));
  }

  Tensor draw(int... shape) {
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
        String ofX = op("MatMul", x, constant(columns(w, order)));
        String ofH = op("MatMul", h, constant(columns(r, order)));
        yield split(op("Add", op("Add", ofX, ofH), constant(wb)), order.length);
      }
      case TENSORFLOW -> {
        String both = sideBySide(x, h);
        Tensor kernel = below(columns(w, order), columns(r, order));
        yield split(op("Add", op("MatMul", both, constant(kernel)), constant(wb)), order.length);
      }
      case PYTORCH -> {
        String ofX = gemm(x, columns(w, order), wb);
        yield split(op("Add", ofX, gemm(h, columns(r, order), rb)), order.length);
      }
      case GATE_BY_GATE -> {
        List<String> each = new ArrayList<>();
        for (int gate : order) {
          String ofX = op("MatMul", x, constant(columns(w, gate)));
          String ofH = op("MatMul", h, constant(columns(r, gate)));
          String biased = op("Add", constant(row(b, gates, false, gate)), ofX);
          each.add(op("Add", biased, op("Add", ofH, constant(row(b, gates, true, gate)))));
        }
        yield each;
      }
    };
  }

  /** An LSTM; {@code gate} is the operator of its gates. */
  Written lstm(Sums form, String gate, String c) {
    Tensor w = draw(1, 4 * units, features);
    Tensor r = draw(1, 4 * units, units);
    Tensor b = draw(1, 8 * units);
    // Keras: i f c o; TensorFlow: i c f o.
    boolean tensorflow = form == Sums.TENSORFLOW;
    int[] order = tensorflow ? new int[] {0, 3, 2, 1} : new int[] {0, 2, 3, 1};
    List<String> sums = sums(form, w, r, b, 4, order);
    String forget = sums.get(tensorflow ? 2 : 1);
    if (tensorflow) {
      forget = op("Add", forget, scalar(1));
      for (int unit = 0; unit < units; unit++) {
        b.floats()[2 * units + unit] += 1;
      }
    }
    String candidate = op("Tanh", sums.get(tensorflow ? 1 : 2));
    String added = op("Mul", candidate, op(gate, sums.getFirst()));
    String newC = op("Add", op("Mul", c, op(gate, forget)), added);
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
    return new Written(cell, w, r, b, List.of(newH, newC));
  }

  /** A GRU as Keras writes it with {@code reset_after}, and PyTorch. */
  Written gruThatResetsAfterTheProduct(boolean ones) {
    Tensor w = draw(1, 3 * units, features);
    Tensor r = draw(1, 3 * units, units);
    Tensor b = draw(1, 6 * units);
    List<String> ofX = split(gemm(x, columns(w, 1, 0, 2), row(b, 3, false, 1, 0, 2)), 3);
    String product = op("MatMul", h, constant(columns(r, 1, 0, 2)));
    List<String> ofH = split(op("Add", product, constant(row(b, 3, true, 1, 0, 2))), 3);
    String reset = op("Sigmoid", op("Add", ofH.get(0), ofX.get(0)));
    String z = op("Sigmoid", op("Add", ofX.get(1), ofH.get(1)));
    String n = op("Tanh", op("Add", op("Mul", ofH.get(2), reset), ofX.get(2)));
    return new Written(Gru.of(Direction.FORWARD, units, true), w, r, b, List.of(mixed(ones, z, n)));
  }

  /** A GRU as Keras writes it without {@code reset_after}, or as TensorFlow's GRUCell. */
  Written gruThatResetsTheState(boolean tensorflow) {
    Tensor w = draw(1, 3 * units, features);
    Tensor r = draw(1, 3 * units, units);
    Tensor b = draw(1, 6 * units);
    List<String> gates = sums(tensorflow ? Sums.TENSORFLOW : Sums.KERAS, w, r, b, 3, 1, 0);
    String reset = op("Mul", op("Sigmoid", gates.get(0)), h);
    String z = op("Sigmoid", gates.get(1));
    Tensor bias = row(b, 3, false, 2);
    for (int i = 0; i < units; i++) {
      bias.floats()[i] += b.floats()[5 * units + i];
    }
    String sum =
        tensorflow
            ? op("MatMul", sideBySide(x, reset), constant(below(columns(w, 2), columns(r, 2))))
            : op(
                "Add",
                op("MatMul", x, constant(columns(w, 2))),
                op("MatMul", reset, constant(columns(r, 2))));
    String n = op("Tanh", op("Add", sum, constant(bias)));
    return new Written(
        Gru.of(Direction.FORWARD, units, false), w, r, b, List.of(mixed(tensorflow, z, n)));
  }

  /** z ⊙ h + (1 - z) ⊙ n, or n + z ⊙ (h - n). */
  private String mixed(boolean ones, String z, String n) {
    return ones
        ? op("Add", op("Mul", z, h), op("Mul", op("Sub", scalar(1), z), n))
        : op("Add", n, op("Mul", z, op("Sub", h, n)));
  }

  /** New hidden states, and cell states of an LSTM: the ONNX layer over one step of a batch. */
  Tensor[] layer(Written written, int batch, float[] xt, float[] ht, float[] ct) {
    boolean lstm = written.outputs().size() == 2;
    Dimension one = Dimension.of(1);
    Dimension n = Dimension.of(batch);
    Dimension state = Dimension.of(units);
    List<ValueInfo> in = new ArrayList<>();
    in.add(ValueInfo.of("x", ElementType.FLOAT32, one, n, Dimension.of(features)));
    in.add(ValueInfo.of("h", ElementType.FLOAT32, one, n, state));
    in.add(ValueInfo.of("c", ElementType.FLOAT32, one, n, state));
    List<String> names = lstm ? List.of("yh", "yc") : List.of("yh");
    List<ValueInfo> out = new ArrayList<>();
    List<String> made = new ArrayList<>(List.of(""));
    for (String name : names) {
      made.add(name);
      out.add(ValueInfo.of(name, ElementType.FLOAT32, one, n, state));
    }
    List<String> read = new ArrayList<>(List.of("x", "w", "r", "b", "", "h"));
    if (lstm) {
      read.add("c");
    }
    RecurrentNode node = new RecurrentNode("l", written.cell(), read, made);
    Map<String, Tensor> weights = Map.of("w", written.w(), "r", written.r(), "b", written.b());
    Graph graph = new Graph("layer", in, out, weights, List.of(node));
    Tensor[] outputs = new Tensor[out.size()];
    Arrays.setAll(outputs, _ -> Tensor.growable(ElementType.FLOAT32));
    new GraphRun(Compiler.compile(graph, true, 1 << 20, 1 << 20), Team.ALONE)
        .run(
            new Tensor[] {
              Tensor.of(xt, 1, batch, features),
              Tensor.of(ht, 1, batch, units),
              Tensor.of(ct, 1, batch, units)
            },
            outputs);
    return outputs;
  }
}
