package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;
import static dev.vecurrent.onnx.random.Need.NUMBERS;
import static dev.vecurrent.onnx.random.Need.TRUTH;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;

/** Functions of one element, of pairs that broadcast, and of more. */
final class ElementwiseRecipes {

  private static final Need WHOLE = Need.of(ElementType.INT32, ElementType.INT64);
  private static final Need REAL = Need.of(ElementType.FLOAT32, ElementType.FLOAT64);

  private ElementwiseRecipes() {}

  static List<Recipe> all() {
    List<Recipe> all = new ArrayList<>();
    // Rounded by every engine in its own way.
    for (String name : List.of("Tanh", "Sigmoid")) {
      all.add(one(1, name, REAL, false));
    }
    for (String name : List.of("Atan", "Erf", "Sin", "Cos", "Softsign")) {
      all.add(one(9, name, FLOATS, false));
    }
    for (String name : List.of("Exp", "Sinh", "Cosh", "Tan", "Softplus")) {
      all.add(one(9, name, FLOATS.in(Domain.SMALL), false));
    }
    all.add(one(9, "Asinh", FLOATS, false));
    for (String name : List.of("Asin", "Acos", "Atanh")) {
      all.add(one(9, name, FLOATS.in(Domain.UNIT), false));
    }
    all.add(one(9, "Acosh", FLOATS.in(Domain.ABOVE_ONE), false));
    for (String name : List.of("Log", "Sqrt")) {
      all.add(one(6, name, REAL.in(Domain.POSITIVE), false));
    }
    all.add(one(6, "Reciprocal", REAL.in(Domain.AWAY), false));
    for (String name : List.of("Elu", "LeakyRelu", "Celu")) {
      all.add(one(name.equals("Celu") ? 12 : 6, name, FLOATS, false, "alpha"));
    }
    all.add(one(6, "Selu", FLOATS, false, "alpha", "gamma"));
    all.add(one(6, "HardSigmoid", FLOATS, false, "alpha", "beta"));
    all.add(one(14, "HardSwish", FLOATS, false));
    all.add(one(18, "Mish", FLOATS, false));
    all.add(Recipe.since(20, "Gelu", ElementwiseRecipes::gelu));
    all.add(one(24, "Swish", FLOATS, false, "alpha"));
    // The same bits everywhere.
    for (String name : List.of("Abs", "Neg")) {
      all.add(one(6, name, NUMBERS, true));
    }
    all.add(one(14, "Relu", FLOATS, true));
    for (String name : List.of("Ceil", "Floor")) {
      all.add(one(6, name, FLOATS.precisely(), true));
    }
    all.add(one(11, "Round", REAL.precisely(), true));
    all.add(one(9, "Sign", NUMBERS.precisely(), true));
    all.add(one(10, "ThresholdedRelu", FLOATS.precisely(), true, "alpha"));
    all.add(one(9, "Shrink", FLOATS.precisely(), false, "lambd", "bias"));
    all.add(test("IsNaN", 9));
    all.add(test("IsInf", 10));
    all.add(one(1, "Not", TRUTH, true));
    all.add(one(18, "BitwiseNot", WHOLE, true));
    for (String name : List.of("Add", "Sub", "Mul")) {
      all.add(pair(7, name, NUMBERS, Domain.ANY, false));
    }
    all.add(pair(7, "Div", NUMBERS, Domain.AWAY, false));
    all.add(pair(10, "Mod", WHOLE, Domain.AWAY, true));
    all.add(Recipe.since(12, "Pow", ElementwiseRecipes::pow));
    all.add(Recipe.since(1, "LRN", ElementwiseRecipes::localResponse));
    all.add(Recipe.since(9, "PRelu", ElementwiseRecipes::prelu));
    for (String name : List.of("BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
      all.add(pair(18, name, WHOLE, Domain.ANY, true));
    }
    for (String name : List.of("And", "Or", "Xor")) {
      all.add(comparison(7, name, TRUTH));
    }
    for (String name : List.of("Equal", "Less", "Greater")) {
      all.add(comparison(11, name, NUMBERS));
    }
    for (String name : List.of("LessOrEqual", "GreaterOrEqual")) {
      all.add(comparison(12, name, NUMBERS));
    }
    for (String name : List.of("Max", "Min")) {
      all.add(several(12, name, NUMBERS, true));
    }
    for (String name : List.of("Sum", "Mean")) {
      all.add(several(8, name, FLOATS, false));
    }
    all.add(Recipe.since(9, "Where", ElementwiseRecipes::where));
    all.add(Recipe.since(11, "Clip", ElementwiseRecipes::clip));
    all.add(
        new Recipe(
            "Clip",
            6,
            10,
            draft -> {
              Value x = draft.pick(FLOATS);
              draft.add(
                  "Clip",
                  List.of(x),
                  Types.like(x),
                  true,
                  Attribute.number("min", -0.5),
                  Attribute.number("max", draft.random().nextDouble() * 2));
            }));
    return all;
  }

  /** A function of one input, with FLOAT attributes that are set in half of the draws. */
  private static Recipe one(
      int since, String operator, Need need, boolean exact, String... attributes) {
    return Recipe.since(
        since,
        operator,
        draft -> {
          Value x = draft.pick(need);
          List<AttributeProto> set = new ArrayList<>();
          for (String name : attributes) {
            if (draft.oneIn(2)) {
              set.add(Attribute.number(name, 0.1 + draft.random().nextDouble()));
            }
          }
          draft.add(operator, List.of(x), Types.like(x), exact, set.toArray(AttributeProto[]::new));
        });
  }

  private static void gelu(Draft draft) {
    Value x = draft.pick(FLOATS);
    draft.add(
        "Gelu",
        List.of(x),
        Types.like(x),
        false,
        Attribute.text("approximate", draft.oneOf("none", "tanh")));
  }

  private static Recipe test(String operator, int since) {
    return Recipe.since(
        since,
        operator,
        draft -> draft.add(operator, List.of(draft.pick(REAL)), Types.TRUTH, true));
  }

  private static Recipe pair(int since, String operator, Need need, Domain second, boolean exact) {
    return Recipe.since(
        since,
        operator,
        draft -> {
          Value a = draft.pick(need);
          Value b = draft.partner(a, second, false);
          List<Value> inputs =
              second == Domain.ANY && draft.oneIn(2) ? List.of(b, a) : List.of(a, b);
          draft.add(operator, inputs, Types.like(a), exact);
        });
  }

  private static Recipe comparison(int since, String operator, Need need) {
    return Recipe.since(
        since,
        operator,
        draft -> {
          Value a = draft.pick(need.precisely());
          Value b = draft.partner(a, Domain.ANY, true);
          draft.add(operator, draft.oneIn(2) ? List.of(b, a) : List.of(a, b), Types.TRUTH, true);
        });
  }

  private static Recipe several(int since, String operator, Need need, boolean exact) {
    return Recipe.since(
        since,
        operator,
        draft -> {
          List<Value> inputs = new ArrayList<>();
          inputs.add(draft.pick(need));
          for (int more = draft.between(0, 2); more > 0; more--) {
            // All broadcast with each other, as each broadcasts to the first.
            Need other = Need.of(inputs.getFirst().tensor().type());
            inputs.add(draft.fresh(other, draft.part(inputs.getFirst())));
          }
          draft.add(operator, inputs, Types.like(inputs.getFirst()), exact);
        });
  }

  private static void localResponse(Draft draft) {
    Value x = draft.pick(FLOATS.rank(4, 4));
    draft.add(
        "LRN", List.of(x), Types.like(x), false, Attribute.integer("size", draft.oneIn(2) ? 3 : 5));
  }

  private static void pow(Draft draft) {
    Value base = draft.pick(FLOATS.in(Domain.POSITIVE));
    Value exponent = draft.partner(base, Domain.SMALL, false);
    draft.add("Pow", List.of(base, exponent), Types.like(base), false);
  }

  /** The slope broadcasts to X, not the other way. */
  private static void prelu(Draft draft) {
    Value x = draft.pick(FLOATS.atLeast(1));
    Value slope = draft.fresh(FLOATS, draft.part(x));
    draft.add("PRelu", List.of(x, slope), Types.like(x), false);
  }

  private static void where(Draft draft) {
    Value a = draft.pick(NUMBERS);
    Value b = draft.partner(a, Domain.ANY, false);
    Value larger = a.rank() >= b.rank() ? a : b;
    Value condition = draft.fresh(TRUTH, draft.part(larger));
    draft.add("Where", List.of(condition, a, b), Types.like(a), true);
  }

  private static void clip(Draft draft) {
    Value x = draft.pick(draft.opset() >= 12 ? NUMBERS : FLOATS);
    Need bound = Need.of(x.tensor().type());
    Value low = draft.oneIn(3) ? Draft.ABSENT : draft.fresh(bound.in(Domain.SMALL));
    Value high = draft.fresh(bound.in(Domain.POSITIVE));
    draft.add(
        "Clip",
        draft.oneIn(3) && low != Draft.ABSENT ? List.of(x, low) : List.of(x, low, high),
        Types.like(x),
        true);
  }
}
