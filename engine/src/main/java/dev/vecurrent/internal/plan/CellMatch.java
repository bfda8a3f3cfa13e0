package dev.vecurrent.internal.plan;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a written-out cell is made of, looked at backwards from the values it makes. */
final class CellMatch {

  /** {@code input W + bias}: names of constants; {@code bias} is empty for none. */
  record Affine(String input, String weight, boolean transposed, String bias) {}

  /**
   * Equal parts of the columns of a matrix.
   *
   * @param whole the matrix
   * @param order which part each value is
   * @param size columns of a part (H)
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, never written again
  record Parts(String whole, int[] order, int size) {}

  private final Draft draft;

  CellMatch(Draft draft) {
    this.draft = draft;
  }

  /** The node that makes a value, if it is of that operator. */
  @Nullable
  DraftNode maker(@Nullable String value, String operator) {
    DraftNode node = value == null ? null : draft.maker(value);
    return node != null && node.is(operator) ? node : null;
  }

  /** The argument of the function that makes a value, if it is that function. */
  @Nullable
  String argument(String value, String operator) {
    DraftNode node = maker(value, operator);
    return node == null ? null : node.input(0);
  }

  /** Whether a value is the constant 1. */
  boolean isOne(String value) {
    Tensor constant = draft.constants.get(value);
    return constant != null
        && constant.type() == ElementType.FLOAT32
        && constant.size() == 1
        && constant.floats()[0] == 1;
  }

  /** Whether a value is a matrix of floats, of so many columns where {@code columns > 0}. */
  boolean isMatrix(String value, int columns) {
    Fact fact = draft.fact(value);
    int[] dims = fact == null || fact.type() != ElementType.FLOAT32 ? null : fact.dims();
    return dims != null && dims.length == 2 && (columns <= 0 || dims[1] == columns);
  }

  /**
   * The values as all the parts of the columns of one matrix, by one Split or by Slices; {@code
   * null} if they are not that.
   */
  @Nullable
  Parts parts(String... values) {
    DraftNode first = draft.maker(values[0]);
    Fact fact = draft.fact(values[0]);
    int[] dims = fact == null ? null : fact.dims();
    if (first == null || dims == null || dims.length != 2 || dims[1] <= 0) {
      return null;
    }
    String whole = first.input(0);
    if (!isMatrix(whole, dims[1] * values.length)) {
      return null;
    }
    int[] order = new int[values.length];
    boolean[] seen = new boolean[values.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = isMatrix(values[i], dims[1]) ? part(values[i], whole, dims[1]) : -1;
      if (order[i] < 0 || order[i] >= order.length || seen[order[i]]) {
        return null;
      }
      seen[order[i]] = true;
    }
    return new Parts(whole, order, dims[1]);
  }

  /** Which part of the columns a value is; -1 if it is none. */
  private int part(String value, String whole, int size) {
    DraftNode node = draft.maker(value);
    if (node == null || !node.input(0).equals(whole)) {
      return -1;
    }
    if (node.is("Split")) {
      long axis = number(node, "axis");
      return axis == 1 || axis == -1 ? node.outputs.indexOf(value) : -1;
    }
    if (!node.is("Slice")) {
      return -1;
    }
    long start = single(node, "starts", 1, -1);
    long axis = single(node, "axes", 3, 0);
    boolean dense = single(node, "steps", 4, 1) == 1;
    return dense && (axis == 1 || axis == -1) && start >= 0 && start % size == 0
        ? (int) (start / size)
        : -1;
  }

  /** The only element of an attribute, or of the constant input that took its place. */
  private long single(DraftNode node, String attribute, int input, long otherwise) {
    if (node.node instanceof OperatorNode operator
        && operator.attributes().get(attribute) instanceof AttributeValue.OfInts(List<Long> v)) {
      return v.size() == 1 ? v.getFirst() : -1;
    }
    if (node.input(input).isEmpty()) {
      return otherwise;
    }
    Tensor constant = draft.constants.get(node.input(input));
    return constant != null && constant.type() == ElementType.INT64 && constant.size() == 1
        ? constant.longs()[0]
        : -1;
  }

  /**
   * A product of a matrix with constant weights, and a constant bias; {@code null} if it is not.
   */
  @Nullable
  Affine affine(String value) {
    DraftNode gemm = maker(value, "Gemm");
    if (gemm != null) {
      return gemm(gemm);
    }
    DraftNode sum = maker(value, "Add");
    for (int order = 0; sum != null && order < 2; order++) {
      Affine product = product(maker(sum.input(order), "MatMul"));
      String bias = sum.input(1 - order);
      if (product != null && isBias(bias, product)) {
        return new Affine(product.input, product.weight, product.transposed, bias);
      }
    }
    return product(maker(value, "MatMul"));
  }

  private @Nullable Affine gemm(DraftNode node) {
    Affine affine =
        new Affine(node.input(0), node.input(1), number(node, "transB") != 0, node.input(2));
    boolean plain =
        number(node, "transA") == 0
            && factor(node, "alpha") == 1
            && factor(node, "beta") == 1
            && isWeight(affine.weight)
            && (affine.bias.isEmpty() || isBias(affine.bias, affine));
    return plain ? affine : null;
  }

  private @Nullable Affine product(@Nullable DraftNode matMul) {
    return matMul != null && isMatrix(matMul.input(0), 0) && isWeight(matMul.input(1))
        ? new Affine(matMul.input(0), matMul.input(1), false, "")
        : null;
  }

  private boolean isWeight(String value) {
    Tensor constant = draft.constants.get(value);
    return constant != null
        && constant.type() == ElementType.FLOAT32
        && constant.rank() == 2
        && constant.size() > 0;
  }

  /** Whether a constant is a row that is added to every row of a product. */
  private boolean isBias(String value, Affine product) {
    Tensor constant = draft.constants.get(value);
    Tensor weight = draft.constants.get(product.weight);
    return constant != null
        && weight != null
        && constant.type() == ElementType.FLOAT32
        && (constant.rank() == 1 || (constant.rank() == 2 && constant.dim(0) == 1))
        && constant.size() == weight.dim(product.transposed ? 0 : 1);
  }

  private static long number(DraftNode node, String attribute) {
    return node.node instanceof OperatorNode operator
            && operator.attributes().get(attribute) instanceof AttributeValue.OfInt(long value)
        ? value
        : 0;
  }

  private static float factor(DraftNode node, String attribute) {
    return node.node instanceof OperatorNode operator
            && operator.attributes().get(attribute) instanceof AttributeValue.OfFloat(float value)
        ? value
        : 1;
  }

  /**
   * The nodes that make some values out of others.
   *
   * @return {@code null} if anything else reads what is made in between
   */
  @Nullable
  Set<DraftNode> between(List<String> inputs, List<String> outputs) {
    Set<DraftNode> nodes = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      String value = open.pop();
      DraftNode node = inputs.contains(value) ? null : draft.maker(value);
      if (node != null && nodes.add(node)) {
        open.addAll(node.inputs);
      }
    }
    Map<String, Integer> reads = new HashMap<>();
    nodes.forEach(node -> node.inputs.forEach(input -> reads.merge(input, 1, Integer::sum)));
    for (DraftNode node : nodes) {
      for (String made : node.outputs) {
        boolean isPrivate = draft.readers(made) == reads.getOrDefault(made, 0);
        if (!isPrivate && !outputs.contains(made)) {
          return null;
        }
      }
    }
    return nodes;
  }
}
