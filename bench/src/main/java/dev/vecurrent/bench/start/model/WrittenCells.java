package dev.vecurrent.bench.start.model;

import static dev.vecurrent.bench.contender.GraphFile.body;
import static dev.vecurrent.bench.contender.GraphFile.integer;

import dev.vecurrent.bench.contender.GraphFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells as products and activations: unrolled, as PyTorch exports them, and in a Scan, as Keras.
 */
final class WrittenCells {

  private static final int OPSET = 17;
  private static final int STEPS = 20;
  private static final int SIZE = 128;

  private WrittenCells() {}

  /** An LSTMCell of PyTorch, I = H = 128, 20 times. */
  static NamedModel unrolledLstm() {
    return unrolled("unrolled-lstm", true);
  }

  /** A GRUCell of PyTorch, likewise. */
  static NamedModel unrolledGru() {
    return unrolled("unrolled-gru", false);
  }

  private static NamedModel unrolled(String name, boolean lstm) {
    GraphFile graph = new GraphFile(name, OPSET);
    Blocks blocks = new Blocks(graph);
    String x = graph.input("x", STEPS, 1, SIZE);
    int rows = (lstm ? 4 : 3) * SIZE;
    String w = graph.weights(rows, SIZE);
    String r = graph.weights(rows, SIZE);
    String wb = graph.weights(rows);
    String rb = graph.weights(rows);
    String h = graph.floats(new float[SIZE], 1, SIZE);
    String c = h;
    String one = graph.floats(new float[] {1}, 1);
    List<String> all = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      String ofX = gemm(graph, blocks.element(x, 0, t), w, wb);
      String ofH = gemm(graph, h, r, rb);
      if (lstm) {
        List<String> gates = split(graph, blocks.node("Add", ofX, ofH), 4);
        c = newC(blocks, gates, c);
        h = blocks.node("Mul", blocks.node("Sigmoid", gates.get(3)), blocks.node("Tanh", c));
      } else {
        h = gru(blocks, split(graph, ofX, 3), split(graph, ofH, 3), h, one);
      }
      all.add(blocks.unsqueeze(h, 0));
    }
    graph.output(blocks.concat(0, all.toArray(new String[0])), "y", STEPS, 1, SIZE);
    return named(name, graph);
  }

  private static NamedModel named(String name, GraphFile graph) {
    return new NamedModel(name, graph.file(), List.of("input x 20,1,128", "output y 20,1,128"), 0);
  }

  private static String gemm(GraphFile graph, String a, String b, String c) {
    return graph.node("Gemm", List.of(a, b, c), integer("transB", 1));
  }

  private static List<String> split(GraphFile graph, String value, int parts) {
    return graph.nodes("Split", parts, List.of(value), integer("axis", 1));
  }

  /** Gates i, f, g, o. */
  private static String newC(Blocks blocks, List<String> gates, String c) {
    String kept = blocks.node("Mul", blocks.node("Sigmoid", gates.get(1)), c);
    String input = blocks.node("Sigmoid", gates.getFirst());
    String added = blocks.node("Mul", input, blocks.node("Tanh", gates.get(2)));
    return blocks.node("Add", kept, added);
  }

  /** Gates r, z, n. */
  private static String gru(Blocks blocks, List<String> x, List<String> r, String h, String one) {
    String reset = blocks.node("Sigmoid", blocks.node("Add", x.getFirst(), r.getFirst()));
    String z = blocks.node("Sigmoid", blocks.node("Add", x.get(1), r.get(1)));
    String candidate = blocks.node("Add", x.get(2), blocks.node("Mul", reset, r.get(2)));
    String added = blocks.node("Mul", blocks.node("Sub", one, z), blocks.node("Tanh", candidate));
    return blocks.node("Add", added, blocks.node("Mul", z, h));
  }

  /** An LSTM of Keras, I = H = 128, in a Scan over 20 steps. */
  static NamedModel scan() {
    GraphFile step = new GraphFile("step", OPSET);
    Blocks blocks = new Blocks(step);
    String h = step.bodyInput("h");
    String c = step.bodyInput("c");
    String x = step.bodyInput("xt");
    String products =
        blocks.node(
            "Add",
            blocks.node("MatMul", x, step.weights(SIZE, 4 * SIZE)),
            blocks.node("MatMul", h, step.weights(SIZE, 4 * SIZE)));
    List<String> gates = split(step, blocks.node("Add", products, step.weights(4 * SIZE)), 4);
    String newC = newC(blocks, gates, c);
    String newH =
        blocks.node("Mul", blocks.node("Sigmoid", gates.get(3)), blocks.node("Tanh", newC));
    step.bodyOutput(newH);
    step.bodyOutput(newC);
    step.bodyOutput(blocks.node("Identity", newH));
    GraphFile graph = new GraphFile("scan", OPSET);
    String zero = graph.floats(new float[SIZE], 1, SIZE);
    String xs = graph.input("x", STEPS, 1, SIZE);
    List<String> made =
        graph.nodes(
            "Scan", 3, List.of(zero, zero, xs), integer("num_scan_inputs", 1), body("body", step));
    graph.output(made.get(2), "y", STEPS, 1, SIZE);
    return named("scan", graph);
  }

  /** The ONNX layer of the same sizes. */
  static NamedModel layer() {
    GraphFile graph = new GraphFile("layer", OPSET);
    Blocks blocks = new Blocks(graph);
    String x = graph.input("x", STEPS, 1, SIZE);
    graph.output(blocks.squeeze(blocks.lstm(x, SIZE, SIZE, false), 1), "y", STEPS, 1, SIZE);
    return named("layer", graph);
  }
}
