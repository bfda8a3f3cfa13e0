package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.ANYTHING;
import static dev.vecurrent.onnx.random.Need.FLOATS;
import static dev.vecurrent.onnx.random.Need.NUMBERS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Operators that move, repeat, count and make elements. */
final class MovementRecipes {

  private MovementRecipes() {}

  static List<Recipe> all() {
    return List.of(
        Recipe.of("Identity", draft -> same(draft, "Identity", draft.pick(ANYTHING))),
        Recipe.since(7, "Dropout", draft -> same(draft, "Dropout", draft.pick(FLOATS))),
        Recipe.of("Transpose", MovementRecipes::transpose),
        Recipe.since(5, "Reshape", MovementRecipes::reshape),
        Recipe.since(9, "Flatten", MovementRecipes::flatten),
        Recipe.of("Squeeze", MovementRecipes::squeeze),
        Recipe.of("Unsqueeze", MovementRecipes::unsqueeze),
        Recipe.since(4, "Concat", MovementRecipes::concat),
        Recipe.since(2, "Split", MovementRecipes::split),
        Recipe.since(10, "Slice", MovementRecipes::slice),
        Recipe.since(8, "Expand", MovementRecipes::expand),
        Recipe.since(6, "Tile", MovementRecipes::tile),
        Recipe.since(11, "Pad", MovementRecipes::pad),
        Recipe.of("Shape", MovementRecipes::shape),
        Recipe.of(
            "Size", draft -> draft.add("Size", List.of(draft.pick(ANYTHING)), Types.INDICES, true)),
        Recipe.since(9, "ConstantOfShape", MovementRecipes::constantOfShape),
        Recipe.of("Constant", MovementRecipes::constant),
        Recipe.since(11, "Range", MovementRecipes::range),
        Recipe.since(9, "Cast", MovementRecipes::cast),
        Recipe.since(15, "CastLike", MovementRecipes::castLike),
        Recipe.since(14, "Trilu", MovementRecipes::trilu),
        Recipe.since(10, "ReverseSequence", MovementRecipes::reverseSequence),
        Recipe.since(13, "Resize", MovementRecipes::resize),
        Recipe.since(13, "DepthToSpace", draft -> blocks(draft, "DepthToSpace", 4, 1)),
        Recipe.since(13, "SpaceToDepth", draft -> blocks(draft, "SpaceToDepth", 1, 2)),
        Recipe.since(9, "EyeLike", MovementRecipes::eyeLike));
  }

  private static void same(Draft draft, String operator, Value x) {
    draft.add(operator, List.of(x), Types.like(x), true);
  }

  private static void transpose(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(2));
    List<Long> axes = new ArrayList<>();
    for (long axis = 0; axis < x.rank(); axis++) {
      axes.add(axis);
    }
    Collections.shuffle(axes, draft.random());
    AttributeProto perm =
        Attribute.integers("perm", axes.stream().mapToLong(Long::longValue).toArray());
    draft.add(
        "Transpose",
        List.of(x),
        Types.like(x),
        true,
        draft.oneIn(5) ? new AttributeProto[0] : new AttributeProto[] {perm});
  }

  /** Neighbours merged or a dimension cut in two; one dimension left to be found, or copied. */
  private static void reshape(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(1));
    List<Long> dims = new ArrayList<>();
    for (int dim : x.tensor().shape()) {
      if (!dims.isEmpty() && draft.oneIn(3)) {
        dims.add(dims.removeLast() * dim);
      } else if (dim % 2 == 0 && draft.oneIn(2)) {
        dims.addAll(List.of(2L, dim / 2L));
      } else {
        dims.add((long) dim);
      }
    }
    if (dims.size() < 5 && draft.oneIn(3)) {
      dims.add(draft.between(0, dims.size()), 1L);
    }
    if (draft.oneIn(2)) {
      dims.set(draft.between(0, dims.size() - 1), -1L);
    } else if (dims.getFirst() == x.dim(0) && draft.oneIn(2)) {
      dims.set(0, 0L);
    }
    Value shape = draft.integers(dims.stream().mapToLong(Long::longValue).toArray());
    draft.add("Reshape", List.of(x, shape), Types.like(x), true);
  }

  private static void flatten(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(1));
    AttributeProto axis = Attribute.integer("axis", draft.between(0, x.rank()));
    draft.add("Flatten", List.of(x), Types.like(x), true, axis);
  }

  private static void squeeze(Draft draft) {
    int[] shape = draft.shape(draft.between(1, 4));
    int axis = draft.between(0, shape.length - 1);
    shape[axis] = 1;
    List<Value> ready = List.of(draft.pick(ANYTHING.atLeast(1)));
    for (int i = 0; i < ready.getFirst().rank(); i++) {
      if (ready.getFirst().dim(i) == 1) {
        axes(draft, "Squeeze", ready.getFirst(), i);
        return;
      }
    }
    axes(draft, "Squeeze", draft.fresh(ANYTHING, shape), axis);
  }

  private static void unsqueeze(Draft draft) {
    Value x = draft.pick(ANYTHING);
    int first = draft.between(0, x.rank());
    if (draft.oneIn(3)) {
      axes(draft, "Unsqueeze", x, first, draft.between(first + 1, x.rank() + 1));
    } else {
      axes(draft, "Unsqueeze", x, first);
    }
  }

  /** Axes are an attribute below opset 13. */
  private static void axes(Draft draft, String operator, Value x, long... axes) {
    if (draft.opset() < 13) {
      draft.add(operator, List.of(x), Types.like(x), true, Attribute.integers("axes", axes));
    } else {
      draft.add(operator, List.of(x, draft.integers(axes)), Types.like(x), true);
    }
  }

  private static void concat(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(1));
    int axis = draft.between(0, x.rank() - 1);
    List<Value> parts = new ArrayList<>(List.of(x));
    for (int more = draft.between(1, 2); more > 0; more--) {
      int[] shape = x.tensor().shape();
      shape[axis] = draft.between(1, 4);
      Value other = draft.oneIn(4) ? x : draft.fresh(Need.of(x.tensor().type()), shape);
      parts.add(draft.between(0, parts.size()), other);
    }
    int written = draft.opset() >= 11 && draft.oneIn(2) ? axis - x.rank() : axis;
    draft.add("Concat", parts, Types.like(x), true, Attribute.integer("axis", written));
  }

  private static void split(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(1));
    int axis = draft.between(0, x.rank() - 1);
    int length = x.dim(axis);
    if (length < 2) {
      throw new Discarded("nothing to split");
    }
    AttributeProto axisAttribute = Attribute.integer("axis", axis);
    ElementType type = x.tensor().type();
    if (length % 2 == 0 && draft.oneIn(2)) {
      List<AttributeProto> attributes = new ArrayList<>(List.of(axisAttribute));
      if (draft.opset() >= 18) {
        attributes.add(Attribute.integer("num_outputs", 2));
      }
      draft.add(
          "Split",
          List.of(x),
          List.of(type, type),
          true,
          attributes.toArray(AttributeProto[]::new));
      return;
    }
    long first = draft.between(1, length - 1);
    if (draft.opset() < 13) {
      AttributeProto sizes = Attribute.integers("split", first, length - first);
      draft.add("Split", List.of(x), List.of(type, type), true, axisAttribute, sizes);
    } else {
      Value sizes = draft.integers(first, length - first);
      draft.add("Split", List.of(x, sizes), List.of(type, type), true, axisAttribute);
    }
  }

  /** Some axes, forwards or backwards, bounds inside, from the end or past it. */
  private static void slice(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(1));
    int count = draft.between(1, x.rank());
    long[] starts = new long[count];
    long[] ends = new long[count];
    long[] steps = new long[count];
    long[] axes = new long[count];
    for (int i = 0; i < count; i++) {
      int length = x.dim(i);
      int a = draft.between(0, length - 1);
      int b = draft.between(a + 1, length);
      axes[i] = draft.oneIn(3) ? i - x.rank() : i;
      steps[i] = draft.between(1, 2);
      starts[i] = draft.oneIn(3) ? a - length : a;
      ends[i] = b == length && draft.oneIn(2) ? Integer.MAX_VALUE : b;
      if (draft.oneIn(4)) {
        steps[i] = -steps[i];
        starts[i] = b - 1;
        ends[i] = a - 1 - length;
      }
    }
    draft.add(
        "Slice",
        List.of(
            x,
            draft.integers(starts),
            draft.integers(ends),
            draft.integers(axes),
            draft.integers(steps)),
        Types.like(x),
        true);
  }

  private static void expand(Draft draft) {
    Value x = draft.pick(ANYTHING);
    int[] shape = x.tensor().shape();
    long[] wanted = new long[shape.length + (shape.length < 4 && draft.oneIn(2) ? 1 : 0)];
    Arrays.fill(wanted, 2);
    for (int back = 1; back <= shape.length; back++) {
      int dim = shape[shape.length - back];
      int stretched = draft.between(1, 3);
      wanted[wanted.length - back] = dim == 1 ? stretched : draft.oneIn(3) ? 1 : dim;
    }
    draft.add("Expand", List.of(x, draft.integers(wanted)), Types.like(x), true);
  }

  private static void tile(Draft draft) {
    Value x = draft.pick(ANYTHING.rank(1, 3));
    long[] repeats = new long[x.rank()];
    for (int axis = 0; axis < repeats.length; axis++) {
      repeats[axis] = draft.between(1, 3);
    }
    draft.add("Tile", List.of(x, draft.integers(repeats)), Types.like(x), true);
  }

  private static void pad(Draft draft) {
    String mode =
        draft.opset() >= 19
            ? draft.oneOf("constant", "reflect", "edge", "wrap")
            : draft.oneOf("constant", "reflect", "edge");
    Value x = draft.pick(FLOATS.atLeast(1));
    long[] pads = new long[2 * x.rank()];
    for (int i = 0; i < pads.length; i++) {
      int dim = x.dim(i % x.rank());
      int most = mode.equals("constant") || mode.equals("edge") ? 3 : Math.min(3, dim - 1);
      pads[i] = draft.between(0, most);
    }
    List<Value> inputs = new ArrayList<>(List.of(x, draft.integers(pads)));
    if (mode.equals("constant") && draft.oneIn(2)) {
      inputs.add(draft.fresh(FLOATS));
    }
    draft.add("Pad", inputs, Types.like(x), true, Attribute.text("mode", mode));
  }

  private static void shape(Draft draft) {
    Value x = draft.pick(ANYTHING.atLeast(1));
    if (draft.opset() >= 15 && draft.oneIn(2)) {
      int start = draft.between(0, x.rank() - 1);
      AttributeProto from = Attribute.integer("start", start);
      AttributeProto to = Attribute.integer("end", draft.between(start + 1, x.rank()));
      draft.add("Shape", List.of(x), Types.INDICES, true, from, to);
    } else {
      draft.add("Shape", List.of(x), Types.INDICES, true);
    }
  }

  private static void constantOfShape(Draft draft) {
    long[] dims = Arrays.stream(draft.shape(draft.between(1, 3))).asLongStream().toArray();
    Value shape = draft.integers(dims);
    if (draft.oneIn(3)) {
      draft.add("ConstantOfShape", List.of(shape), List.of(ElementType.FLOAT32), true);
      return;
    }
    ElementType type = ANYTHING.types().get(draft.between(0, ANYTHING.types().size() - 1));
    Tensor value = Domain.ANY.draw(draft.random(), type, 1);
    draft.add(
        "ConstantOfShape", List.of(shape), List.of(type), true, Attribute.tensor("value", value));
  }

  private static void constant(Draft draft) {
    Tensor value =
        Domain.ANY.draw(draft.random(), ElementType.FLOAT32, draft.shape(draft.between(0, 3)));
    draft.add(
        "Constant",
        List.of(),
        List.of(ElementType.FLOAT32),
        true,
        Attribute.tensor("value", value));
  }

  private static void range(Draft draft) {
    int delta = draft.oneOf(-2, -1, 1, 2, 3);
    int start = draft.between(-5, 5);
    int limit = start + delta * draft.between(1, 7);
    if (draft.oneIn(2)) {
      List<Value> inputs =
          List.of(draft.integer(start), draft.integer(limit), draft.integer(delta));
      draft.add("Range", inputs, Types.INDICES, true);
    } else {
      List<Value> inputs = new ArrayList<>();
      for (float number : new float[] {start, limit, delta}) {
        inputs.add(draft.argument(Tensor.of(new float[] {number})));
      }
      draft.add("Range", inputs, List.of(ElementType.FLOAT32), true);
    }
  }

  private static ElementType otherType(Draft draft) {
    return draft.oneOf(
        ElementType.FLOAT32,
        ElementType.FLOAT64,
        ElementType.INT32,
        ElementType.INT64,
        ElementType.BOOL);
  }

  private static void cast(Draft draft) {
    ElementType to = otherType(draft);
    Value x = draft.pick(ANYTHING.precisely());
    AttributeProto type = Attribute.integer("to", to.onnxNumber());
    draft.add("Cast", List.of(x), List.of(to), true, type);
  }

  private static void castLike(Draft draft) {
    Value like = draft.pick(ANYTHING);
    Value x = draft.pick(ANYTHING.precisely());
    draft.add("CastLike", List.of(x, like), Types.like(like), true);
  }

  private static void trilu(Draft draft) {
    Value x = draft.pick(NUMBERS.atLeast(2));
    AttributeProto upper = Attribute.flag("upper", draft.oneIn(2));
    List<Value> inputs =
        draft.oneIn(3) ? List.of(x) : List.of(x, draft.integer(draft.between(-3, 3)));
    draft.add("Trilu", inputs, Types.like(x), true, upper);
  }

  private static void reverseSequence(Draft draft) {
    Value x = draft.pick(NUMBERS.atLeast(2));
    int time = draft.between(0, 1);
    long[] lengths = new long[x.dim(1 - time)];
    for (int n = 0; n < lengths.length; n++) {
      lengths[n] = draft.between(1, x.dim(time));
    }
    draft.add(
        "ReverseSequence",
        List.of(x, draft.integers(lengths)),
        Types.like(x),
        true,
        Attribute.integer("time_axis", time),
        Attribute.integer("batch_axis", 1 - time));
  }

  /**
   * The last two of four axes, or with the nearest element all axes, by scales or by sizes. Sizes
   * are constant: ONNX Runtime refuses those that are an input of a graph.
   */
  private static void resize(Draft draft) {
    boolean nearest = draft.oneIn(2);
    Need any = Need.of(ElementType.FLOAT32, ElementType.INT32);
    Value x = draft.pick(nearest ? any.rank(1, 4) : FLOATS.rank(4, 4));
    float[] scales = new float[x.rank()];
    long[] sizes = new long[x.rank()];
    for (int axis = 0; axis < scales.length; axis++) {
      boolean stays = !nearest && axis < 2;
      scales[axis] = stays ? 1 : draft.oneOf(1, 2, 3);
      sizes[axis] = stays ? x.dim(axis) : draft.between(1, 7);
    }
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attribute.text("mode", nearest ? "nearest" : draft.oneOf("linear", "cubic")));
    attributes.add(
        Attribute.text(
            "coordinate_transformation_mode",
            draft.oneOf("asymmetric", "half_pixel", "pytorch_half_pixel", "align_corners")));
    if (nearest) {
      attributes.add(
          Attribute.text(
              "nearest_mode",
              draft.oneOf("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")));
    }
    List<Value> inputs =
        draft.oneIn(2)
            ? List.of(x, Draft.ABSENT, draft.argument(Tensor.of(scales, scales.length)))
            : List.of(
                x, Draft.ABSENT, Draft.ABSENT, draft.constant(Tensor.of(sizes, sizes.length)));
    draft.add("Resize", inputs, Types.like(x), nearest, attributes.toArray(AttributeProto[]::new));
  }

  private static void blocks(Draft draft, String operator, int channels, int side) {
    int[] shape = {1, channels * draft.between(1, 3), side * 2, side * draft.between(1, 3)};
    Value x = draft.fresh(FLOATS, shape);
    draft.add(operator, List.of(x), Types.like(x), true, Attribute.integer("blocksize", 2));
  }

  private static void eyeLike(Draft draft) {
    Value x = draft.pick(FLOATS.rank(2, 2));
    AttributeProto diagonal = Attribute.integer("k", draft.between(-1, 1));
    draft.add("EyeLike", List.of(x), Types.like(x), true, diagonal);
  }
}
