package dev.vecurrent.digits;

import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model's first LSTM did at one step of a sequence, forward direction. An LSTM gives its
 * hidden states, not its gates: those are computed here, in double, from the engine's own x_t and
 * h_(t-1) by the operator's formula.
 *
 * @param i input gate, how much of the candidate enters, {@code [H]}, 0 to 1
 * @param f forget gate, how much of the cell stays, 0 to 1
 * @param o output gate, how much of the cell shows, 0 to 1
 * @param g candidate, -1 to 1
 * @param c cell: f * c of the step before + i * g
 * @param h hidden state as the engine gave it, -1 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arrays, never compared
public record Gates(double[] i, double[] f, double[] o, double[] g, double[] c, double[] h) {

  /**
   * Runs a model on one sequence.
   *
   * @param graph a model with one input and an LSTM of the default activations
   * @param sequence the input, with a batch of 1
   * @return one for each step
   * @throws IllegalArgumentException if there is no such LSTM
   */
  public static List<Gates> of(Graph graph, Tensor sequence, CompileOptions options) {
    RecurrentNode layer =
        graph.nodes().stream()
            .filter(RecurrentNode.class::isInstance)
            .map(RecurrentNode.class::cast)
            .filter(node -> node.cell() instanceof Lstm)
            .filter(node -> !node.input(RecurrentNode.B).isEmpty() && !node.output(0).isEmpty())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("expected an LSTM with biases and Y"));
    String[] names = {
      layer.input(RecurrentNode.X),
      layer.input(RecurrentNode.W),
      layer.input(RecurrentNode.R),
      layer.input(RecurrentNode.B),
      layer.output(0)
    };
    Tensor[] values = new Tensor[names.length];
    Arrays.setAll(values, k -> Tensor.growable(ElementType.FLOAT32));
    Model.compile(graph, options.withOutputs(names))
        .newSession()
        .run(new Tensor[] {sequence}, values);
    if (values[0].shape()[1] != 1) {
      throw new IllegalArgumentException("expected an LSTM of one sequence, found " + values[0]);
    }
    return steps(values, layer.cell().hiddenSize());
  }

  /** {@code values}: X [T, 1, I], W [D, 4H, I], R [D, 4H, H], B [D, 8H], Y [T, D, 1, H]. */
  private static List<Gates> steps(Tensor[] values, int units) {
    int features = values[0].shape()[2];
    int stride = values[4].shape()[1] * units; // of Y, a step
    List<Gates> steps = new ArrayList<>();
    double[] c = new double[units];
    double[] h = new double[units];
    for (int t = 0; t < values[0].shape()[0]; t++) {
      double[] x = doubles(values[0], t * features, features);
      double[][] gates = new double[4][]; // ONNX: i o f g
      for (int gate = 0; gate < 4; gate++) {
        gates[gate] = gate(gate, values, x, h);
      }
      double[] before = c;
      c = new double[units];
      Arrays.setAll(c, u -> gates[2][u] * before[u] + gates[0][u] * gates[3][u]);
      h = doubles(values[4], t * stride, units);
      steps.add(new Gates(gates[0], gates[2], gates[1], gates[3], c, h));
    }
    return steps;
  }

  /** One gate of all units: W x + R h + b through a sigmoid, that of g through tanh. */
  private static double[] gate(int index, Tensor[] values, double[] x, double[] h) {
    float[] w = values[1].floats();
    float[] r = values[2].floats();
    float[] b = values[3].floats();
    double[] gate = new double[h.length];
    for (int u = 0; u < gate.length; u++) {
      int row = index * gate.length + u;
      double sum = (double) b[row] + b[4 * gate.length + row];
      for (int k = 0; k < x.length; k++) {
        sum += w[row * x.length + k] * x[k];
      }
      for (int k = 0; k < h.length; k++) {
        sum += r[row * h.length + k] * h[k];
      }
      gate[u] = index == 3 ? StrictMath.tanh(sum) : 1 / (1 + StrictMath.exp(-sum));
    }
    return gate;
  }

  private static double[] doubles(Tensor tensor, int from, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, k -> tensor.floats()[from + k]);
    return values;
  }

  /** The largest difference between the formula's hidden states and the engine's. */
  public static double difference(List<Gates> steps) {
    double most = 0;
    for (Gates step : steps) {
      for (int u = 0; u < step.h.length; u++) {
        most = Math.max(most, Math.abs(step.o[u] * StrictMath.tanh(step.c[u]) - step.h[u]));
      }
    }
    return most;
  }
}
