package dev.vecurrent.onnx.random;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Operators on sequences. Values of a random graph are tensors, so sequences are made, changed and
 * taken apart again in both branches of an If.
 */
final class SequenceRecipes {

  private static final List<String> MAKERS =
      List.of("SequenceConstruct", "SequenceEmpty", "SplitToSequence");
  private static final List<String> CHANGES = List.of("SequenceErase", "SequenceInsert");
  private static final List<String> ENDS =
      List.of("ConcatFromSequence", "SequenceAt", "SequenceLength");

  private final Draft draft;
  private final Value data;
  private final Set<Value> captured = new LinkedHashSet<>();
  private final GraphProto.Builder body = GraphProto.newBuilder();
  private final String prefix;
  private final List<int[]> shapes = new ArrayList<>();
  private String sequence = "";
  private int names;

  private SequenceRecipes(Draft draft, Value data, String prefix) {
    this.draft = draft;
    this.data = data;
    this.prefix = "b" + draft.steps() + prefix;
  }

  static List<Recipe> all() {
    List<Recipe> recipes = new ArrayList<>();
    for (List<String> kind : List.of(MAKERS, CHANGES, ENDS)) {
      kind.forEach(operator -> recipes.add(Recipe.since(11, operator, d -> draw(d, operator))));
    }
    return recipes;
  }

  /** A node of which both branches use an operator; they end in the same one, with one rank. */
  private static void draw(Draft draft, String operator) {
    Need need =
        Need.of(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);
    Value data = draft.pick(need.rank(1, 3));
    String end = ENDS.contains(operator) ? operator : draft.oneOf(ENDS.toArray(String[]::new));
    boolean newAxis = draft.oneIn(2);
    Set<Value> captured = new LinkedHashSet<>();
    List<AttributeProto> branches = new ArrayList<>();
    for (String branch : List.of("then_branch", "else_branch")) {
      SequenceRecipes recipe = new SequenceRecipes(draft, data, branch.substring(0, 1));
      recipe.begin(
          MAKERS.contains(operator) ? operator : draft.oneOf(MAKERS.toArray(String[]::new)));
      if (CHANGES.contains(operator)) {
        recipe.change(operator);
      }
      for (int i = draft.between(0, 2); i > 0; i--) {
        recipe.change(draft.oneOf(CHANGES.toArray(String[]::new)));
      }
      recipe.end(end, newAxis);
      captured.addAll(recipe.captured);
      branches.add(Attribute.graph(branch, recipe.body));
    }
    Value condition =
        draft.oneIn(2)
            ? draft.fresh(Need.TRUTH)
            : draft.argument(Tensor.of(new boolean[] {draft.oneIn(2)}));
    draft.add(
        "If",
        List.of(condition),
        List.copyOf(captured),
        end.equals("SequenceLength") ? Types.INDICES : Types.like(data),
        true,
        branches);
  }

  private void begin(String maker) {
    switch (maker) {
      case "SplitToSequence" -> split();
      case "SequenceConstruct" -> {
        Value other = like(data.tensor().shape());
        List<Value> parts = draft.oneIn(2) ? List.of(data) : List.of(other, data, other);
        parts.forEach(part -> shapes.add(part.tensor().shape()));
        sequence = node(maker, parts.stream().map(this::read).toList());
      }
      default -> {
        ElementType type = data.tensor().type();
        sequence = node(maker, List.of(), Attribute.integer("dtype", type.onnxNumber()));
        insert(0);
      }
    }
  }

  private void split() {
    int axis = draft.random().nextInt(data.rank());
    int dim = data.dim(axis);
    AttributeProto attribute =
        Attribute.integer("axis", draft.oneIn(2) ? axis : axis - data.rank());
    int form = draft.between(0, 3);
    int[] shape = data.tensor().shape();
    if (form == 0) {
      int first = draft.between(0, dim);
      Value sizes = draft.integers(first, dim - first);
      for (int size : new int[] {first, dim - first}) {
        shape[axis] = size;
        shapes.add(shape.clone());
      }
      sequence = node("SplitToSequence", List.of(read(data), read(sizes)), attribute);
    } else if (form == 1) {
      int size = draft.between(1, dim + 1);
      for (int from = 0; from < dim; from += size) {
        shape[axis] = Math.min(size, dim - from);
        shapes.add(shape.clone());
      }
      sequence = node("SplitToSequence", List.of(read(data), read(draft.integer(size))), attribute);
    } else {
      boolean keeps = form == 2;
      shape[axis] = 1;
      int[] without = new int[shape.length - 1];
      for (int a = 0; a < without.length; a++) {
        without[a] = shape[a < axis ? a : a + 1];
      }
      for (int i = 0; i < dim; i++) {
        shapes.add(keeps ? shape.clone() : without);
      }
      sequence =
          node(
              "SplitToSequence", List.of(read(data)), attribute, Attribute.flag("keepdims", keeps));
    }
  }

  private void change(String operator) {
    if (operator.equals("SequenceInsert") || shapes.size() < 2) {
      insert(draft.between(0, shapes.size()));
      return;
    }
    int place = draft.between(0, shapes.size() - 1);
    sequence =
        draft.oneIn(3)
            ? node(operator, List.of(sequence))
            : node(operator, List.of(sequence, position(place)));
    shapes.remove(
        body.getNode(body.getNodeCount() - 1).getInputCount() == 1 ? shapes.size() - 1 : place);
  }

  private void insert(int place) {
    int[] shape = shapes.isEmpty() ? data.tensor().shape() : shapes.getFirst().clone();
    Value tensor = like(shape);
    boolean atEnd = place == shapes.size() && draft.oneIn(2);
    sequence =
        atEnd
            ? node("SequenceInsert", List.of(sequence, read(tensor)))
            : node("SequenceInsert", List.of(sequence, read(tensor), position(place)));
    shapes.add(place, shape);
  }

  /** A place, counted from the end where that is another way to say it. */
  private String position(int place) {
    int size = shapes.size();
    return read(draft.integer(place < size && draft.oneIn(2) ? place - size : place));
  }

  private void end(String operator, boolean newAxis) {
    ElementType type = data.tensor().type();
    String made;
    switch (operator) {
      case "SequenceLength" -> {
        type = ElementType.INT64;
        made = node(operator, List.of(sequence));
      }
      case "SequenceAt" -> made = node(operator, List.of(sequence, position(shapes.size() - 1)));
      default -> made = concat(newAxis);
    }
    body.addOutput(Wire.declaration(made, type));
  }

  private String concat(boolean newAxis) {
    int[] first = shapes.getFirst();
    if (first.length == 0 && !newAxis) {
      throw new Discarded("scalars have no axis");
    }
    int axis = draft.between(0, first.length - (newAxis ? 0 : 1));
    for (int[] shape : shapes) {
      boolean fits = shape.length == first.length;
      for (int a = 0; fits && a < shape.length; a++) {
        fits = shape[a] == first[a] || (!newAxis && a == axis);
      }
      if (!fits) {
        throw new Discarded("tensors do not fit each other");
      }
    }
    return node(
        "ConcatFromSequence",
        List.of(sequence),
        Attribute.integer("axis", axis),
        Attribute.flag("new_axis", newAxis));
  }

  private Value like(int[] shape) {
    return draft.fresh(Need.of(data.tensor().type()), Arrays.copyOf(shape, shape.length));
  }

  private String read(Value value) {
    captured.add(value);
    return value.name();
  }

  private String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String made = prefix + "_" + names++;
    body.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(made)
            .addAllInput(inputs)
            .addOutput(made)
            .addAllAttribute(List.of(attributes)));
    return made;
  }
}
