package dev.vecurrent.onnx.random;

import static dev.vecurrent.onnx.random.IndexSubjects.ANY;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the operators that move elements or give them another shape. */
final class ShapeSubjects {

  private ShapeSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("Slice", ShapeSubjects::slice);
    all.put("Split", ShapeSubjects::split);
    all.put("Compress", ShapeSubjects::compress);
    all.put("Concat", ShapeSubjects::concat);
    all.put("DepthToSpace", ShapeSubjects::depthToSpace);
    all.put("SpaceToDepth", ShapeSubjects::spaceToDepth);
    all.put("EyeLike", ShapeSubjects::eyeLike);
    all.put("Pad", ShapeSubjects::pad);
    all.put("Tile", ShapeSubjects::tile);
    all.put("Expand", ShapeSubjects::expand);
    all.put("Reshape", ShapeSubjects::reshape);
    all.put("Squeeze", ShapeSubjects::squeeze);
    all.put("Unsqueeze", ShapeSubjects::unsqueeze);
    all.put("Flatten", ShapeSubjects::flatten);
    all.put("Transpose", ShapeSubjects::transpose);
    all.put("Trilu", ShapeSubjects::trilu);
    all.put("Where", ShapeSubjects::where);
    all.put("Shape", ShapeSubjects::shape);
    all.put("Size", ShapeSubjects::size);
    all.put("ConstantOfShape", ShapeSubjects::constantOfShape);
    all.put("Constant", ShapeSubjects::constant);
    all.put("Range", ShapeSubjects::range);
    return all;
  }

  private static long bound(OneNode node, int size) {
    return switch (node.between(0, 7)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Integer.MAX_VALUE;
      case 2 -> -Integer.MAX_VALUE;
      default -> node.between(-size - 2, size + 2);
    };
  }

  private static void slice(OneNode node) {
    int opset = node.opset(7, 9, 10, 11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, true);
    node.data(type, shape);
    boolean all = node.oneIn(3);
    long[] axes = IndexSubjects.axes(node, shape.length, opset >= 10);
    if (axes.length == 0 || all) {
      axes = new long[all ? node.between(1, shape.length) : 1];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i;
      }
    }
    long[] starts = new long[axes.length];
    long[] ends = new long[axes.length];
    long[] steps = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      int size = shape[OneNode.front(axes[i], shape.length)];
      starts[i] = bound(node, size);
      ends[i] = bound(node, size);
      steps[i] = node.oneIn(3) ? -node.between(1, 3) : node.between(1, 3);
      if (ends[i] >= Integer.MAX_VALUE && steps[i] < 0) {
        ends[i] = -size - 1; // ONNX Runtime takes the largest integers for "all" even backwards
      }
    }
    if (opset < 10) {
      node.attribute(Attribute.integers("starts", starts));
      node.attribute(Attribute.integers("ends", ends));
      if (!all) {
        node.attribute(Attribute.integers("axes", axes));
      }
    } else {
      boolean narrow =
          node.oneIn(3)
              && Arrays.stream(ends).allMatch(e -> e == (int) e)
              && Arrays.stream(starts).allMatch(e -> e == (int) e);
      int[] length = {axes.length};
      boolean stepped = node.oneIn(2);
      node.parameter(node.integers(narrow, length, starts));
      node.parameter(node.integers(narrow, length, ends));
      if (!all) {
        node.parameter(node.integers(narrow, length, axes));
      } else if (stepped) {
        node.absent();
      }
      if (stepped) {
        node.parameter(node.integers(narrow, length, steps));
      }
    }
    node.output(type);
  }

  private static void split(OneNode node) {
    int opset = node.opset(7, 11, 13, 18);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, false);
    int parts = node.between(1, 4);
    long axis = opset < 11 ? node.random().nextInt(shape.length) : node.axis(shape.length);
    int at = OneNode.front(axis, shape.length);
    boolean sized = node.oneIn(2);
    boolean uneven = opset >= 18 && !sized;
    shape[at] = uneven ? parts + node.between(0, 5) : parts * node.between(1, 3);
    long[] sizes = new long[parts];
    if (sized) {
      int left = shape[at];
      for (int i = 0; i < parts - 1; i++) {
        sizes[i] = node.between(0, left);
        left -= (int) sizes[i];
      }
      sizes[parts - 1] = left;
    }
    int each = Math.ceilDiv(shape[at], parts);
    if (uneven && each * (parts - 1) >= shape[at]) {
      throw new Discarded("an empty last part: engines differ");
    }
    node.data(type, shape);
    node.integer("axis", axis);
    if (sized && opset < 13) {
      node.attribute(Attribute.integers("split", sizes));
    } else if (sized) {
      node.vector(sizes);
    } else if (opset >= 18) {
      node.integer("num_outputs", parts);
    }
    for (int i = 0; i < parts; i++) {
      node.output(type);
    }
  }

  private static void compress(OneNode node) {
    int opset = node.opset(9, 11);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, false);
    boolean flat = node.oneIn(3);
    long axis = opset < 11 ? node.random().nextInt(shape.length) : node.axis(shape.length);
    Tensor data = node.data(type, shape);
    int size = flat ? data.size() : shape[OneNode.front(axis, shape.length)];
    node.parameter(
        Domain.ANY.draw(node.random(), ElementType.BOOL, node.between(1, Math.min(20, size))));
    if (!flat) {
      node.integer("axis", axis);
    }
    node.output(type);
  }

  private static void depthToSpace(OneNode node) {
    int opset = node.opset(7, 11, 13);
    int block = node.between(1, 3);
    node.data(
        ElementType.FLOAT32,
        node.between(1, 2),
        block * block * node.between(1, 3),
        node.between(1, 4),
        node.between(1, 4));
    node.integer("blocksize", block);
    if (opset >= 11 && node.oneIn(2)) {
      node.attribute(Attribute.text("mode", node.oneIn(2) ? "DCR" : "CRD"));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void spaceToDepth(OneNode node) {
    node.opset(7, 13);
    int block = node.between(1, 3);
    node.data(
        ElementType.FLOAT32,
        node.between(1, 2),
        node.between(1, 3),
        block * node.between(1, 3),
        block * node.between(1, 3));
    node.integer("blocksize", block);
    node.output(ElementType.FLOAT32);
  }

  private static void eyeLike(OneNode node) {
    node.opset(9);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.INT32, ElementType.INT64);
    node.data(type, node.shape(2, 2, false));
    if (node.oneIn(2)) {
      type = node.type(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT64);
      node.integer("dtype", type.onnxNumber());
    }
    if (node.oneIn(2)) {
      node.integer("k", node.between(-6, 6));
    }
    node.output(type);
  }

  private static void concat(OneNode node) {
    int opset = node.opset(7, 11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, true);
    long axis = opset < 11 ? node.random().nextInt(shape.length) : node.axis(shape.length);
    for (int i = node.between(1, 4); i > 0; i--) {
      shape[OneNode.front(axis, shape.length)] = node.between(0, 4);
      node.data(type, shape.clone());
    }
    node.integer("axis", axis);
    node.output(type);
  }

  private static void pad(OneNode node) {
    int opset = node.opset(7, 10, 11, 13, 18, 19);
    ElementType type =
        opset < 11
            ? node.type(ElementType.FLOAT32, ElementType.FLOAT64)
            : node.type(
                ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);
    int[] shape = node.shape(1, 4, false);
    String mode =
        List.of("constant", "reflect", "edge", "wrap").get(node.between(0, opset < 19 ? 2 : 3));
    boolean some = opset >= 18 && node.oneIn(2);
    long[] axes = some ? IndexSubjects.axes(node, shape.length, true) : new long[0];
    some = axes.length > 0;
    int count = some ? axes.length : shape.length;
    long[] pads = new long[2 * count];
    for (int i = 0; i < count; i++) {
      int size = shape[some ? OneNode.front(axes[i], shape.length) : i];
      boolean constant = mode.equals("constant");
      int most = constant || mode.equals("edge") ? 3 : mode.equals("wrap") ? size : size - 1;
      pads[i] = node.between(0, most);
      pads[count + i] = node.between(0, most);
      if (constant && node.oneIn(4)) {
        pads[i] = -node.between(0, size - 1);
        pads[count + i] = Math.max(0, pads[count + i]);
      }
    }
    node.data(type, shape);
    node.attribute(Attribute.text("mode", mode));
    if (opset < 11) {
      node.attribute(Attribute.integers("pads", pads));
      node.attribute(Attribute.number("value", node.between(-3, 3)));
    } else {
      node.vector(pads);
      boolean valued = node.oneIn(2);
      if (valued) {
        node.parameter(Domain.ANY.draw(node.random(), type));
      } else if (some) {
        node.absent();
      }
      if (some) {
        node.parameter(node.integers(node.oneIn(2), new int[] {axes.length}, axes));
      }
    }
    node.output(type);
  }

  private static void tile(OneNode node) {
    node.opset(7, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    long[] repeats = new long[shape.length];
    for (int i = 0; i < repeats.length; i++) {
      repeats[i] = node.between(1, 3);
    }
    node.vector(repeats);
    node.output(type);
  }

  private static void expand(OneNode node) {
    node.opset(8, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(0, 3, false);
    long[] target = new long[node.between(Math.max(1, shape.length - 1), shape.length + 2)];
    for (int i = 0; i < target.length; i++) {
      int axis = i - target.length + shape.length;
      target[i] =
          axis >= 0 && shape[axis] != 1 ? (node.oneIn(3) ? 1 : shape[axis]) : node.between(1, 4);
    }
    node.data(type, shape);
    node.vector(target);
    node.output(type);
  }

  private static void reshape(OneNode node) {
    int opset = node.opset(7, 13, 14, 21);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(0, 4, opset >= 14);
    int size = Tensor.zeros(type, shape).size();
    boolean zero = opset >= 14 && size == 0;
    List<Long> target = new ArrayList<>();
    int left = Math.max(1, size);
    for (int i = node.between(0, 3); i > 0; i--) {
      int factor = node.between(1, 6);
      if (left % factor == 0) {
        target.add((long) factor);
        left /= factor;
      }
    }
    target.add(zero ? 0L : (long) left);
    Collections.shuffle(target, node.random());
    for (int i = 0; i < target.size() && !zero; i++) {
      boolean keeps = i < shape.length && target.get(i) == shape[i];
      if (keeps && node.oneIn(2)) {
        target.set(i, 0L);
      }
    }
    if (!zero && node.oneIn(2)) {
      target.set(node.random().nextInt(target.size()), -1L);
    }
    node.data(type, shape);
    node.vector(target.stream().mapToLong(Long::longValue).toArray());
    if (zero) {
      node.integer("allowzero", 1);
    }
    node.output(type);
  }

  private static void squeeze(OneNode node) {
    int opset = node.opset(7, 11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 5, true);
    long[] axes = new long[0];
    for (int axis = 0; axis < shape.length; axis++) {
      if (node.oneIn(3)) {
        shape[axis] = 1;
        axes = IndexSubjects.with(axes, opset >= 11 && node.oneIn(2) ? axis - shape.length : axis);
      }
    }
    node.data(type, shape);
    if (axes.length > 0) {
      axes(node, opset, axes);
    }
    node.output(type);
  }

  private static void axes(OneNode node, int opset, long[] axes) {
    if (opset < 13) {
      node.attribute(Attribute.integers("axes", axes));
    } else {
      node.vector(axes);
    }
  }

  private static void unsqueeze(OneNode node) {
    int opset = node.opset(7, 11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(0, 3, true);
    node.data(type, shape);
    int rank = shape.length + node.between(1, 3);
    List<Integer> all = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      all.add(axis);
    }
    Collections.shuffle(all, node.random());
    long[] axes = new long[rank - shape.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = all.get(i) - (opset >= 11 && node.oneIn(3) ? rank : 0);
    }
    axes(node, opset, axes);
    node.output(type);
  }

  private static void flatten(OneNode node) {
    int opset = node.opset(9, 11, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(opset < 11 ? 1 : 1, 4, true);
    node.data(type, shape);
    if (node.oneIn(2)) {
      node.integer("axis", node.between(opset < 11 ? 0 : -shape.length, shape.length));
    }
    node.output(type);
  }

  private static void transpose(OneNode node) {
    node.opset(7, 13);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(1, 5, true);
    node.data(type, shape);
    if (!node.oneIn(5)) {
      List<Long> perm = new ArrayList<>();
      for (long axis = 0; axis < shape.length; axis++) {
        perm.add(axis);
      }
      Collections.shuffle(perm, node.random());
      node.attribute(
          Attribute.integers("perm", perm.stream().mapToLong(Long::longValue).toArray()));
    }
    node.output(type);
  }

  private static void trilu(OneNode node) {
    node.opset(14);
    ElementType type = node.type(ANY);
    node.data(type, node.shape(2, 4, true));
    if (node.oneIn(2)) {
      node.parameter(Tensor.of(new long[] {node.between(-6, 6)}));
    }
    if (node.oneIn(2)) {
      node.integer("upper", node.between(0, 1));
    }
    node.output(type);
  }

  private static void where(OneNode node) {
    node.opset(9, 16);
    ElementType type = node.type(ANY);
    int[] shape = node.shape(0, 4, true);
    node.data(ElementType.BOOL, part(node, shape));
    node.data(type, part(node, shape));
    node.data(type, shape);
    node.output(type);
  }

  /** A shape that broadcasts to another. */
  private static int[] part(OneNode node, int[] shape) {
    int[] part =
        Arrays.copyOfRange(shape, node.oneIn(2) ? 0 : node.between(0, shape.length), shape.length);
    for (int axis = 0; axis < part.length; axis++) {
      part[axis] = node.oneIn(3) ? 1 : part[axis];
    }
    return part;
  }

  private static void shape(OneNode node) {
    int opset = node.opset(7, 13, 15);
    node.data(node.type(ANY), node.shape(0, 4, true));
    if (opset >= 15) {
      if (node.oneIn(2)) {
        node.integer("start", node.between(-6, 6));
      }
      if (node.oneIn(2)) {
        node.integer("end", node.between(-6, 6));
      }
    }
    node.output(ElementType.INT64);
  }

  private static void size(OneNode node) {
    node.opset(7, 13);
    node.data(node.type(ANY), node.shape(0, 4, true));
    node.output(ElementType.INT64);
  }

  private static void constantOfShape(OneNode node) {
    node.opset(9);
    int[] shape = node.shape(0, 4, true);
    node.vector(Arrays.stream(shape).asLongStream().toArray());
    ElementType type = ElementType.FLOAT32;
    if (node.oneIn(2)) {
      type = node.type(ANY);
      node.attribute(Attribute.tensor("value", Domain.ANY.draw(node.random(), type, 1)));
    }
    node.output(type);
  }

  private static void constant(OneNode node) {
    int opset = node.opset(7, 12, 13);
    switch (opset < 12 ? 0 : node.between(0, 2)) {
      case 0 -> {
        ElementType type = node.type(ANY);
        node.attribute(
            Attribute.tensor(
                "value", Domain.ANY.draw(node.random(), type, node.shape(0, 3, true))));
        node.output(type);
      }
      case 1 -> {
        node.integer("value_int", node.between(-5, 5));
        node.output(ElementType.INT64);
      }
      default -> {
        node.attribute(Attribute.integers("value_ints", node.between(-5, 5), 7));
        node.output(ElementType.INT64);
      }
    }
  }

  private static void range(OneNode node) {
    node.opset(11);
    ElementType type =
        node.type(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64);
    int[] three = {node.between(-5, 5), node.between(-9, 9), node.between(1, 4)};
    three[2] = three[1] < three[0] && !node.oneIn(4) ? -three[2] : three[2];
    for (int value : three) {
      Tensor scalar = Tensor.zeros(type);
      switch (type) {
        case FLOAT32 -> scalar.floats()[0] = value / 2f;
        case FLOAT64 -> scalar.doubles()[0] = value / 4.0;
        case INT32 -> scalar.ints()[0] = value;
        default -> scalar.longs()[0] = value;
      }
      node.parameter(scalar);
    }
    node.output(type);
  }
}
