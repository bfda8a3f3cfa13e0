package dev.vecurrent.bench;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Graph;
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

/** Networks with random weights whose sequences arrive piece by piece. */
final class StreamedNetworks {

  private static final Dimension TIME = Dimension.symbol("time");
  private static final Dimension BATCH = Dimension.symbol("batch");

  private final Random random = new Random(17);
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private StreamedNetworks() {}

  /** One LSTM of as many features as units: {@code x [T, N, H]} to {@code y [T, 1, N, H]}. */
  static Graph layer(int hidden) {
    StreamedNetworks network = new StreamedNetworks();
    network.lstm("x", hidden, "y");
    return network.graph(ValueInfo.of("x", ElementType.FLOAT32, TIME, BATCH, Dimension.of(hidden)));
  }

  /**
   * A language model: {@code tokens [N, T]}, an embedding, two LSTMs, a linear layer and softmax to
   * {@code y [N, T, V]}.
   */
  static Graph languageModel(int vocabulary, int hidden) {
    StreamedNetworks network = new StreamedNetworks();
    network.weights("table", vocabulary, hidden);
    network.op("Gather", "embedded", "table", "tokens");
    network.transpose("embedded", "x0");
    network.lstm("x0", hidden, "y0");
    network.constants.put("axis", Tensor.of(new long[] {1}, 1));
    network.op("Squeeze", "x1", "y0", "axis");
    network.lstm("x1", hidden, "y1");
    network.op("Squeeze", "x2", "y1", "axis");
    network.transpose("x2", "last");
    network.weights("linear", hidden, vocabulary);
    network.op("MatMul", "logits", "last", "linear");
    network.op("Softmax", "y", "logits");
    return network.graph(ValueInfo.of("tokens", ElementType.INT64, BATCH, TIME));
  }

  private Graph graph(ValueInfo input) {
    ValueInfo y = new ValueInfo("y", ElementType.FLOAT32, Optional.empty());
    return new Graph("streamed", List.of(input), List.of(y), constants, nodes);
  }

  private void op(String operator, String out, String... in) {
    nodes.add(new OperatorNode(out, operator, 22, List.of(in), List.of(out), Map.of()));
  }

  private void transpose(String in, String out) {
    AttributeValue swapped = new AttributeValue.OfInts(List.of(1L, 0L, 2L));
    nodes.add(
        new OperatorNode(out, "Transpose", 22, List.of(in), List.of(out), Map.of("perm", swapped)));
  }

  private void lstm(String x, int hidden, String y) {
    weights(y + ".w", 1, 4 * hidden, hidden);
    weights(y + ".r", 1, 4 * hidden, hidden);
    nodes.add(
        new RecurrentNode(
            y, Lstm.of(Direction.FORWARD, hidden), List.of(x, y + ".w", y + ".r"), List.of(y)));
  }

  private void weights(String name, int... shape) {
    float[] floats = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (random.nextFloat() - 0.5f) / 8;
    }
    constants.put(name, Tensor.of(floats, shape));
  }
}
