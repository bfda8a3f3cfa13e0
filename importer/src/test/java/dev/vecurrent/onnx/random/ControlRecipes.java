package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** If, Loop and Scan with small bodies that read values from around them. */
final class ControlRecipes {

  private static final ElementType FLOAT = ElementType.FLOAT32;

  private ControlRecipes() {}

  static List<Recipe> all() {
    return List.of(
        Recipe.since(11, "If", ControlRecipes::choice),
        Recipe.since(11, "Loop", ControlRecipes::loop),
        Recipe.since(11, "Scan", ControlRecipes::scan));
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  /** Names within bodies must not be those of values around them. */
  private static String own(Draft draft, String name) {
    return "b" + draft.steps() + "_" + name;
  }

  private static void choice(Draft draft) {
    Value x = draft.pick(FLOATS);
    // Of one rank: ONNX Runtime takes the rank of the first branch for that of both.
    Value y = draft.pick(FLOATS.rank(x.rank(), x.rank()));
    Value condition =
        draft.oneIn(2)
            ? draft.fresh(Need.TRUTH)
            : draft.argument(Tensor.of(new boolean[] {draft.oneIn(2)}));
    String then = own(draft, "then");
    String other = own(draft, "other");
    String between = own(draft, "between");
    AttributeProto thenBranch =
        Attribute.graph(
            "then_branch",
            GraphProto.newBuilder()
                .addNode(node(draft.oneOf("Relu", "Neg", "Tanh"), between, x.name()))
                .addNode(node("Abs", then, between))
                .addOutput(Wire.declaration(then, FLOAT)));
    AttributeProto elseBranch =
        Attribute.graph(
            "else_branch",
            GraphProto.newBuilder()
                .addNode(node(draft.oneOf("Identity", "Sigmoid"), other, y.name()))
                .addOutput(Wire.declaration(other, FLOAT)));
    draft.add(
        "If",
        List.of(condition),
        List.of(x, y),
        List.of(FLOAT),
        false,
        List.of(thenBranch, elseBranch));
  }

  /** {@code v = tanh(v + c)} some times; v of every turn is collected. */
  private static void loop(Draft draft) {
    Value start = draft.pick(FLOATS.rank(0, 3));
    Value added = draft.fresh(FLOATS, start.rank() == 0 ? new int[0] : new int[] {1});
    String turn = own(draft, "turn");
    String goesOn = own(draft, "goesOn");
    String stays = own(draft, "stays");
    String v = own(draft, "v");
    String sum = own(draft, "sum");
    String next = own(draft, "next");
    String seen = own(draft, "seen");
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addInput(Wire.declaration(turn, ElementType.INT64, List.of()))
            .addInput(Wire.declaration(goesOn, ElementType.BOOL, List.of()))
            .addInput(Wire.declaration(v, FLOAT))
            .addNode(node("Identity", stays, goesOn))
            .addNode(node("Add", sum, v, added.name()))
            .addNode(node("Tanh", next, sum))
            .addNode(node("Identity", seen, next))
            .addOutput(Wire.declaration(stays, ElementType.BOOL, List.of()))
            .addOutput(Wire.declaration(next, FLOAT))
            .addOutput(Wire.declaration(seen, FLOAT));
    Value turns = draft.integer(draft.between(1, 4));
    Value condition =
        draft.oneIn(2) ? Draft.ABSENT : draft.argument(Tensor.of(new boolean[] {true}));
    draft.add(
        "Loop",
        List.of(turns, condition, start),
        List.of(added),
        List.of(FLOAT, FLOAT),
        false,
        List.of(Attribute.graph("body", body)));
  }

  /** {@code v = tanh(v * c + x[t])}; v of every step is collected, in either direction. */
  private static void scan(Draft draft) {
    Value x = draft.pick(FLOATS.rank(2, 4));
    int[] shape = x.tensor().shape();
    int[] step = Arrays.copyOfRange(shape, 1, shape.length);
    // ONNX Runtime wants these shapes declared.
    List<String> dims = Arrays.stream(step).mapToObj(Integer::toString).toList();
    Value start = draft.fresh(FLOATS, step);
    Value factor = draft.fresh(FLOATS.in(Domain.UNIT), 1);
    String v = own(draft, "v");
    String xt = own(draft, "xt");
    String product = own(draft, "product");
    String sum = own(draft, "sum");
    String next = own(draft, "next");
    String seen = own(draft, "seen");
    GraphProto.Builder body =
        GraphProto.newBuilder()
            .addInput(Wire.declaration(v, FLOAT, dims))
            .addInput(Wire.declaration(xt, FLOAT, dims))
            .addNode(node("Mul", product, v, factor.name()))
            .addNode(node("Add", sum, product, xt))
            .addNode(node("Tanh", next, sum))
            .addNode(node("Identity", seen, next))
            .addOutput(Wire.declaration(next, FLOAT, dims))
            .addOutput(Wire.declaration(seen, FLOAT, dims));
    draft.add(
        "Scan",
        List.of(start, x),
        List.of(factor),
        List.of(FLOAT, FLOAT),
        false,
        List.of(
            Attribute.graph("body", body),
            Attribute.integer("num_scan_inputs", 1),
            Attribute.integers("scan_input_directions", draft.between(0, 1)),
            Attribute.integers("scan_output_directions", draft.between(0, 1))));
  }
}
