package dev.vecurrent;

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
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** Models that stream, as exporters write them; each draws the same weights every time. */
final class StreamedModels {

  static final Dimension N = Dimension.symbol("batch");
  static final Dimension T = Dimension.symbol("time");
  static final int VOCABULARY = 11;
  static final int I = 3;
  static final int H = 5;

  private final Random random = new Random(7);
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<ValueInfo> outputs = new ArrayList<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private StreamedModels() {}

  /** Tokens {@code [N, T]}, embedded, through two LSTMs to probabilities {@code [N, T, V]}. */
  static Graph languageModel() {
    StreamedModels draw = new StreamedModels();
    draw.input("tokens", ElementType.INT64, N, T);
    draw.op("Gather", "embedded", draw.weights("table", VOCABULARY, I), "tokens");
    draw.transpose("embedded", "x", 1, 0, 2);
    draw.layer(Lstm.of(Direction.FORWARD, H), "x", I, "y0");
    draw.op("Squeeze", "s0", "y0", draw.longs("axis", 1));
    draw.layer(Lstm.of(Direction.FORWARD, H), "s0", H, "y1");
    draw.op("Squeeze", "s1", "y1", "axis");
    draw.transpose("s1", "b1", 1, 0, 2);
    draw.op("MatMul", "m", "b1", draw.weights("v", H, VOCABULARY));
    draw.op("Add", "logits", "m", draw.weights("bias", VOCABULARY));
    draw.op("Softmax", "y", "logits");
    draw.output("y");
    return draw.graph();
  }

  /** An LSTM, then a GRU, of sequences {@code [T, N, I]}. */
  static Graph stack(ElementType type) {
    StreamedModels draw = new StreamedModels();
    draw.input("x", type, T, N, Dimension.of(I));
    draw.layer(Lstm.of(Direction.FORWARD, H), "x", I, "y0");
    draw.op("Squeeze", "s0", "y0", draw.longs("axis", 1));
    draw.op("Tanh", "t0", "s0");
    draw.layer(Gru.of(Direction.FORWARD, H, true), "t0", H, "y1");
    draw.op("Squeeze", "y", "y1", "axis");
    draw.output("y");
    return draw.graph(type);
  }

  /** As {@link #stack} of floats, where no node has a name. */
  static Graph nameless() {
    Graph named = stack(ElementType.FLOAT32);
    List<Node> without = new ArrayList<>();
    for (Node node : named.nodes()) {
      without.add(
          switch (node) {
            case RecurrentNode layer ->
                new RecurrentNode("", layer.cell(), layer.inputs(), layer.outputs());
            case OperatorNode other ->
                new OperatorNode(
                    "",
                    other.operator(),
                    other.opset(),
                    other.inputs(),
                    other.outputs(),
                    other.attributes());
            default -> node;
          });
    }
    return new Graph("nameless", named.inputs(), named.outputs(), named.constants(), without);
  }

  /** A chunk of audio and {@code state [2, N, H]}: h and c in one, as Silero has them. */
  static Graph voice() {
    return voice(N);
  }

  /** The same for one sequence. */
  static Graph voiceOfOne() {
    return voice(Dimension.of(1));
  }

  private static Graph voice(Dimension batch) {
    StreamedModels draw = new StreamedModels();
    draw.input("input", ElementType.FLOAT32, batch, Dimension.of(I));
    draw.input("state", ElementType.FLOAT32, Dimension.of(2), batch, Dimension.of(H));
    draw.op("Unsqueeze", "x", "input", draw.longs("front", 0));
    draw.op("Slice", "h", "state", draw.longs("from0", 0), draw.longs("to1", 1), "front");
    draw.op("Slice", "c", "state", draw.longs("from1", 1), draw.longs("to2", 2), "front");
    draw.layer(Lstm.of(Direction.FORWARD, H), "x", I, "h", "c", "y", "hn", "cn");
    draw.op("Squeeze", "last", "hn", "front");
    draw.op("MatMul", "m", "last", draw.weights("v", H, 1));
    draw.op("Sigmoid", "output", "m");
    draw.concat("stateN", 0, "hn", "cn");
    draw.output("output");
    draw.output("stateN");
    return draw.graph();
  }

  /** Tokens {@code [N, T]} with h and c {@code [1, N, H]} in and out, in another order. */
  static Graph transducerDecoder() {
    StreamedModels draw = new StreamedModels();
    draw.input("token", ElementType.INT32, N, T);
    draw.input("c_0", ElementType.FLOAT32, Dimension.of(1), N, Dimension.of(H));
    draw.input("h_0", ElementType.FLOAT32, Dimension.of(1), N, Dimension.of(H));
    draw.op("Gather", "embedded", draw.weights("table", VOCABULARY, I), "token");
    draw.transpose("embedded", "x", 1, 0, 2);
    draw.layer(Lstm.of(Direction.FORWARD, H), "x", I, "h_0", "c_0", "ys", "h_n", "c_n");
    draw.op("Squeeze", "s", "ys", draw.longs("axis", 1));
    draw.transpose("s", "y", 1, 0, 2);
    draw.output("y");
    draw.output("h_n");
    draw.output("c_n");
    return draw.graph();
  }

  /** The recurrent half of a text reader: two LSTMs with a linear layer over flattened steps. */
  static Graph reader() {
    StreamedModels draw = new StreamedModels();
    draw.input("x", ElementType.FLOAT32, T, N, Dimension.of(I));
    draw.layer(Lstm.of(Direction.FORWARD, H), "x", I, "y0");
    draw.op("Squeeze", "s0", "y0", draw.longs("axis", 1));
    draw.op("Shape", "shape", "s0");
    draw.op("Slice", "tn", "shape", draw.longs("from", 0), draw.longs("to", 2));
    draw.op("Reshape", "flat", "s0", draw.longs("rows", -1, H));
    draw.op("Gemm", "linear", "flat", draw.weights("v", H, I), draw.weights("bias", I));
    draw.concat("back", 0, "tn", draw.longs("features", I));
    draw.op("Reshape", "z", "linear", "back");
    draw.layer(Gru.of(Direction.FORWARD, H, false), "z", I, "y1");
    draw.op("Squeeze", "y", "y1", "axis");
    draw.output("y");
    return draw.graph();
  }

  /** A Keras LSTM, batch-major, whose states {@code [N, 1, H]} are inputs and outputs. */
  static Graph stateful() {
    StreamedModels draw = new StreamedModels();
    Lstm cell = Lstm.of(Direction.FORWARD, H);
    Cell batchMajor =
        new Lstm(
            cell.direction(),
            cell.hiddenSize(),
            cell.activations(),
            cell.clip(),
            cell.inputForget(),
            Layout.BATCH_MAJOR);
    draw.input("x", ElementType.FLOAT32, N, T, Dimension.of(I));
    draw.input("memory", ElementType.FLOAT32, N, Dimension.of(1), Dimension.of(H));
    draw.input("carry", ElementType.FLOAT32, N, Dimension.of(1), Dimension.of(H));
    draw.layer(batchMajor, "x", I, "memory", "carry", "ys", "new_memory", "new_carry");
    draw.op("Squeeze", "y", "ys", draw.longs("axis", 2));
    draw.output("new_carry");
    draw.output("y");
    draw.output("new_memory");
    return draw.graph();
  }

  /** A causal convolution over time whose last two steps are a cache, and a counter of steps. */
  static Graph convolution() {
    StreamedModels draw = new StreamedModels();
    draw.input("x", ElementType.FLOAT32, N, Dimension.of(I), T);
    draw.input("cache", ElementType.FLOAT32, N, Dimension.of(I), Dimension.of(2));
    draw.input("position", ElementType.INT64, Dimension.of(1));
    draw.concat("all", 2, "cache", "x");
    draw.op("Conv", "conv", "all", draw.weights("w", I, I, 3), draw.weights("b", I));
    draw.op("Relu", "y", "conv");
    draw.op(
        "Slice",
        "next_cache",
        "all",
        draw.longs("from", -2),
        draw.longs("to", Long.MAX_VALUE),
        draw.longs("axes", 2));
    draw.op("Shape", "shape", "x");
    draw.op("Slice", "steps", "shape", draw.longs("two", 2), draw.longs("three", 3));
    draw.op("Add", "next_position", "position", "steps");
    draw.output("y");
    draw.output("next_cache");
    draw.output("next_position");
    return draw.graph();
  }

  /** A GRU that starts from a state that was learned, repeated for each sequence. */
  static Graph learnedStart() {
    StreamedModels draw = new StreamedModels();
    draw.input("x", ElementType.FLOAT32, T, N, Dimension.of(I));
    draw.op("Shape", "shape", "x");
    draw.op("Slice", "n", "shape", draw.longs("one", 1), draw.longs("two", 2));
    draw.concat("size", 0, "one", "n", draw.longs("units", H));
    draw.op("Expand", "first", draw.weights("start", 1, 1, H), "size");
    draw.layer(Gru.of(Direction.FORWARD, H, true), "x", I, "first", "", "ys", "", "");
    draw.op("Squeeze", "y", "ys", "one");
    draw.output("y");
    return draw.graph();
  }

  /** Draws features or tokens. */
  static Tensor fill(Tensor chunk, SplittableRandom random) {
    for (int i = 0; i < chunk.size(); i++) {
      switch (chunk.type()) {
        case FLOAT32 -> chunk.floats()[i] = (float) random.nextDouble(-2, 2);
        case FLOAT64 -> chunk.doubles()[i] = random.nextDouble(-2, 2);
        case INT32 -> chunk.ints()[i] = random.nextInt(VOCABULARY);
        default -> chunk.longs()[i] = random.nextInt(VOCABULARY);
      }
    }
    return chunk;
  }

  private void input(String name, ElementType type, Dimension... dims) {
    inputs.add(ValueInfo.of(name, type, dims));
  }

  private void output(String name) {
    outputs.add(new ValueInfo(name, ElementType.FLOAT32, Optional.empty(), false, false, false));
  }

  private void op(String operator, String out, String... in) {
    nodes.add(new OperatorNode(out, operator, 22, List.of(in), List.of(out), Map.of()));
  }

  private void concat(String out, int axis, String... in) {
    nodes.add(
        new OperatorNode(
            out,
            "Concat",
            22,
            List.of(in),
            List.of(out),
            Map.of("axis", new AttributeValue.OfInt(axis))));
  }

  private void transpose(String in, String out, long... permutation) {
    AttributeValue perm = new AttributeValue.OfInts(Arrays.stream(permutation).boxed().toList());
    nodes.add(
        new OperatorNode(out, "Transpose", 22, List.of(in), List.of(out), Map.of("perm", perm)));
  }

  private void layer(Cell cell, String x, int features, String y) {
    layer(cell, x, features, "", "", y, "", "");
  }

  private void layer(
      Cell cell, String x, int features, String h, String c, String y, String yH, String yC) {
    int rows = cell.gates() * cell.hiddenSize();
    boolean isLstm = cell instanceof Lstm;
    List<String> in = new ArrayList<>();
    in.add(x);
    in.add(weights(y + ".w", 1, rows, features));
    in.add(weights(y + ".r", 1, rows, cell.hiddenSize()));
    in.add(weights(y + ".b", 1, 2 * rows));
    if (!h.isEmpty()) {
      in.addAll(isLstm ? List.of("", h, c) : List.of("", h));
    }
    nodes.add(new RecurrentNode(y, cell, in, isLstm ? List.of(y, yH, yC) : List.of(y, yH)));
  }

  private String weights(String name, int... shape) {
    float[] floats = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    constants.put(name, Tensor.of(floats, shape));
    return name;
  }

  private String longs(String name, long... elements) {
    constants.put(name, Tensor.of(elements, elements.length));
    return name;
  }

  private Graph graph() {
    return new Graph("streamed", inputs, outputs, constants, nodes);
  }

  private Graph graph(ElementType type) {
    if (type == ElementType.FLOAT64) {
      constants.replaceAll((name, tensor) -> doubles(tensor));
    }
    List<ValueInfo> typed =
        outputs.stream().map(o -> new ValueInfo(o.name(), type, Optional.empty())).toList();
    return new Graph("streamed", inputs, typed, constants, nodes);
  }

  private static Tensor doubles(Tensor tensor) {
    if (tensor.type() != ElementType.FLOAT32) {
      return tensor;
    }
    double[] doubles = new double[tensor.size()];
    Arrays.setAll(doubles, i -> tensor.floats()[i]);
    return Tensor.of(doubles, tensor.shape());
  }
}
