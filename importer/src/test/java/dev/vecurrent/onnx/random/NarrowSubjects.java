package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Operators of floats that take integers, too, over all that the binding of ONNX Runtime takes. */
final class NarrowSubjects {

  private static final ElementType[] INTEGERS = {
    ElementType.INT8, ElementType.UINT8, ElementType.INT16, ElementType.INT32, ElementType.INT64
  };

  private static final ElementType[] BYTES = {ElementType.INT8, ElementType.UINT8};

  private static final ElementType[] WIDE = {ElementType.INT32, ElementType.INT64};

  private NarrowSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("TopK", NarrowSubjects::topK);
    all.put("ArgMax", NarrowSubjects::argument);
    all.put("ArgMin", NarrowSubjects::argument);
    all.put("CumSum", NarrowSubjects::cumSum);
    all.put("Clip", NarrowSubjects::clip);
    all.put("ScatterElements", NarrowSubjects::scatterElements);
    all.put("ScatterND", NarrowSubjects::scatterNd);
    all.put("MatMul", NarrowSubjects::matMul);
    all.put("Pow", NarrowSubjects::power);
    all.put("Pad", NarrowSubjects::pad);
    all.put("Resize", NarrowSubjects::resize);
    all.put("MaxPool", NarrowSubjects::maxPool);
    for (String name : List.of("ReduceMax", "ReduceMin", "ReduceSum", "ReduceSumSquare")) {
      all.put(name, NarrowSubjects::reduce);
    }
    return all;
  }

  private static void topK(OneNode node) {
    node.opset(11, 24);
    ElementType type = node.type(INTEGERS);
    int[] shape = node.shape(1, 3, false);
    node.data(type, shape);
    long axis = node.axis(shape.length);
    node.vector(node.between(0, shape[OneNode.front(axis, shape.length)]));
    node.integer("axis", axis);
    node.integer("largest", node.between(0, 1));
    node.output(type);
    node.output(ElementType.INT64);
  }

  private static void argument(OneNode node) {
    node.opset(12, 13);
    int[] shape = node.shape(1, 4, false);
    node.data(node.type(INTEGERS), shape);
    node.integer("axis", node.axis(shape.length));
    node.integer("keepdims", node.between(0, 1));
    node.integer("select_last_index", node.between(0, 1));
    node.output(ElementType.INT64);
  }

  private static void cumSum(OneNode node) {
    node.opset(11, 14);
    ElementType type = node.type(WIDE);
    int[] shape = node.shape(1, 4, true);
    node.data(type, shape);
    node.parameter(node.integers(node.oneIn(2), new int[0], node.axis(shape.length)));
    node.integer("exclusive", node.between(0, 1));
    node.integer("reverse", node.between(0, 1));
    node.output(type);
  }

  private static void clip(OneNode node) {
    node.opset(12, 13);
    ElementType type = node.type(INTEGERS);
    node.data(type, node.shape(0, 3, true));
    boolean above = node.oneIn(2);
    if (node.oneIn(2)) {
      node.parameter(Domain.ANY.draw(node.random(), type));
    } else if (above) {
      node.absent();
    }
    if (above) {
      node.parameter(Domain.ANY.draw(node.random(), type));
    }
    node.output(type);
  }

  private static String reduction(OneNode node) {
    return List.of("none", "add", "max", "min").get(node.between(0, 3));
  }

  private static void scatterElements(OneNode node) {
    node.opset(18);
    ElementType type = node.type(INTEGERS);
    int length = node.between(1, 6);
    node.data(type, length);
    long[] place = {node.between(-length, length - 1)};
    node.parameter(node.integers(node.oneIn(2), new int[] {1}, place));
    node.data(type, 1);
    node.attribute(Attribute.text("reduction", reduction(node)));
    node.output(type);
  }

  private static void scatterNd(OneNode node) {
    node.opset(18);
    ElementType type = node.type(INTEGERS);
    int rows = node.between(1, 5);
    int columns = node.between(1, 4);
    node.data(type, rows, columns);
    node.parameter(Tensor.of(new long[] {node.between(-rows, rows - 1)}, 1, 1));
    node.data(type, 1, columns);
    node.attribute(Attribute.text("reduction", reduction(node)));
    node.output(type);
  }

  private static void matMul(OneNode node) {
    node.opset(9, 13);
    ElementType type = node.type(WIDE);
    int depth = node.between(1, 5);
    int batch = node.between(1, 3);
    boolean vector = node.oneIn(4);
    node.data(type, vector ? new int[] {depth} : new int[] {batch, node.between(1, 4), depth});
    boolean flat = node.oneIn(2);
    int columns = node.between(1, 4);
    node.data(type, flat ? new int[] {depth, columns} : new int[] {batch, depth, columns});
    node.output(type);
  }

  private static void power(OneNode node) {
    node.opset(12, 13, 15);
    ElementType type = node.type(WIDE);
    int[] shape = node.shape(0, 3, true);
    node.data(type, shape);
    Tensor exponent = Tensor.zeros(node.type(WIDE), node.oneIn(2) ? shape : new int[0]);
    for (int i = 0; i < exponent.size(); i++) {
      int value = node.between(0, 4);
      if (exponent.type() == ElementType.INT32) {
        exponent.ints()[i] = value;
      } else {
        exponent.longs()[i] = value;
      }
    }
    node.data(exponent);
    node.output(type);
  }

  private static void pad(OneNode node) {
    node.opset(13, 18, 19);
    ElementType type = node.type(INTEGERS);
    int[] shape = {node.between(5, 7), node.between(5, 7)};
    node.data(type, shape);
    long[] pads = new long[4];
    for (int i = 0; i < 4; i++) {
      pads[i] = node.between(-1, 2);
    }
    node.vector(pads);
    String mode = List.of("constant", "reflect", "edge").get(node.between(0, 2));
    if (mode.equals("constant") && node.oneIn(2)) {
      node.parameter(Domain.ANY.draw(node.random(), type));
    }
    node.attribute(Attribute.text("mode", mode));
    node.output(type);
  }

  private static void resize(OneNode node) {
    node.opset(13, 18, 19);
    ElementType type = node.type(ElementType.INT8, ElementType.UINT8, ElementType.INT32);
    node.data(type, 1, 2, node.between(1, 5), node.between(1, 5));
    node.absent();
    float[] scales = {1, 1, node.between(1, 4) / 2f, node.between(2, 6) / 2f};
    node.parameter(Tensor.of(scales, 4));
    node.attribute(Attribute.text("mode", "nearest"));
    node.attribute(Attribute.text("coordinate_transformation_mode", "asymmetric"));
    node.output(type);
  }

  private static void maxPool(OneNode node) {
    node.opset(12, 22);
    ElementType type = node.type(BYTES);
    node.data(type, node.between(1, 2), node.between(1, 2), node.between(3, 6), node.between(3, 6));
    node.attribute(Attribute.integers("kernel_shape", node.between(1, 3), node.between(1, 3)));
    if (node.oneIn(2)) {
      node.attribute(Attribute.integers("strides", node.between(1, 2), node.between(1, 2)));
    }
    node.integer("ceil_mode", node.between(0, 1));
    node.output(type);
  }

  private static void reduce(OneNode node) {
    node.opset(18, 20);
    ElementType type = node.type(INTEGERS);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    node.vector(node.axis(shape.length));
    node.integer("keepdims", node.between(0, 1));
    node.output(type);
  }
}
