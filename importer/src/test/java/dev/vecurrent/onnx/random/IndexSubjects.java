package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the operators that pick elements by index, and of those that put them. */
final class IndexSubjects {

  static final ElementType[] ANY = {
    ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64, ElementType.BOOL
  };

  private static final ElementType[] NUMBERS = {
    ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64
  };

  private IndexSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("Gather", IndexSubjects::gather);
    all.put("GatherElements", IndexSubjects::gatherElements);
    all.put("GatherND", IndexSubjects::gatherNd);
    all.put("Scatter", node -> scatterElements(node, true));
    all.put("ScatterElements", node -> scatterElements(node, false));
    all.put("ScatterND", IndexSubjects::scatterNd);
    all.put("OneHot", IndexSubjects::oneHot);
    all.put("TopK", IndexSubjects::topK);
    all.put("ArgMax", IndexSubjects::argument);
    all.put("ArgMin", IndexSubjects::argument);
    all.put("NonZero", IndexSubjects::nonZero);
    all.put("ReverseSequence", IndexSubjects::reverseSequence);
    return all;
  }

  /** An index of an axis of some size, from either end. */
  private static long index(OneNode node, int size, boolean negative) {
    int index = node.random().nextInt(size);
    return negative && node.oneIn(3) ? index - size : index;
  }

  private static void gather(OneNode node) {
    int opset = node.opset(7, 11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, true);
    long axis = opset < 11 ? node.random().nextInt(shape.length) : node.axis(shape.length);
    int at = OneNode.front(axis, shape.length);
    shape[at] = Math.max(1, shape[at]);
    node.data(type, shape);
    int[] indexShape = node.shape(0, 2, true);
    long[] indices = new long[Tensor.zeros(type, indexShape).size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(node, shape[at], opset >= 11);
    }
    node.parameter(node.integers(node.oneIn(2), indexShape, indices));
    if (axis != 0 || node.oneIn(2)) {
      node.integer("axis", axis);
    }
    node.output(type);
  }

  private static void gatherElements(OneNode node) {
    node.opset(11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, false);
    long axis = node.axis(shape.length);
    int at = OneNode.front(axis, shape.length);
    node.data(type, shape);
    int[] indexShape = shape.clone();
    for (int a = 0; a < shape.length; a++) {
      indexShape[a] = a == at ? node.between(1, 6) : node.between(1, shape[a]);
    }
    long[] indices = new long[Tensor.zeros(type, indexShape).size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(node, shape[at], true);
    }
    node.parameter(node.integers(node.oneIn(2), indexShape, indices));
    node.integer("axis", axis);
    node.output(type);
  }

  private static void gatherNd(OneNode node) {
    int opset = node.opset(11, 12, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 5, false);
    node.data(type, shape);
    int batch = opset < 12 ? 0 : node.between(0, Math.min(2, shape.length - 1));
    int width = node.between(1, shape.length - batch);
    List<Integer> indexShape = new ArrayList<>();
    for (int a = 0; a < batch; a++) {
      indexShape.add(shape[a]);
    }
    for (int a = node.between(0, 2); a > 0; a--) {
      indexShape.add(node.between(1, 4));
    }
    indexShape.add(width);
    int[] dims = indexShape.stream().mapToInt(Integer::intValue).toArray();
    Tensor indices = Tensor.zeros(ElementType.INT64, dims);
    for (int i = 0; i < indices.size(); i++) {
      indices.longs()[i] = index(node, shape[batch + i % width], true);
    }
    node.parameter(indices);
    if (batch > 0) {
      node.integer("batch_dims", batch);
    }
    node.output(type);
  }

  /** A reduction that an opset has; empty where it has none. */
  private static String reduction(OneNode node, int opset, ElementType type) {
    List<String> choices = new ArrayList<>(List.of("none"));
    if (opset >= 16) {
      choices.addAll(List.of("add", "mul"));
    }
    if (opset >= 18) {
      choices.addAll(List.of("max", "min"));
    }
    return type == ElementType.BOOL || opset < 16
        ? ""
        : choices.get(node.random().nextInt(choices.size()));
  }

  /** Indices along an axis; each but once where elements are put in the place of others. */
  private static void scatterElements(OneNode node, boolean old) {
    int opset = old ? node.opset(9, 10) : node.opset(11, 13, 16, 18);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, false);
    long axis = node.axis(shape.length);
    int at = OneNode.front(axis, shape.length);
    node.data(type, shape);
    String reduction = reduction(node, opset, type);
    boolean once = reduction.isEmpty() || reduction.equals("none");
    int[] indexShape = shape.clone();
    for (int a = 0; a < shape.length; a++) {
      indexShape[a] = node.between(1, a == at && !once ? 6 : shape[a]);
    }
    Tensor indices = Tensor.zeros(ElementType.INT64, indexShape);
    int inner = 1;
    for (int a = at + 1; a < shape.length; a++) {
      inner *= indexShape[a];
    }
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < shape[at]; i++) {
      places.add(i);
    }
    Collections.shuffle(places, node.random());
    for (int i = 0; i < indices.size(); i++) {
      int along = i / inner % indexShape[at];
      long place = once ? places.get(along) : node.random().nextInt(shape[at]);
      indices.longs()[i] = node.oneIn(3) ? place - shape[at] : place;
    }
    node.parameter(node.integers(node.oneIn(2), indexShape, indices.longs()));
    node.data(type, indexShape);
    node.integer("axis", axis);
    if (!reduction.isEmpty()) {
      node.attribute(Attribute.text("reduction", reduction));
    }
    node.output(type);
  }

  private static void scatterNd(OneNode node) {
    int opset = node.opset(11, 13, 16, 18);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    String reduction = reduction(node, opset, type);
    boolean once = reduction.isEmpty() || reduction.equals("none");
    int width = node.between(1, shape.length);
    int places = 1;
    for (int a = 0; a < width; a++) {
      places *= shape[a];
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      order.add(i);
    }
    Collections.shuffle(order, node.random());
    int count = node.between(1, once ? places : places + 2);
    Tensor indices = Tensor.zeros(ElementType.INT64, count, width);
    for (int i = 0; i < count; i++) {
      int rest = once ? order.get(i) : node.random().nextInt(places);
      for (int a = width - 1; a >= 0; a--) {
        int place = rest % shape[a];
        indices.longs()[i * width + a] = node.oneIn(4) ? place - shape[a] : place;
        rest /= shape[a];
      }
    }
    node.parameter(indices);
    int[] updates = new int[1 + shape.length - width];
    updates[0] = count;
    System.arraycopy(shape, width, updates, 1, shape.length - width);
    node.data(type, updates);
    if (!reduction.isEmpty()) {
      node.attribute(Attribute.text("reduction", reduction));
    }
    node.output(type);
  }

  private static void oneHot(OneNode node) {
    node.opset(9, 11, 13);
    int depth = node.between(1, 5);
    int[] shape = node.shape(1, 3, false);
    long[] indices = new long[Tensor.zeros(ElementType.INT64, shape).size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = node.between(-depth - 1, depth); // those outside are all off
    }
    node.data(node.integers(false, shape, indices));
    node.parameter(
        node.oneIn(2) ? Tensor.of(new long[] {depth}) : Tensor.of(new long[] {depth}, 1));
    ElementType type = node.type(ElementType.FLOAT32, ElementType.INT64);
    node.data(type, 2);
    if (node.oneIn(2)) {
      node.integer("axis", node.axis(shape.length + 1));
    }
    node.output(type);
  }

  private static void topK(OneNode node) {
    int opset = node.opset(7, 10, 11, 24);
    ElementType type = opset < 11 ? ElementType.FLOAT32 : node.type(NUMBERS);
    int[] shape = node.shape(1, 4, false);
    long axis = opset < 11 ? node.random().nextInt(shape.length) : node.axis(shape.length);
    int size = shape[OneNode.front(axis, shape.length)];
    node.data(type, shape);
    int k = node.between(1, size);
    if (opset < 10) {
      node.integer("k", k);
    } else {
      node.vector(k);
    }
    if (opset < 10 || node.oneIn(2) || OneNode.front(axis, shape.length) != shape.length - 1) {
      node.integer("axis", axis);
    }
    if (opset >= 11) {
      node.integer("largest", node.between(0, 1));
      node.integer("sorted", 1);
    }
    node.output(type);
    node.output(ElementType.INT64);
  }

  private static void argument(OneNode node) {
    int opset = node.opset(7, 11, 12, 13);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.INT32);
    int[] shape = node.shape(1, 4, false);
    Tensor data = node.data(type, shape);
    for (int i = 0; i < data.size() && type == ElementType.INT32; i++) {
      data.ints()[i] = node.between(0, 3); // many are equal
    }
    if (node.oneIn(2)) {
      node.integer(
          "axis", opset < 11 ? node.random().nextInt(shape.length) : node.axis(shape.length));
    }
    node.integer("keepdims", node.between(0, 1));
    if (opset >= 12) {
      node.integer("select_last_index", node.between(0, 1));
    }
    node.output(ElementType.INT64);
  }

  private static void nonZero(OneNode node) {
    node.opset(9, 13);
    ElementType type =
        node.type(ElementType.FLOAT32, ElementType.INT32, ElementType.INT64, ElementType.BOOL);
    Tensor data = node.data(type, node.shape(1, 4, true));
    for (int i = 0; i < data.size(); i++) {
      if (node.oneIn(3) && type == ElementType.FLOAT32) {
        data.floats()[i] = node.oneIn(2) ? 0f : -0f;
      }
    }
    node.output(ElementType.INT64);
  }

  private static void reverseSequence(OneNode node) {
    node.opset(10);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(2, 4, false);
    node.data(type, shape);
    int batch = node.between(0, 1);
    long[] lens = new long[shape[batch]];
    for (int i = 0; i < lens.length; i++) {
      lens[i] = node.between(1, shape[1 - batch]);
    }
    node.vector(lens);
    if (batch == 0 || node.oneIn(2)) {
      node.integer("batch_axis", batch);
      node.integer("time_axis", 1 - batch);
    }
    node.output(type);
  }

  /** All axes of a rank, from either end, in any order. */
  static long[] axes(OneNode node, int rank, boolean negative) {
    List<Long> axes = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (node.oneIn(2)) {
        axes.add((long) (negative && node.oneIn(2) ? axis - rank : axis));
      }
    }
    Collections.shuffle(axes, node.random());
    return axes.stream().mapToLong(Long::longValue).toArray();
  }

  /** A copy with an element more. */
  static long[] with(long[] elements, long last) {
    long[] more = Arrays.copyOf(elements, elements.length + 1);
    more[elements.length] = last;
    return more;
  }
}
