package dev.vecurrent.internal.plan.cell;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.draft.Draft;
import dev.vecurrent.internal.draft.DraftNode;
import dev.vecurrent.internal.draft.NodeValues;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Matrices as {@link AffineSum}s, looked at backwards through Add, MatMul, Gemm, Split and Slice.
 */
final class AffineSums {

  /** How many nodes one sum is looked for through: more are no gates of a cell. */
  private static final int DEEPEST = 16;

  private final Draft draft;
  private final Map<String, AffineSum> known = new HashMap<>();

  AffineSums(Draft draft) {
    this.draft = draft;
  }

  /** A value as a sum; {@code null} if it is no matrix of floats with a known number of columns. */
  @Nullable
  AffineSum of(String value) {
    return of(value, DEEPEST);
  }

  private @Nullable AffineSum of(String value, int deepest) {
    AffineSum sum = known.get(value);
    int width = columns(value);
    if (sum == null && width > 0) {
      DraftNode node = draft.maker(value);
      sum = node == null || deepest == 0 ? null : made(node, value, width, deepest - 1);
      sum = sum == null ? AffineSum.other(value, width) : sum;
      known.put(value, sum);
    }
    return sum;
  }

  /** Columns of a matrix of floats; -1 for anything else. */
  int columns(String value) {
    Fact fact = draft.fact(value);
    int[] dims = fact == null || fact.type() != ElementType.FLOAT32 ? null : fact.dims();
    return dims != null && dims.length == 2 ? dims[1] : -1;
  }

  private @Nullable AffineSum made(DraftNode node, String value, int width, int deepest) {
    return switch (node.node.operator()) {
      case "Add" -> sum(node, width, deepest);
      case "MatMul" -> product(node.input(0), node.input(1), false, width);
      case "Gemm" -> gemm(node, width);
      case "Split", "Slice" -> part(node, value, width, deepest);
      default -> null;
    };
  }

  private @Nullable AffineSum sum(DraftNode node, int width, int deepest) {
    for (int order = 0; order < 2; order++) {
      Tensor constant = draft.constants.get(node.input(order));
      if (constant != null) {
        AffineSum rest = of(node.input(1 - order), deepest);
        boolean fits = isRow(constant, width) || isOne(constant);
        return rest == null || rest.width() != width || !fits
            ? null
            : rest.plus(node.input(order), isRow(constant, width));
      }
    }
    AffineSum a = of(node.input(0), deepest);
    AffineSum b = of(node.input(1), deepest);
    return a == null || b == null || a.width() != width || b.width() != width ? null : a.plus(b);
  }

  /** Whether a constant is a row that is added to every row of a matrix. */
  private static boolean isRow(Tensor constant, int width) {
    return constant.type() == ElementType.FLOAT32
        && (constant.rank() == 1 || (constant.rank() == 2 && constant.dim(0) == 1))
        && constant.size() == width;
  }

  private static boolean isOne(Tensor constant) {
    return constant.type() == ElementType.FLOAT32 && constant.rank() <= 2 && constant.size() == 1;
  }

  private @Nullable AffineSum gemm(DraftNode node, int width) {
    boolean plain =
        NodeValues.integer(node, "transA", 0) == 0
            && NodeValues.number(node, "alpha", 1) == 1
            && NodeValues.number(node, "beta", 1) == 1;
    AffineSum product =
        plain
            ? product(
                node.input(0), node.input(1), NodeValues.integer(node, "transB", 0) != 0, width)
            : null;
    if (product == null || node.input(2).isEmpty()) {
      return product;
    }
    Tensor bias = draft.constants.get(node.input(2));
    return bias != null && (isRow(bias, width) || isOne(bias))
        ? product.plus(node.input(2), isRow(bias, width))
        : null;
  }

  private @Nullable AffineSum product(String input, String weight, boolean transposed, int width) {
    Tensor matrix = draft.constants.get(weight);
    if (matrix == null
        || matrix.type() != ElementType.FLOAT32
        || matrix.rank() != 2
        || matrix.size() == 0
        || !isMatrix(input)) {
      return null;
    }
    int depth = matrix.dim(transposed ? 1 : 0);
    AffineSum.Product product = new AffineSum.Product(input, weight, transposed, 0, depth, 0);
    return new AffineSum(width, List.of(product), List.of(), List.of());
  }

  /**
   * A sum of one product whose input a Concat put together, as a product of each part; any other
   * sum as it is.
   */
  AffineSum apart(AffineSum sum) {
    if (sum.products().size() != 1) {
      return sum;
    }
    AffineSum.Product whole = sum.products().getFirst();
    List<AffineSum.Product> parts = new ArrayList<>();
    int row = whole.row();
    for (String part : sideBySide(whole.input())) {
      int depth = columns(part);
      if (depth <= 0) {
        return sum;
      }
      parts.add(
          new AffineSum.Product(
              part, whole.weight(), whole.transposed(), row, depth, whole.column()));
      row += depth;
    }
    return new AffineSum(sum.width(), parts, sum.biases(), sum.others());
  }

  private boolean isMatrix(String value) {
    Fact fact = draft.fact(value);
    int[] dims = fact == null || fact.type() != ElementType.FLOAT32 ? null : fact.dims();
    return dims != null && dims.length == 2;
  }

  /** The values that a Concat puts side by side; the value itself where it is none. */
  private List<String> sideBySide(String value) {
    DraftNode node = draft.maker(value);
    if (node == null || !node.is("Concat") || !isMatrix(value)) {
      return List.of(value);
    }
    long axis = NodeValues.integer(node, "axis", 0);
    return axis == 1 || axis == -1 ? node.inputs : List.of(value);
  }

  private @Nullable AffineSum part(DraftNode node, String value, int width, int deepest) {
    AffineSum whole = of(node.input(0), deepest);
    int from = whole == null ? -1 : node.is("Split") ? splitAt(node, value) : sliceAt(node);
    return whole != null && from >= 0 && from + width <= whole.width()
        ? whole.columns(from, width)
        : null;
  }

  /** The first column of an output of a Split; -1 where that is not known. */
  private int splitAt(DraftNode node, String value) {
    long axis = NodeValues.integer(node, "axis", 0);
    int from = axis == 1 || axis == -1 ? 0 : -1;
    for (int i = 0; from >= 0 && !node.output(i).equals(value); i++) {
      int columns = columns(node.output(i));
      from = columns < 0 ? -1 : from + columns;
    }
    return from;
  }

  /** The first column of a Slice; -1 where that is not known. */
  private int sliceAt(DraftNode node) {
    long start = NodeValues.only(draft, node, "starts", 1, -1);
    long axis = NodeValues.only(draft, node, "axes", 3, 0);
    boolean dense = NodeValues.only(draft, node, "steps", 4, 1) == 1;
    return dense && (axis == 1 || axis == -1) && start >= 0 && start < Integer.MAX_VALUE
        ? (int) start
        : -1;
  }
}
