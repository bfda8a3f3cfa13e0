package dev.vecurrent.digits;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a digit row by row with a stream. Its states h and c are the engine's, asked for as outputs
 * beside the logits. Gates are no output of an ONNX LSTM: they are computed here, from the weights
 * in the model's graph and the h before.
 */
final class Reading {

  /**
   * After a row.
   *
   * @param belief probability of each digit, were this the last row
   * @param i input gate, {@code [H]}
   * @param f forget gate
   * @param o output gate
   * @param g candidate for the cell
   * @param c cell: f * c of the row before + i * g
   * @param h state: o * tanh(c)
   */
  @SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
  record Row(
      double[] belief, double[] i, double[] f, double[] o, double[] g, double[] c, double[] h) {}

  /** How far the engine's float32 may be from the gates' double. */
  private static final double ROUNDING = 1e-4;

  private final Stream stream;
  private final double[] w; // [4 H, SIDE], gates in the order i o f c
  private final double[] r; // [4 H, H]
  private final double[] b; // [8 H]: of W, then of R
  private final int hidden;

  /**
   * A reader.
   *
   * @param graph one LSTM that reads forward, such as {@code digits.onnx} has
   * @throws IllegalArgumentException if it is not
   */
  Reading(Graph graph, CompileOptions options) {
    RecurrentNode node = lstm(graph);
    this.w = constant(graph, node.input(RecurrentNode.W));
    this.r = constant(graph, node.input(RecurrentNode.R));
    this.b = constant(graph, node.input(RecurrentNode.B));
    this.hidden = b.length / 8;
    String logits = graph.outputs().getFirst().name();
    Model model =
        Model.compile(
            ofAnyLength(graph), options.withOutputs(logits, node.output(1), node.output(2)));
    this.stream = model.newStream(1);
  }

  private static RecurrentNode lstm(Graph graph) {
    List<RecurrentNode> layers =
        graph.nodes().stream()
            .filter(RecurrentNode.class::isInstance)
            .map(RecurrentNode.class::cast)
            .toList();
    if (graph.outputs().size() == 1
        && layers.size() == 1
        && layers.getFirst().cell() instanceof Lstm lstm
        && lstm.equals(Lstm.of(Direction.FORWARD, lstm.hiddenSize()))
        && layers.getFirst().input(RecurrentNode.P).isEmpty()
        && !layers.getFirst().output(1).isEmpty()
        && !layers.getFirst().output(2).isEmpty()) {
      return layers.getFirst();
    }
    throw new IllegalArgumentException(
        "--show: expected a model with one output and one plain LSTM that reads forward");
  }

  /**
   * The graph for sequences of any length: the file may say 28 rows, which only the caller needs.
   */
  private static Graph ofAnyLength(Graph graph) {
    ValueInfo x = graph.inputs().getFirst();
    ValueInfo free =
        ValueInfo.of(
            x.name(),
            ElementType.FLOAT32,
            Dimension.symbol("batch"),
            Dimension.symbol("rows"),
            Dimension.of(Digits.SIDE));
    return new Graph(
        graph.name(), List.of(free), graph.outputs(), graph.constants(), graph.nodes());
  }

  private static double[] constant(Graph graph, String name) {
    Tensor tensor = graph.constants().get(name);
    if (tensor == null || tensor.type() != ElementType.FLOAT32) {
      throw new IllegalArgumentException("--show: expected constant float32 weights: " + name);
    }
    double[] values = new double[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.floats()[i];
    }
    return values;
  }

  /** Reads a digit of {@code [28, 28]} pixels. */
  List<Row> rows(float[] pixels) {
    stream.reset();
    Tensor[] answers = new Tensor[3];
    Arrays.setAll(answers, k -> Tensor.growable(ElementType.FLOAT32));
    List<Row> rows = new ArrayList<>();
    double[] c = new double[hidden];
    double[] h = new double[hidden];
    for (int at = 0; at < pixels.length; at += Digits.SIDE) {
      float[] x = Arrays.copyOfRange(pixels, at, at + Digits.SIDE);
      stream.run(new Tensor[] {Tensor.of(x, 1, 1, Digits.SIDE)}, answers);
      double[][] gates = new double[4][]; // i o f g
      for (int gate = 0; gate < 4; gate++) {
        gates[gate] = gate(gate, x, h);
      }
      double[] before = c;
      h = doubles(answers[1]);
      c = doubles(answers[2]);
      double[] belief = softmax(doubles(answers[0]));
      rows.add(new Row(belief, gates[0], gates[2], gates[1], gates[3], c, h));
      check(rows.getLast(), before);
    }
    return rows;
  }

  /** Whether the gates lead from the cell before to the engine's. */
  private static void check(Row row, double[] before) {
    for (int unit = 0; unit < before.length; unit++) {
      double c = row.f()[unit] * before[unit] + row.i()[unit] * row.g()[unit];
      if (Math.abs(c - row.c()[unit]) > ROUNDING) {
        throw new IllegalArgumentException(
            "--show: the states are not those of a plain LSTM that begins with zeros");
      }
    }
  }

  /** One gate of all units: W x + R h + b through a sigmoid, that of g through tanh. */
  private double[] gate(int index, float[] x, double[] h) {
    double[] gate = new double[hidden];
    for (int unit = 0; unit < hidden; unit++) {
      int at = index * hidden + unit;
      double sum = b[at] + b[4 * hidden + at];
      for (int k = 0; k < x.length; k++) {
        sum += w[at * x.length + k] * x[k];
      }
      for (int k = 0; k < hidden; k++) {
        sum += r[at * hidden + k] * h[k];
      }
      gate[unit] = index == 3 ? StrictMath.tanh(sum) : 1 / (1 + StrictMath.exp(-sum));
    }
    return gate;
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.floats()[i];
    }
    return values;
  }

  private static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElse(0);
    double[] exponentials = Arrays.stream(logits).map(z -> StrictMath.exp(z - largest)).toArray();
    double sum = Arrays.stream(exponentials).sum();
    return Arrays.stream(exponentials).map(e -> e / sum).toArray();
  }
}
