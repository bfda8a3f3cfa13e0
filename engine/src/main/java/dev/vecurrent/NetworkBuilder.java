package dev.vecurrent;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Dimension;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.LayerParameters;
import dev.vecurrent.spec.Layout;
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
import java.util.Locale;
import java.util.Map;

/**
 * Builds a network from weights, without an ONNX file: recurrent layers one on the other, then
 * dense layers and activations.
 *
 * <p>The input is {@code x [T, N, I]} in FLOAT32. Each recurrent layer reads the whole sequence of
 * the one before it; the output is {@code y}, {@code [T, N, features]}, or {@code [N, features]}
 * after {@link #last} or {@link #finalState}. After {@link #batchMajor}, {@code x} is {@code [N, T,
 * I]} and {@code y [N, T, features]}.
 *
 * {@snippet :
 * Graph graph =
 *     NetworkBuilder.input(40)
 *         .recurrent(Lstm.of(Direction.FORWARD, 128), new LayerParameters(WeightLayout.PYTORCH, w, r, wb, rb))
 *         .last()
 *         .dense(weight, bias)
 *         .softmax()
 *         .build();
 * Model model = Model.compile(graph);
 * }
 *
 * <p>Not safe for use by several threads. Weights are copied when they are given.
 */
public final class NetworkBuilder {

  private static final int OPSET = 22;
  private static final AttributeValue SWAP = new AttributeValue.OfInts(List.of(1L, 0L, 2L));

  private final int inputSize;
  private final Map<String, Tensor> constants = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private String value = "x";
  private int features;
  private boolean sequence = true;
  private boolean batchMajor;

  /** Y_h of the layer before, empty where something else came after it. */
  private String finalState = "";

  private NetworkBuilder(int inputSize) {
    this.inputSize = inputSize;
    this.features = inputSize;
  }

  /**
   * Starts a network.
   *
   * @param inputSize features of a time step (I), 1 or more
   */
  public static NetworkBuilder input(int inputSize) {
    if (inputSize < 1) {
      throw new IllegalArgumentException("inputSize: expected 1 or more, found " + inputSize);
    }
    return new NetworkBuilder(inputSize);
  }

  /**
   * Lets sequences come and go one after the other, {@code [N, T, ...]}, as PyTorch's {@code
   * batch_first} and Keras do. The layers read and write so; nothing is copied for it.
   *
   * @throws IllegalStateException if something was added already
   */
  public NetworkBuilder batchMajor() {
    if (!nodes.isEmpty()) {
      throw new IllegalStateException("batchMajor() comes right after input()");
    }
    batchMajor = true;
    swapStepsAndBatch();
    return this;
  }

  /**
   * Adds a recurrent layer of one direction or two.
   *
   * @param cell the layer, time-major, with its hidden size given
   * @param directions the weights of each of its directions, forward first
   * @throws IllegalArgumentException if a weight has not the size it must have; names it, expected
   *     and actual
   */
  public NetworkBuilder recurrent(Cell cell, LayerParameters... directions) {
    if (!sequence) {
      throw new IllegalArgumentException("after last() there is no sequence to read");
    }
    if (cell.layout() != Layout.TIME_MAJOR || cell.hiddenSize() < 1) {
      throw new IllegalArgumentException(
          "expected a TIME_MAJOR cell of known hidden size, found " + cell);
    }
    if (directions.length != cell.direction().count()) {
      throw new IllegalArgumentException(
          "%s needs weights of %d directions, found %d"
              .formatted(cell.direction(), cell.direction().count(), directions.length));
    }
    int count = directions.length;
    int rows = cell.gates() * cell.hiddenSize();
    float[] w = new float[count * rows * features];
    float[] r = new float[count * rows * cell.hiddenSize()];
    float[] b = new float[count * 2 * rows];
    for (int d = 0; d < count; d++) {
      GateReorder reorder = new GateReorder(cell, directions[d].layout());
      reorder.matrix("w", directions[d].w(), features, w, d * rows * features);
      reorder.matrix("r", directions[d].r(), cell.hiddenSize(), r, d * rows * cell.hiddenSize());
      reorder.bias("wb", directions[d].wb(), b, d * 2 * rows);
      reorder.bias("rb", directions[d].rb(), b, (d * 2 + 1) * rows);
    }
    String name = "layer" + nodes.size();
    List<String> inputs =
        List.of(
            value,
            constant(name + ".w", w, count, rows, features),
            constant(name + ".r", r, count, rows, cell.hiddenSize()),
            constant(name + ".b", b, count, 2 * rows));
    nodes.add(new RecurrentNode(name, cell, inputs, List.of(name + ".y", name + ".y_h")));
    value = name + ".y";
    features = count * cell.hiddenSize();
    // [T, D, N, H] to [T, N, D*H]: absorbed when the model is compiled.
    node("Transpose", Map.of("perm", new AttributeValue.OfInts(List.of(0L, 2L, 1L, 3L))));
    String shape = name + ".shape";
    constants.put(shape, Tensor.of(new long[] {0, 0, features}, 3));
    node("Reshape", Map.of(), shape);
    finalState = name + ".y_h";
    return this;
  }

  /**
   * Goes on with the state in which the recurrent layer before ends: {@code [N, D*H]}, forward
   * direction first, where the backward one ends at the first step. For a forward layer, what
   * {@link #last} gives.
   *
   * @throws IllegalStateException if what was added last is not a recurrent layer
   */
  public NetworkBuilder finalState() {
    if (finalState.isEmpty()) {
      throw new IllegalStateException("finalState() comes right after recurrent()");
    }
    value = finalState;
    swapStepsAndBatch(); // here directions and batch: [D, N, H] to [N, D, H]
    String shape = "final" + nodes.size();
    constants.put(shape, Tensor.of(new long[] {0, features}, 2));
    node("Reshape", Map.of(), shape);
    sequence = false;
    return this;
  }

  /**
   * Goes on with the last time step only. Not for a bidirectional layer, whose second direction
   * ends at the first step: there the last step's second half has seen one step, and {@link
   * #finalState} is what is meant.
   */
  public NetworkBuilder last() {
    if (!sequence) {
      throw new IllegalArgumentException("last() was called already");
    }
    String index = "last" + nodes.size();
    constants.put(index, Tensor.of(new long[] {-1}));
    node("Gather", Map.of("axis", new AttributeValue.OfInt(0)), index);
    sequence = false;
    return this;
  }

  /**
   * Adds a dense layer: {@code y = x weightᵀ + bias} for each step.
   *
   * @param weight {@code [units, features]}, as {@code torch.nn.Linear} has it; {@code bias.length}
   *     rows
   * @param bias {@code [units]}
   */
  public NetworkBuilder dense(float[] weight, float[] bias) {
    int units = bias.length;
    if (units < 1 || weight.length != units * features) {
      throw new IllegalArgumentException(
          "weight: expected %d floats for %d features and %d units, found %d"
              .formatted(units * features, features, units, weight.length));
    }
    float[] transposed = new float[weight.length];
    for (int u = 0; u < units; u++) {
      for (int f = 0; f < features; f++) {
        transposed[f * units + u] = weight[u * features + f];
      }
    }
    String name = "dense" + nodes.size();
    constants.put(name + ".w", Tensor.of(transposed, features, units));
    constants.put(name + ".b", Tensor.of(bias.clone(), units));
    node("MatMul", Map.of(), name + ".w");
    node("Add", Map.of(), name + ".b");
    features = units;
    return this;
  }

  /** Adds a rectifier. */
  public NetworkBuilder relu() {
    node("Relu", Map.of());
    return this;
  }

  /** Adds a hyperbolic tangent. */
  public NetworkBuilder tanh() {
    node("Tanh", Map.of());
    return this;
  }

  /** Adds a logistic function. */
  public NetworkBuilder sigmoid() {
    node("Sigmoid", Map.of());
    return this;
  }

  /** Adds a softmax over the features. */
  public NetworkBuilder softmax() {
    node("Softmax", Map.of("axis", new AttributeValue.OfInt(-1)));
    return this;
  }

  /** The network, with input {@code x} and output {@code y}. */
  public Graph build() {
    List<Node> all = new ArrayList<>(nodes);
    boolean swapBack = batchMajor && sequence;
    all.add(
        new OperatorNode(
            "y",
            swapBack ? "Transpose" : "Identity",
            OPSET,
            List.of(value),
            List.of("y"),
            swapBack ? Map.of("perm", SWAP) : Map.of()));
    Dimension steps = Dimension.symbol("steps");
    Dimension batch = Dimension.symbol("batch");
    Dimension first = batchMajor ? batch : steps;
    Dimension second = batchMajor ? steps : batch;
    ValueInfo x = ValueInfo.of("x", ElementType.FLOAT32, first, second, Dimension.of(inputSize));
    ValueInfo y =
        sequence
            ? ValueInfo.of("y", ElementType.FLOAT32, first, second, Dimension.of(features))
            : ValueInfo.of("y", ElementType.FLOAT32, batch, Dimension.of(features));
    return new Graph("network", List.of(x), List.of(y), constants, all);
  }

  private String constant(String name, float[] data, int... shape) {
    constants.put(name, Tensor.of(data, shape));
    return name;
  }

  private void swapStepsAndBatch() {
    node("Transpose", Map.of("perm", SWAP));
  }

  private void node(String operator, Map<String, AttributeValue> attributes, String... more) {
    List<String> inputs = new ArrayList<>(List.of(value));
    inputs.addAll(Arrays.asList(more));
    String name = operator.toLowerCase(Locale.ROOT) + nodes.size();
    nodes.add(new OperatorNode(name, operator, OPSET, inputs, List.of(name), attributes));
    value = name;
    finalState = "";
  }
}
