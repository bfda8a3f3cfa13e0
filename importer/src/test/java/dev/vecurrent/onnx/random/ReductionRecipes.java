package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.Need.FLOATS;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Sums and their relatives over axes. */
final class ReductionRecipes {

  private ReductionRecipes() {}

  static List<Recipe> all() {
    List<Recipe> all = new ArrayList<>();
    Need sums = Need.of(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.INT64);
    all.add(reduce("ReduceSum", 13, sums, false));
    all.add(reduce("ReduceMax", 18, FLOATS, true));
    all.add(reduce("ReduceMin", 18, FLOATS, true));
    for (String name : List.of("ReduceMax", "ReduceMin")) {
      all.add(Recipe.since(20, name, draft -> ofTruth(draft, name)));
    }
    for (String name : List.of("ReduceMean", "ReduceL1", "ReduceL2", "ReduceSumSquare")) {
      all.add(reduce(name, 18, FLOATS, false));
    }
    all.add(reduce("ReduceProd", 18, FLOATS.in(Domain.SMALL), false));
    all.add(reduce("ReduceLogSum", 18, FLOATS.in(Domain.POSITIVE), false));
    all.add(reduce("ReduceLogSumExp", 18, FLOATS, false));
    for (String name : List.of("Softmax", "LogSoftmax")) {
      all.add(Recipe.since(9, name, draft -> rows(draft, name, FLOATS, false)));
    }
    all.add(Recipe.since(9, "Hardmax", draft -> rows(draft, "Hardmax", FLOATS.precisely(), true)));
    all.add(Recipe.since(11, "CumSum", ReductionRecipes::cumSum));
    return all;
  }

  /**
   * A reduction.
   *
   * @param inputSince the opset that made the axes an input
   */
  private static Recipe reduce(String operator, int inputSince, Need need, boolean exact) {
    return Recipe.since(
        11,
        operator,
        draft -> {
          Value x = draft.pick(need.atLeast(1));
          long[] axes =
              LongStream.range(0, x.rank())
                  .filter(_ -> draft.oneIn(2))
                  .map(axis -> draft.oneIn(3) ? axis - x.rank() : axis)
                  .toArray();
          AttributeProto keep = Attribute.flag("keepdims", draft.oneIn(2));
          if (axes.length == 0) {
            draft.add(operator, List.of(x), Types.like(x), exact, keep);
          } else if (draft.opset() < inputSince) {
            AttributeProto attribute = Attribute.integers("axes", axes);
            draft.add(operator, List.of(x), Types.like(x), exact, keep, attribute);
          } else {
            List<Value> inputs = List.of(x, draft.integers(axes));
            draft.add(operator, inputs, Types.like(x), exact, keep);
          }
        });
  }

  private static void ofTruth(Draft draft, String operator) {
    Value x = draft.pick(Need.TRUTH.atLeast(1));
    List<Value> inputs = draft.oneIn(3) ? List.of(x) : List.of(x, draft.integers(draft.axis(x)));
    draft.add(operator, inputs, Types.like(x), true, Attribute.flag("keepdims", draft.oneIn(2)));
  }

  private static void rows(Draft draft, String operator, Need need, boolean exact) {
    Value x = draft.pick(need.atLeast(1));
    int axis = draft.opset() < 11 ? draft.between(0, x.rank() - 1) : draft.axis(x);
    AttributeProto attribute = Attribute.integer("axis", axis);
    draft.add(operator, List.of(x), Types.like(x), exact, attribute);
  }

  private static void cumSum(Draft draft) {
    Value x = draft.pick(Need.of(ElementType.FLOAT32, ElementType.INT64).atLeast(1));
    draft.add(
        "CumSum",
        List.of(x, draft.integer(draft.axis(x))),
        Types.like(x),
        false,
        Attribute.flag("exclusive", draft.oneIn(2)),
        Attribute.flag("reverse", draft.oneIn(2)));
  }
}
