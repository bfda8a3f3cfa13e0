package dev.vecurrent.lecture;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the gates of a model's first LSTM did at each step of one sequence, forward direction. An
 * LSTM gives its hidden states, not its gates: those are computed here, in double, from the
 * engine's own x_t and h_(t-1) by the operator's formula.
 *
 * @param input i, how much of the candidate enters, {@code [T][H]}, 0 to 1
 * @param forget f, how much of the cell stays, {@code [T][H]}, 0 to 1
 * @param output o, how much of the cell shows, {@code [T][H]}, 0 to 1
 * @param candidate g, {@code [T][H]}, -1 to 1
 * @param cell c, {@code [T][H]}
 * @param hidden h as the engine gave it, {@code [T][H]}, -1 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
record GateTrace(
    double[][] input,
    double[][] forget,
    double[][] output,
    double[][] candidate,
    double[][] cell,
    double[][] hidden) {

  /** As the page has it: arrays {@code [T][H]}, and how far the formula is from the engine. */
  Map<String, Object> json(String text) {
    return Map.of(
        "text",
        text,
        "input",
        input,
        "forget",
        forget,
        "output",
        output,
        "candidate",
        candidate,
        "cell",
        cell,
        "hidden",
        hidden,
        "difference",
        difference());
  }

  /** The largest difference between the formula's hidden states and the engine's. */
  double difference() {
    double most = 0;
    double[][] byFormula = hiddenByFormula();
    for (int t = 0; t < hidden.length; t++) {
      for (int u = 0; u < hidden[t].length; u++) {
        most = Math.max(most, Math.abs(byFormula[t][u] - hidden[t][u]));
      }
    }
    return most;
  }

  /** The formula's own hidden states. */
  private double[][] hiddenByFormula() {
    double[][] byFormula = new double[cell.length][];
    for (int t = 0; t < cell.length; t++) {
      byFormula[t] = new double[cell[t].length];
      for (int u = 0; u < cell[t].length; u++) {
        byFormula[t][u] = output[t][u] * StrictMath.tanh(cell[t][u]);
      }
    }
    return byFormula;
  }

  /**
   * Runs a model on one sequence.
   *
   * @param graph a model with one input and an LSTM of the default activations
   * @param sequence the input, with a batch of 1
   * @throws IllegalArgumentException if there is no such LSTM
   */
  static GateTrace of(Graph graph, Tensor sequence) {
    RecurrentNode layer =
        graph.nodes().stream()
            .flatMap(node -> node instanceof RecurrentNode r ? Stream.of(r) : Stream.empty())
            .filter(node -> node.cell() instanceof Lstm)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(graph.name() + ": no LSTM"));
    // The same graph, asked for other values: what the layer reads and what it gives.
    List<String> names =
        List.of(
            layer.input(RecurrentNode.X),
            layer.input(RecurrentNode.W),
            layer.input(RecurrentNode.R),
            layer.input(RecurrentNode.B),
            layer.output(0));
    Graph asked =
        new Graph(
            graph.name(),
            graph.inputs(),
            names.stream()
                .map(name -> new ValueInfo(name, ElementType.FLOAT32, Optional.empty()))
                .toList(),
            graph.constants(),
            graph.nodes());
    Session session = Model.compile(asked).newSession();
    Tensor[] values = new Tensor[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Tensor.growable(ElementType.FLOAT32);
    }
    session.run(new Tensor[] {sequence}, values);
    return of(values, layer.cell().hiddenSize());
  }

  /** {@code values}: X [T, 1, I], W [D, 4H, I], R [D, 4H, H], B [D, 8H], Y [T, D, 1, H]. */
  private static GateTrace of(Tensor[] values, int units) {
    int steps = values[0].shape()[0];
    int features = values[0].shape()[2];
    int directions = values[4].shape()[1];
    float[] x = values[0].floats();
    float[] w = values[1].floats();
    float[] r = values[2].floats();
    float[] b = values[3].floats();
    double[][][] gates = new double[4][steps][units];
    double[][] cell = new double[steps][units];
    double[][] hidden = new double[steps][units];
    for (int t = 0; t < steps; t++) {
      for (int u = 0; u < units; u++) {
        for (int gate = 0; gate < 4; gate++) {
          int row = gate * units + u;
          double sum = (double) b[row] + b[4 * units + row];
          for (int k = 0; k < features; k++) {
            sum += (double) w[row * features + k] * x[t * features + k];
          }
          for (int k = 0; t > 0 && k < units; k++) {
            sum += r[row * units + k] * hidden[t - 1][k];
          }
          // ONNX: i o f c
          gates[gate][t][u] = gate == 3 ? StrictMath.tanh(sum) : 1 / (1 + StrictMath.exp(-sum));
        }
        double kept = t == 0 ? 0 : gates[2][t][u] * cell[t - 1][u];
        cell[t][u] = kept + gates[0][t][u] * gates[3][t][u];
        hidden[t][u] = values[4].floats()[t * directions * units + u];
      }
    }
    return new GateTrace(gates[0], gates[2], gates[1], gates[3], cell, hidden);
  }
}
