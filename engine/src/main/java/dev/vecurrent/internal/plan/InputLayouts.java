package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.elementwise.FusedChain;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * In which order graph inputs hold time steps and sequences, told by the recurrent layers that read
 * them: at once, or behind operators that treat each step of each sequence by itself. Inputs have
 * rank 3, or are matrices of tokens in front of an embedding.
 */
final class InputLayouts {

  private static final Set<String> POINTWISE =
      Set.of(
          "Abs",
          "Cast",
          "Ceil",
          "Celu",
          "Dropout",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "LeakyRelu",
          "Log",
          "Mish",
          "Neg",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Swish",
          "Tanh",
          "ThresholdedRelu");
  private static final Set<String> POINTWISE_OF_TWO = Set.of("Add", "Div", "Mul", "Pow", "Sub");

  /**
   * Where a value's first two axes come from.
   *
   * @param input the graph input
   * @param swapped whether they are the input's second and first
   */
  private record Origin(String input, boolean swapped) {}

  private final Draft draft;
  private final Map<String, Origin> origins = new HashMap<>();
  private final Map<String, Layout> layouts = new HashMap<>();
  private final Set<String> contradicted = new HashSet<>();

  private InputLayouts(Draft draft) {
    this.draft = draft;
  }

  /** The order of each input of which it is known, by name. */
  static Map<String, Layout> find(Draft draft) {
    InputLayouts found = new InputLayouts(draft);
    for (String input : draft.inputs) {
      found.origins.put(input, new Origin(input, false));
    }
    for (DraftNode node : draft.nodes) {
      if (node.isRecurrent()) {
        found.layer(node.layers().getFirst());
      } else {
        found.follow(node);
      }
    }
    found.layouts.keySet().removeAll(found.contradicted);
    return Map.copyOf(found.layouts);
  }

  private void layer(DraftNode layer) {
    Origin origin = origins.get(layer.input(RecurrentNode.X));
    if (origin == null || layer.form == null) {
      return;
    }
    boolean batchMajor = layer.form.xBatchMajor() != origin.swapped();
    Layout layout = batchMajor ? Layout.BATCH_MAJOR : Layout.TIME_MAJOR;
    Layout before = layouts.putIfAbsent(origin.input(), layout);
    if (before != null && before != layout) {
      contradicted.add(origin.input());
    }
  }

  private void follow(DraftNode node) {
    Origin origin = origin(node);
    int rank = rank(node.output(0));
    if (origin != null && (rank == 3 || rank == 2)) {
      origins.put(node.output(0), origin);
    }
  }

  private @Nullable Origin origin(DraftNode node) {
    if (isEmbedding(node)) {
      return origins.get(node.input(1));
    }
    Origin first = origins.get(node.input(0));
    int rank = rank(node.input(0));
    if (first != null && (rank != rank(node.output(0)) || (rank != 3 && !isTokens(node)))) {
      return null;
    }
    if (NodeShapes.transposes(node, 1, 0, 2) || NodeShapes.transposes(node, 1, 0)) {
      return first == null ? null : new Origin(first.input(), !first.swapped());
    }
    String operator = node.node.operator();
    boolean matrix = operator.equals("MatMul") && rank(node.input(1)) == 2;
    if (POINTWISE.contains(operator) || node.operator instanceof FusedChain || matrix) {
      return first;
    }
    if (!POINTWISE_OF_TWO.contains(operator)) {
      return null;
    }
    Origin second = origins.get(node.input(1));
    if (first != null && (first.equals(second) || isConstant(node.input(1)))) {
      return first;
    }
    boolean sameAxes = rank(node.input(1)) == 3 && rank(node.output(0)) == 3;
    return isConstant(node.input(0)) && sameAxes ? second : null;
  }

  /** Rows of a constant table by the tokens of a matrix: the first two axes are the tokens'. */
  private boolean isEmbedding(DraftNode node) {
    return node.is("Gather")
        && isConstant(node.input(0))
        && rank(node.input(0)) == 2
        && rank(node.input(1)) == 2
        && rank(node.output(0)) == 3
        && node.node instanceof OperatorNode operator
        && (!(operator.attributes().get("axis") instanceof AttributeValue.OfInt(long axis))
            || axis == 0
            || axis == -2);
  }

  /** Whether a node only turns a matrix of tokens round, or gives it another type. */
  private boolean isTokens(DraftNode node) {
    return rank(node.input(0)) == 2
        && (node.is("Cast") || node.is("Identity") || NodeShapes.transposes(node, 1, 0));
  }

  private boolean isConstant(String name) {
    return draft.constants.containsKey(name);
  }

  private int rank(String name) {
    Fact fact = draft.fact(name);
    int[] dims = fact == null ? null : fact.dims();
    return dims == null ? -1 : dims.length;
  }
}
