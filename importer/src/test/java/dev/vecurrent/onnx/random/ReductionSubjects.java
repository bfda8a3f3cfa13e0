package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
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
    all.put("Einsum", ReductionSubjects::einsum);
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

  /** Terms of labels with sizes of their own, some of them after an ellipsis. */
  private static void einsum(OneNode node) {
    node.opset(12);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT64);
    String labels = "abcd";
    int[] sizes = {node.between(1, 4), node.between(1, 4), node.between(2, 3), 2};
    boolean open = node.oneIn(3);
    int[] outer = open ? node.shape(0, 2, false) : new int[0];
    int operands = node.between(1, 3);
    StringBuilder equation = new StringBuilder();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < operands; i++) {
      StringBuilder term = new StringBuilder();
      List<Integer> shape = new ArrayList<>();
      if (open) {
        term.append("...");
        // ONNX Runtime wants an ellipsis to stand for as many axes everywhere.
        for (int size : outer) {
          shape.add(size);
        }
      }
      for (int k = node.between(open ? 0 : 1, 3); k > 0; k--) {
        int label = node.random().nextInt(4);
        if (term.indexOf("" + labels.charAt(label)) < 0 || node.oneIn(4)) {
          term.append(labels.charAt(label));
          shape.add(sizes[label]);
        }
      }
      node.data(type, shape.stream().mapToInt(Integer::intValue).toArray());
      equation.append(i == 0 ? "" : node.oneIn(2) ? "," : " , ").append(term);
      seen.append(term.toString().replace(".", ""));
    }
    if (!node.oneIn(4)) {
      StringBuilder output = new StringBuilder(open ? "..." : "");
      for (char label : labels.toCharArray()) {
        if (seen.indexOf("" + label) >= 0 && node.oneIn(2)) {
          output.insert(node.oneIn(2) ? output.length() : open ? 3 : 0, label);
        }
      }
      equation.append("->").append(output);
    }
    node.attribute(Attribute.text("equation", equation.toString()));
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
