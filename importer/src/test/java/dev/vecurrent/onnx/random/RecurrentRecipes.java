package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Recurrent layers, alone, and stacked with the glue that exporters write between them. */
final class RecurrentRecipes {

  private static final Need WEIGHTS = FLOATS.in(Domain.UNIT);

  private RecurrentRecipes() {}

  static List<Recipe> all() {
    List<Recipe> all = new ArrayList<>();
    for (String cell : List.of("LSTM", "GRU", "RNN")) {
      all.add(Recipe.since(9, cell, draft -> layer(draft, cell, draft.pick(FLOATS.rank(3, 3)))));
      all.add(Recipe.since(9, cell, draft -> stack(draft, cell)));
    }
    return all;
  }

  private static int gates(String cell) {
    return switch (cell) {
      case "LSTM" -> 4;
      case "GRU" -> 3;
      default -> 1;
    };
  }

  /** Adds a layer; its outputs are Y and the final states. */
  private static List<Value> layer(Draft draft, String cell, Value x) {
    String direction = draft.oneOf("forward", "forward", "reverse", "bidirectional");
    int directions = direction.equals("bidirectional") ? 2 : 1;
    int hidden = draft.oneOf(1, 3, 8, 17);
    int rows = gates(cell) * hidden;
    int batch = x.dim(1);
    List<Value> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(draft.constant(weights(draft, directions, rows, x.dim(2))));
    inputs.add(draft.constant(weights(draft, directions, rows, hidden)));
    inputs.add(
        draft.oneIn(4) ? Draft.ABSENT : draft.constant(weights(draft, directions, 2 * rows)));
    inputs.add(draft.oneIn(3) ? lengths(draft, x) : Draft.ABSENT);
    if (draft.oneIn(3)) {
      int states = cell.equals("LSTM") ? 2 : 1;
      for (int state = 0; state < states; state++) {
        inputs.add(draft.fresh(WEIGHTS, directions, batch, hidden));
      }
    }
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(Attribute.integer("hidden_size", hidden));
    attributes.add(Attribute.text("direction", direction));
    if (cell.equals("GRU")) {
      attributes.add(Attribute.flag("linear_before_reset", draft.oneIn(2)));
    }
    if (cell.equals("RNN") && draft.oneIn(3)) {
      attributes.add(Attribute.texts("activations", Collections.nCopies(directions, "Sigmoid")));
    }
    return draft.add(
        cell,
        inputs,
        Collections.nCopies(cell.equals("LSTM") ? 3 : 2, ElementType.FLOAT32),
        false,
        attributes.toArray(AttributeProto[]::new));
  }

  private static Tensor weights(Draft draft, int... shape) {
    return Domain.UNIT.draw(draft.random(), ElementType.FLOAT32, shape);
  }

  private static Value lengths(Draft draft, Value x) {
    int[] lengths = new int[x.dim(1)];
    for (int n = 0; n < lengths.length; n++) {
      lengths[n] = draft.between(1, x.dim(0));
    }
    return draft.argument(Tensor.of(lengths, lengths.length));
  }

  private static void stack(Draft draft, String cell) {
    Value x = draft.pick(FLOATS.rank(3, 3));
    if (draft.oneIn(2)) {
      x = swapped(draft, x);
    }
    for (int layers = draft.between(1, 3); layers > 0; layers--) {
      Value y = layer(draft, cell, x).getFirst();
      x = y.dim(1) == 1 ? squeezed(draft, y) : joined(draft, y);
    }
    if (draft.oneIn(2)) {
      swapped(draft, x);
    }
  }

  private static Value swapped(Draft draft, Value x) {
    AttributeProto perm = Attribute.integers("perm", 1, 0, 2);
    return draft.add("Transpose", List.of(x), Types.like(x), true, perm).getFirst();
  }

  /** {@code [T, 1, N, H]} to {@code [T, N, H]}. */
  private static Value squeezed(Draft draft, Value y) {
    if (draft.opset() < 13) {
      AttributeProto axes = Attribute.integers("axes", 1);
      return draft.add("Squeeze", List.of(y), Types.like(y), true, axes).getFirst();
    }
    Value axes = draft.constant(Tensor.of(new long[] {1}, 1));
    return draft.add("Squeeze", List.of(y, axes), Types.like(y), true).getFirst();
  }

  /** {@code [T, 2, N, H]} to {@code [T, N, 2 H]}. */
  private static Value joined(Draft draft, Value y) {
    AttributeProto perm = Attribute.integers("perm", 0, 2, 1, 3);
    Value turned = draft.add("Transpose", List.of(y), Types.like(y), true, perm).getFirst();
    Value shape = draft.constant(Tensor.of(new long[] {0, 0, -1}, 3));
    return draft.add("Reshape", List.of(turned, shape), Types.like(y), true).getFirst();
  }
}
