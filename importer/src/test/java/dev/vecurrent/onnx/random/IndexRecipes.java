package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;
import static dev.vecurrent.onnx.random.Need.NUMBERS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators with indices among their inputs or outputs. */
final class IndexRecipes {

  private IndexRecipes() {}

  static List<Recipe> all() {
    return List.of(
        Recipe.since(11, "Gather", IndexRecipes::gather),
        Recipe.since(11, "GatherElements", IndexRecipes::gatherElements),
        Recipe.since(12, "GatherND", IndexRecipes::gatherNd),
        new Recipe("Scatter", 9, 10, draft -> scatterElements(draft, "Scatter")),
        Recipe.since(11, "ScatterElements", draft -> scatterElements(draft, "ScatterElements")),
        Recipe.since(11, "ScatterND", IndexRecipes::scatterNd),
        Recipe.since(11, "OneHot", IndexRecipes::oneHot),
        Recipe.since(9, "NonZero", IndexRecipes::nonZero),
        Recipe.since(10, "TopK", IndexRecipes::topK),
        Recipe.since(12, "ArgMax", draft -> extreme(draft, "ArgMax")),
        Recipe.since(12, "ArgMin", draft -> extreme(draft, "ArgMin")),
        Recipe.since(11, "Compress", IndexRecipes::compress));
  }

  /** Indices in {@code [-length, length)}. */
  private static Tensor indices(Draft draft, int length, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.INT64, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.longs()[i] = draft.between(-length, length - 1);
    }
    return tensor;
  }

  private static void gather(Draft draft) {
    Value x = draft.pick(Need.ANYTHING.rank(1, 3));
    int axis = draft.axis(x);
    int length = x.dim(Math.floorMod(axis, x.rank()));
    Tensor at = indices(draft, length, draft.shape(draft.between(0, 2)));
    draft.add(
        "Gather",
        List.of(x, draft.argument(at)),
        Types.like(x),
        true,
        Attribute.integer("axis", axis));
  }

  private static void gatherElements(Draft draft) {
    Value x = draft.pick(Need.ANYTHING.atLeast(1));
    int axis = draft.axis(x);
    int positive = Math.floorMod(axis, x.rank());
    int[] shape = x.tensor().shape();
    shape[positive] = draft.between(1, 5);
    Tensor at = indices(draft, x.dim(positive), shape);
    draft.add(
        "GatherElements",
        List.of(x, draft.argument(at)),
        Types.like(x),
        true,
        Attribute.integer("axis", axis));
  }

  private static void gatherNd(Draft draft) {
    Value x = draft.pick(Need.ANYTHING.atLeast(2));
    int batch = draft.between(0, 1);
    int depth = draft.between(1, x.rank() - batch);
    int rows = draft.between(1, 4);
    int[] shape = batch == 1 ? new int[] {x.dim(0), rows, depth} : new int[] {rows, depth};
    Tensor at = Tensor.zeros(ElementType.INT64, shape);
    for (int i = 0; i < at.size(); i++) {
      at.longs()[i] = draft.between(0, x.dim(batch + i % depth) - 1);
    }
    draft.add(
        "GatherND",
        List.of(x, draft.argument(at)),
        Types.like(x),
        true,
        Attribute.integer("batch_dims", batch));
  }

  /** Each position once: engines may take updates of one position in any order. */
  private static void scatterElements(Draft draft, String operator) {
    Value x = draft.pick(FLOATS.atLeast(1));
    int axis = draft.between(0, x.rank() - 1);
    int[] shape = x.tensor().shape();
    int length = shape[axis];
    shape[axis] = draft.between(1, length);
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    Tensor at = Tensor.zeros(ElementType.INT64, shape);
    for (int line = 0; line < at.size() / shape[axis]; line++) {
      List<Integer> order = order(draft, length);
      for (int k = 0; k < shape[axis]; k++) {
        at.longs()[(line / inner * shape[axis] + k) * inner + line % inner] = order.get(k);
      }
    }
    Value updates = draft.fresh(FLOATS, shape);
    List<AttributeProto> attributes = new ArrayList<>(List.of(Attribute.integer("axis", axis)));
    boolean reduces = draft.opset() >= 16 && draft.oneIn(2);
    if (reduces) {
      attributes.add(Attribute.text("reduction", draft.oneOf("add", "mul")));
    }
    draft.add(
        operator,
        List.of(x, draft.argument(at), updates),
        Types.like(x),
        !reduces,
        attributes.toArray(AttributeProto[]::new));
  }

  private static List<Integer> order(Draft draft, int length) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      order.add(i);
    }
    Collections.shuffle(order, draft.random());
    return order;
  }

  private static void scatterNd(Draft draft) {
    Value x = draft.pick(FLOATS.atLeast(1));
    List<Integer> order = order(draft, x.dim(0));
    int rows = draft.between(1, x.dim(0));
    Tensor at = Tensor.zeros(ElementType.INT64, rows, 1);
    for (int i = 0; i < rows; i++) {
      at.longs()[i] = order.get(i);
    }
    int[] shape = x.tensor().shape();
    shape[0] = rows;
    Value updates = draft.fresh(FLOATS, shape);
    draft.add("ScatterND", List.of(x, draft.argument(at), updates), Types.like(x), true);
  }

  private static void oneHot(Draft draft) {
    int depth = draft.between(2, 5);
    Tensor at = Tensor.zeros(ElementType.INT64, draft.shape(draft.between(1, 2)));
    for (int i = 0; i < at.size(); i++) {
      at.longs()[i] = draft.between(-depth, depth);
    }
    Value values = draft.fresh(FLOATS, 2);
    draft.add(
        "OneHot",
        List.of(draft.argument(at), draft.integer(depth), values),
        Types.like(values),
        true,
        Attribute.integer("axis", draft.between(-1, at.rank())));
  }

  private static void nonZero(Draft draft) {
    Value x =
        draft.pick(
            Need.of(ElementType.FLOAT32, ElementType.BOOL, ElementType.INT64)
                .atLeast(1)
                .precisely());
    draft.add("NonZero", List.of(x), Types.INDICES, true);
  }

  private static void topK(Draft draft) {
    Value x = draft.pick(FLOATS.atLeast(1).precisely());
    int axis = draft.axis(x);
    int k = draft.between(1, x.dim(Math.floorMod(axis, x.rank())));
    List<AttributeProto> attributes = new ArrayList<>(List.of(Attribute.integer("axis", axis)));
    if (draft.opset() >= 11) {
      attributes.add(Attribute.flag("largest", draft.oneIn(2)));
    }
    draft.add(
        "TopK",
        List.of(x, draft.integers(k)),
        List.of(x.tensor().type(), ElementType.INT64),
        true,
        attributes.toArray(AttributeProto[]::new));
  }

  private static void extreme(Draft draft, String operator) {
    Value x = draft.pick(Need.of(ElementType.FLOAT32, ElementType.INT32).atLeast(1).precisely());
    draft.add(
        operator,
        List.of(x),
        Types.INDICES,
        true,
        Attribute.integer("axis", draft.axis(x)),
        Attribute.flag("keepdims", draft.oneIn(2)),
        Attribute.flag("select_last_index", draft.oneIn(2)));
  }

  private static void compress(Draft draft) {
    Value x = draft.pick(NUMBERS.atLeast(1));
    int axis = draft.between(0, x.rank() - 1);
    Tensor kept = Domain.ANY.draw(draft.random(), ElementType.BOOL, x.dim(axis));
    kept.booleans()[0] = true;
    draft.add(
        "Compress",
        List.of(x, draft.argument(kept)),
        Types.like(x),
        true,
        Attribute.integer("axis", axis));
  }
}
