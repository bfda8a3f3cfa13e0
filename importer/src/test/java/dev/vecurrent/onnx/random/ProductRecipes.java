package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Matrix products, convolutions, pools and normalisations. */
final class ProductRecipes {

  private static final Need WEIGHTS = FLOATS.in(Domain.SMALL);

  private ProductRecipes() {}

  static List<Recipe> all() {
    return List.of(
        Recipe.since(9, "MatMul", ProductRecipes::matMul),
        Recipe.since(11, "Gemm", ProductRecipes::gemm),
        Recipe.since(12, "Einsum", ProductRecipes::einsum),
        Recipe.of("Conv", ProductRecipes::conv),
        Recipe.of("ConvTranspose", ProductRecipes::convTranspose),
        Recipe.since(10, "MaxPool", draft -> pool(draft, "MaxPool")),
        Recipe.since(10, "AveragePool", draft -> pool(draft, "AveragePool")),
        Recipe.since(10, "LpPool", draft -> pool(draft, "LpPool")),
        // ONNX Runtime has no GlobalLpPool of opset 22.
        new Recipe("GlobalLpPool", 1, 21, draft -> global(draft, "GlobalLpPool", false)),
        Recipe.of("GlobalMaxPool", draft -> global(draft, "GlobalMaxPool", true)),
        Recipe.of("GlobalAveragePool", draft -> global(draft, "GlobalAveragePool", false)),
        Recipe.since(9, "BatchNormalization", ProductRecipes::batchNormalization),
        Recipe.since(6, "InstanceNormalization", ProductRecipes::instanceNormalization),
        Recipe.since(21, "GroupNormalization", ProductRecipes::groupNormalization),
        Recipe.since(17, "LayerNormalization", ProductRecipes::layerNormalization));
  }

  private static void matMul(Draft draft) {
    Value a = draft.pick(Need.of(ElementType.FLOAT32, ElementType.FLOAT64).atLeast(1));
    int inner = a.dim(a.rank() - 1);
    List<Integer> shape = new ArrayList<>();
    if (a.rank() > 2 && draft.oneIn(2)) {
      for (int axis = 0; axis < a.rank() - 2; axis++) {
        shape.add(draft.oneIn(3) ? 1 : a.dim(axis));
      }
    }
    shape.add(inner);
    if (shape.size() > 1 || !draft.oneIn(4)) {
      shape.add(draft.oneOf(1, 3, 8, 20));
    }
    Need need = Need.of(a.tensor().type()).in(Domain.SMALL);
    Value b = draft.fresh(need, shape.stream().mapToInt(Integer::intValue).toArray());
    draft.add("MatMul", List.of(a, b), Types.like(a), false);
  }

  private static void einsum(Draft draft) {
    Value a = draft.pick(FLOATS.rank(3, 3));
    Value b = draft.fresh(WEIGHTS, a.dim(0), draft.between(1, 4), a.dim(2));
    String equation = draft.oneOf("bij,bkj->bik", "bij, bkj -> bk", "bij,bkj", "...j,...j->...");
    if (equation.startsWith(".")) {
      b = draft.fresh(WEIGHTS, a.tensor().shape());
    }
    draft.add("Einsum", List.of(a, b), Types.like(a), false, Attribute.text("equation", equation));
  }

  private static void gemm(Draft draft) {
    Value a = draft.pick(FLOATS.rank(2, 2));
    boolean transposeA = draft.oneIn(4);
    boolean transposeB = draft.oneIn(2);
    int rows = a.dim(transposeA ? 1 : 0);
    int inner = a.dim(transposeA ? 0 : 1);
    int columns = draft.oneOf(1, 3, 8, 20);
    Value b =
        transposeB ? draft.fresh(WEIGHTS, columns, inner) : draft.fresh(WEIGHTS, inner, columns);
    List<Value> inputs = new ArrayList<>(List.of(a, b));
    if (!draft.oneIn(3)) {
      int[] shape =
          draft.oneOf(
              new int[] {columns}, new int[] {rows, 1}, new int[] {1}, new int[] {rows, columns});
      inputs.add(draft.fresh(FLOATS, shape));
    }
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attribute.flag("transA", transposeA));
    attributes.add(Attribute.flag("transB", transposeB));
    if (draft.oneIn(3)) {
      attributes.add(Attribute.number("alpha", 0.5));
      attributes.add(Attribute.number("beta", 1.5));
    }
    draft.add("Gemm", inputs, Types.like(a), false, attributes.toArray(AttributeProto[]::new));
  }

  /** {@code [N, C, ...]} with one or two spatial axes. */
  private static Value image(Draft draft) {
    return draft.pick(FLOATS.rank(3, 4));
  }

  private static int[] joined(int first, int second, int... rest) {
    int[] shape = new int[2 + rest.length];
    shape[0] = first;
    shape[1] = second;
    System.arraycopy(rest, 0, shape, 2, rest.length);
    return shape;
  }

  private static long[] wide(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }

  private static int[] kernel(Draft draft, Value x) {
    int[] kernel = new int[x.rank() - 2];
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = draft.between(1, Math.min(3, x.dim(2 + axis)));
    }
    return kernel;
  }

  private static long[] pads(Draft draft, int... kernel) {
    long[] pads = new long[2 * kernel.length];
    for (int i = 0; i < pads.length; i++) {
      pads[i] = draft.between(0, kernel[i % kernel.length] - 1);
    }
    return pads;
  }

  private static long[] strides(Draft draft, int axes) {
    long[] strides = new long[axes];
    Arrays.setAll(strides, _ -> draft.between(1, 2));
    return strides;
  }

  private static void conv(Draft draft) {
    Value x = image(draft);
    int channels = x.dim(1);
    int group = draft.oneIn(3) ? channels : channels % 2 == 0 && draft.oneIn(2) ? 2 : 1;
    int outputs = group * draft.between(1, 4);
    int[] kernel = kernel(draft, x);
    List<Value> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(draft.fresh(WEIGHTS, joined(outputs, channels / group, kernel)));
    if (draft.oneIn(2)) {
      inputs.add(draft.fresh(FLOATS, outputs));
    }
    draft.add(
        "Conv",
        inputs,
        Types.like(x),
        false,
        Attribute.integer("group", group),
        Attribute.integers("pads", pads(draft, kernel)),
        Attribute.integers("strides", strides(draft, kernel.length)));
  }

  private static void convTranspose(Draft draft) {
    Value x = image(draft);
    int group = x.dim(1) % 2 == 0 && draft.oneIn(2) ? 2 : 1;
    int outputs = draft.between(1, 3);
    int[] kernel = kernel(draft, x);
    List<Value> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(draft.fresh(WEIGHTS, joined(x.dim(1), outputs, kernel)));
    if (draft.oneIn(2)) {
      inputs.add(draft.fresh(FLOATS, outputs * group));
    }
    long[] pads = new long[2 * kernel.length];
    Arrays.setAll(
        pads,
        i ->
            kernel[i % kernel.length] > 1 && x.dim(2 + i % kernel.length) > 2
                ? draft.between(0, 1)
                : 0);
    draft.add(
        "ConvTranspose",
        inputs,
        Types.like(x),
        false,
        Attribute.integer("group", group),
        Attribute.integers("pads", pads),
        Attribute.integers("strides", strides(draft, kernel.length)));
  }

  private static void pool(Draft draft, String operator) {
    Value x = image(draft);
    boolean max = operator.equals("MaxPool");
    int[] kernel = kernel(draft, x);
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attribute.integers("kernel_shape", wide(kernel)));
    attributes.add(Attribute.integers("pads", pads(draft, kernel)));
    attributes.add(Attribute.integers("strides", strides(draft, kernel.length)));
    if (operator.equals("AveragePool")) {
      attributes.add(Attribute.flag("count_include_pad", draft.oneIn(2)));
    } else if (!max) {
      attributes.add(Attribute.integer("p", draft.between(1, 4)));
    }
    boolean indices = max && x.exact() && draft.oneIn(3);
    draft.add(
        operator,
        List.of(x),
        indices ? List.of(ElementType.FLOAT32, ElementType.INT64) : Types.like(x),
        max,
        attributes.toArray(AttributeProto[]::new));
  }

  private static void global(Draft draft, String operator, boolean exact) {
    Value x = image(draft);
    draft.add(operator, List.of(x), Types.like(x), exact);
  }

  private static AttributeProto epsilon(Draft draft) {
    return Attribute.number("epsilon", draft.oneOf(0.1, 0.5));
  }

  private static void batchNormalization(Draft draft) {
    Value x = draft.pick(FLOATS.rank(2, 4));
    int channels = x.dim(1);
    draft.add(
        "BatchNormalization",
        List.of(
            x,
            draft.fresh(WEIGHTS, channels),
            draft.fresh(FLOATS, channels),
            draft.fresh(FLOATS, channels),
            draft.fresh(FLOATS.in(Domain.POSITIVE), channels)),
        Types.like(x),
        false,
        epsilon(draft));
  }

  private static void instanceNormalization(Draft draft) {
    Value x = image(draft);
    draft.add(
        "InstanceNormalization",
        List.of(x, draft.fresh(FLOATS, x.dim(1)), draft.fresh(FLOATS, x.dim(1))),
        Types.like(x),
        false,
        epsilon(draft));
  }

  private static void groupNormalization(Draft draft) {
    Value x = image(draft);
    int groups = x.dim(1) % 2 == 0 && draft.oneIn(2) ? 2 : draft.oneOf(1, x.dim(1));
    draft.add(
        "GroupNormalization",
        List.of(x, draft.fresh(FLOATS, x.dim(1)), draft.fresh(FLOATS, x.dim(1))),
        Types.like(x),
        false,
        Attribute.integer("num_groups", groups),
        epsilon(draft));
  }

  private static void layerNormalization(Draft draft) {
    Value x = draft.pick(FLOATS.atLeast(1));
    int axis = draft.between(0, x.rank() - 1);
    int[] normalised = Arrays.copyOfRange(x.tensor().shape(), axis, x.rank());
    List<Value> inputs = new ArrayList<>(List.of(x, draft.fresh(FLOATS, normalised)));
    if (draft.oneIn(2)) {
      inputs.add(draft.fresh(FLOATS, normalised));
    }
    draft.add(
        "LayerNormalization",
        inputs,
        Types.like(x),
        false,
        Attribute.integer("axis", draft.oneIn(2) ? axis : axis - x.rank()),
        epsilon(draft));
  }
}
