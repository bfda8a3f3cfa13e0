package dev.vecurrent.digits;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.vecurrent.CompileOptions;
import dev.vecurrent.Model;
import dev.vecurrent.Stream;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.ValueInfo;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads a digit row by row: what the LSTM does with each, and what the model believes then. */
final class Reading {

  /**
   * After a row.
   *
   * @param belief probability of each digit, were this the last row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(double[] belief, @JsonUnwrapped Gates gates) {}

  /** How far the engine's float32 may be from the gates' double. */
  private static final double ROUNDING = 1e-4;

  private Reading() {}

  /**
   * Reads a digit of {@code [28, 28]} pixels.
   *
   * @param graph an LSTM that reads forward and one output, such as {@code digits.onnx} has
   * @throws IllegalArgumentException if it is not
   */
  static List<Row> rows(Graph graph, CompileOptions options, float[] pixels) {
    Tensor digit = Tensor.of(pixels, 1, Digits.SIDE, Digits.SIDE);
    List<Gates> steps = Gates.of(graph, digit, options);
    if (steps.size() != Digits.SIDE || Gates.difference(steps) > ROUNDING) {
      throw new IllegalArgumentException(
          "--show: the states are not those of a plain LSTM that begins with zeros");
    }
    Stream stream = Model.compile(ofAnyLength(graph), options).newStream(1);
    Tensor[] logits = {Tensor.growable(ElementType.FLOAT32)};
    List<Row> rows = new ArrayList<>();
    for (int at = 0; at < pixels.length; at += Digits.SIDE) {
      float[] x = Arrays.copyOfRange(pixels, at, at + Digits.SIDE);
      stream.run(new Tensor[] {Tensor.of(x, 1, 1, Digits.SIDE)}, logits);
      rows.add(new Row(softmax(logits[0]), steps.get(rows.size())));
    }
    return rows;
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

  private static double[] softmax(Tensor logits) {
    double[] z = IntStream.range(0, logits.size()).mapToDouble(k -> logits.floats()[k]).toArray();
    double largest = Arrays.stream(z).max().orElse(0);
    double[] exponentials = Arrays.stream(z).map(k -> StrictMath.exp(k - largest)).toArray();
    double sum = Arrays.stream(exponentials).sum();
    return Arrays.stream(exponentials).map(e -> e / sum).toArray();
  }
}
