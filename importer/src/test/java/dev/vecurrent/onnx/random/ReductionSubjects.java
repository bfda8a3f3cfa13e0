package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the reductions, and of CumSum. */
final class ReductionSubjects {

  /** Of which integers are the same in every engine. */
  private static final List<String> OF_INTEGERS =
      List.of("ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd");

  private static final List<String> OF_FLOATS =
      List.of(
          "ReduceMean",
          "ReduceL1",
          "ReduceL2",
          "ReduceSumSquare",
          "ReduceLogSum",
          "ReduceLogSumExp");

  private ReductionSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    OF_INTEGERS.forEach(name -> all.put(name, node -> reduce(node, name, true)));
    OF_FLOATS.forEach(name -> all.put(name, node -> reduce(node, name, false)));
    all.put("CumSum", ReductionSubjects::cumSum);
    return all;
  }

  private static void reduce(OneNode node, String name, boolean integers) {
    int opset = node.opset(7, 11, 13, 18);
    ElementType type =
        integers
            ? node.type(
                ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64)
            : node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
    int[] shape = node.shape(1, 4, false);
    Domain domain =
        switch (name) {
          case "ReduceLogSum" -> Domain.POSITIVE;
          case "ReduceProd" -> Domain.SMALL; // what does not fit an integer is not defined
          default -> Domain.ANY;
        };
    node.data(domain.draw(node.random(), type, shape));
    long[] axes = IndexSubjects.axes(node, shape.length, opset >= 11);
    boolean asInput = opset >= (name.equals("ReduceSum") ? 13 : 18);
    if (!asInput && axes.length > 0) {
      node.attribute(Attribute.integers("axes", axes));
    }
    if (asInput && (axes.length > 0 || node.oneIn(2))) {
      node.vector(axes);
    }
    if (asInput && node.oneIn(2)) {
      // What an absent input means with this flag differs from engine to engine for some kinds.
      if (axes.length == 0 && !name.equals("ReduceSum")) {
        throw new Discarded("no axes");
      }
      node.integer("noop_with_empty_axes", node.between(0, 1));
    }
    if (node.oneIn(2)) {
      node.integer("keepdims", node.between(0, 1));
    }
    node.output(type);
  }

  private static void cumSum(OneNode node) {
    node.opset(11, 14);
    ElementType type =
        node.type(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    long axis = node.axis(shape.length);
    node.parameter(
        node.oneIn(2) ? Tensor.of(new long[] {axis}) : Tensor.of(new int[] {(int) axis}));
    if (node.oneIn(2)) {
      node.integer("exclusive", node.between(0, 1));
    }
    if (node.oneIn(2)) {
      node.integer("reverse", node.between(0, 1));
    }
    node.output(type);
  }
}
