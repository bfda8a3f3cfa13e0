package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Operators that ONNX Runtime's optimiser writes, over the attributes that its CPU code takes. */
final class FusedSubjects {

  private static final ElementType F = ElementType.FLOAT32;

  private FusedSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("FusedConv", FusedSubjects::conv);
    all.put("FusedGemm", FusedSubjects::gemm);
    all.put("FusedMatMul", node -> matMul(node, true));
    all.put("TransposeMatMul", node -> matMul(node, false));
    all.put("CDist", FusedSubjects::distance);
    all.put("Gelu", node -> elementwise(node, 0));
    all.put("BiasGelu", node -> elementwise(node, 1));
    all.put("FastGelu", node -> elementwise(node, node.between(0, 1)));
    all.put(
        "QuickGelu",
        node -> {
          elementwise(node, 0);
          if (!node.oneIn(4)) {
            node.attribute(Attribute.number("alpha", node.random().nextFloat(0.1f, 3)));
          }
        });
    all.put("SkipLayerNormalization", node -> skipNorm(node, true));
    all.put("SkipSimplifiedLayerNormalization", node -> skipNorm(node, false));
    all.put("LayerNormalization", FusedSubjects::earlyLayerNorm);
    all.put("SimplifiedLayerNormalization", FusedSubjects::rmsNorm);
    all.put("EmbedLayerNormalization", FusedSubjects::embedding);
    all.put("ExpandDims", FusedSubjects::expandDims);
    all.put("GatherND", FusedSubjects::gatherNd);
    all.put("Pad", FusedSubjects::pad);
    all.put("Range", FusedSubjects::range);
    all.put("Trilu", FusedSubjects::trilu);
    return all;
  }

  private static void microsoft(OneNode node) {
    node.opset(9, 11, 13, 16, 17, 18, 21);
    node.domain("com.microsoft", 1);
  }

  private static int[] shape(int... sizes) {
    return sizes;
  }

  private static void conv(OneNode node) {
    microsoft(node);
    int axes = node.between(1, 2);
    int groups = node.oneIn(3) ? 2 : 1;
    int[] x = new int[axes + 2];
    int[] w = new int[axes + 2];
    int[] y = new int[axes + 2];
    x[0] = node.between(1, 2);
    x[1] = groups * node.between(1, 3);
    w[0] = groups * node.between(1, 3);
    w[1] = x[1] / groups;
    y[0] = x[0];
    y[1] = w[0];
    long[] pads = new long[2 * axes];
    long[] strides = new long[axes];
    for (int i = 0; i < axes; i++) {
      w[i + 2] = node.between(1, 3);
      x[i + 2] = node.between(3, 7);
      pads[i] = node.between(0, 1);
      pads[i + axes] = node.between(0, 1);
      strides[i] = node.between(1, 2);
      y[i + 2] = (int) ((x[i + 2] + pads[i] + pads[i + axes] - w[i + 2]) / strides[i]) + 1;
    }
    node.data(F, x);
    node.parameter(Domain.ANY.draw(node.random(), F, w));
    boolean sum = node.oneIn(3);
    if (node.random().nextBoolean()) {
      node.parameter(Domain.ANY.draw(node.random(), F, shape(w[0])));
    } else if (sum) {
      node.absent();
    }
    if (sum) {
      node.data(F, y);
    }
    node.attribute(Attribute.integers("pads", pads));
    node.attribute(Attribute.integers("strides", strides));
    node.integer("group", groups);
    convActivation(node);
    node.output(F);
  }

  private static void convActivation(OneNode node) {
    String activation =
        List.of("Relu", "Tanh", "Sigmoid", "LeakyRelu", "Clip", "HardSigmoid")
            .get(node.between(0, 5));
    node.attribute(Attribute.text("activation", activation));
    float low = node.random().nextFloat(-1, 0);
    float high = node.random().nextFloat(0, 1);
    switch (activation) {
      case "LeakyRelu" -> node.attribute(Attribute.numbers("activation_params", high));
      case "Clip" -> node.attribute(Attribute.numbers("activation_params", low, high));
      case "HardSigmoid" -> node.attribute(Attribute.numbers("activation_params", high, high / 2));
      default -> {}
    }
  }

  private static void gemm(OneNode node) {
    microsoft(node);
    int m = node.between(1, 5);
    int n = node.between(1, 5);
    int k = node.between(1, 5);
    boolean turnA = node.random().nextBoolean();
    boolean turnB = node.random().nextBoolean();
    node.data(F, turnA ? shape(k, m) : shape(m, k));
    node.parameter(Domain.ANY.draw(node.random(), F, turnB ? shape(n, k) : shape(k, n)));
    if (!node.oneIn(3)) {
      int[][] forms = {shape(n), shape(1, n), shape(m, 1), shape(m, n), shape(1)};
      node.parameter(Domain.ANY.draw(node.random(), F, forms[node.between(0, 4)]));
    }
    node.attribute(Attribute.flag("transA", turnA));
    node.attribute(Attribute.flag("transB", turnB));
    node.attribute(Attribute.number("alpha", node.random().nextFloat(-2, 2)));
    node.attribute(Attribute.number("beta", node.random().nextFloat(-2, 2)));
    String activation =
        List.of(
                "Relu",
                "Tanh",
                "Sigmoid",
                "Softplus",
                "Softsign",
                "LeakyRelu",
                "Elu",
                "ThresholdedRelu",
                "HardSigmoid",
                "Selu")
            .get(node.between(0, 9));
    node.attribute(Attribute.text("activation", activation));
    float number = node.random().nextFloat(0.1f, 1);
    if (List.of("LeakyRelu", "Elu", "ThresholdedRelu", "HardSigmoid", "Selu")
        .contains(activation)) {
      node.attribute(Attribute.number("activation_alpha", number));
    }
    if (activation.equals("HardSigmoid")) {
      node.attribute(Attribute.number("activation_beta", number / 2));
    }
    if (activation.equals("Selu")) {
      node.attribute(Attribute.number("activation_gamma", 1 + number));
    }
    node.output(F);
  }

  private static void matMul(OneNode node, boolean batches) {
    microsoft(node);
    int rank = node.between(2, 4);
    int[] batch = new int[rank - 2];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = node.between(1, 3);
    }
    int m = node.between(1, 4);
    int k = node.between(1, 4);
    int n = node.between(1, 4);
    operand(node, batch, m, k, "A", batches);
    operand(node, batch, k, n, "B", batches);
    if (!node.oneIn(3)) {
      node.attribute(Attribute.number("alpha", node.random().nextFloat(-2, 2)));
    }
    node.output(F);
  }

  /** An operand that is [batch, rows, columns] once its axes have been moved. */
  private static void operand(
      OneNode node, int[] batch, int rows, int columns, String name, boolean batches) {
    boolean swapped = node.random().nextBoolean();
    boolean first = batches && batch.length > 0 && node.oneIn(4);
    List<Integer> dims = new ArrayList<>();
    if (first) {
      dims.add(swapped ? columns : rows);
    }
    Arrays.stream(batch).forEach(dims::add);
    if (!first) {
      dims.add(swapped ? columns : rows);
    }
    dims.add(swapped ? rows : columns);
    int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
    Tensor tensor = Domain.ANY.draw(node.random(), F, shape);
    if (node.random().nextBoolean()) {
      node.parameter(tensor);
    } else {
      node.data(tensor);
    }
    node.attribute(Attribute.flag("trans" + name, swapped));
    if (batches) {
      node.attribute(Attribute.flag("transBatch" + name, first));
    }
  }

  private static void distance(OneNode node) {
    microsoft(node);
    int width = node.between(1, 6);
    node.data(F, node.between(1, 5), width);
    node.data(F, node.between(1, 5), width);
    node.attribute(
        Attribute.text("metric", node.random().nextBoolean() ? "euclidean" : "sqeuclidean"));
    node.output(F);
  }

  private static void elementwise(OneNode node, int biases) {
    microsoft(node);
    int[] shape = node.shape(1, 4, false);
    node.data(F, shape);
    if (biases > 0) {
      node.parameter(Domain.ANY.draw(node.random(), F, shape(shape[shape.length - 1])));
    }
    node.output(F);
  }

  private static void vector(OneNode node, int width) {
    node.parameter(Domain.ANY.draw(node.random(), F, shape(width)));
  }

  private static void skipNorm(OneNode node, boolean mean) {
    microsoft(node);
    int batch = node.between(1, 3);
    int steps = node.between(1, 4);
    int width = node.between(1, 8);
    node.data(F, batch, steps, width);
    int[][] skips = {shape(batch, steps, width), shape(1, steps, width), shape(steps, width)};
    node.data(F, skips[node.between(0, 2)]);
    vector(node, width);
    boolean beta = mean && node.random().nextBoolean();
    boolean bias = node.random().nextBoolean();
    if (beta) {
      vector(node, width);
    } else if (mean && bias) {
      node.absent();
    }
    if (bias) {
      vector(node, width);
    }
    node.attribute(Attribute.number("epsilon", node.random().nextFloat(1e-3f, 1e-1f)));
    node.output(F);
    if (node.random().nextBoolean()) {
      node.unwanted();
      node.unwanted();
      node.output(F);
    }
  }

  private static void earlyLayerNorm(OneNode node) {
    node.opset(9, 11, 13, 16);
    int[] shape = node.shape(1, 4, false);
    long axis = node.axis(shape.length);
    int[] inner = Arrays.copyOfRange(shape, OneNode.front(axis, shape.length), shape.length);
    node.data(F, shape);
    node.parameter(Domain.ANY.draw(node.random(), F, inner));
    if (node.random().nextBoolean()) {
      node.parameter(Domain.ANY.draw(node.random(), F, inner));
    }
    node.integer("axis", axis);
    node.attribute(Attribute.number("epsilon", node.random().nextFloat(1e-3f, 1e-1f)));
    if (node.random().nextBoolean()) {
      node.integer("stash_type", 1);
    }
    node.output(F);
    if (node.oneIn(3)) {
      node.output(F);
      node.output(F);
    }
  }

  private static void rmsNorm(OneNode node) {
    node.opset(9, 11, 13, 16, 17, 18);
    int[] shape = node.shape(1, 4, false);
    long axis = node.oneIn(2) ? -1 : node.axis(shape.length);
    int[] inner = Arrays.copyOfRange(shape, OneNode.front(axis, shape.length), shape.length);
    node.data(F, shape);
    node.parameter(Domain.ANY.draw(node.random(), F, inner));
    node.integer("axis", axis);
    node.attribute(Attribute.number("epsilon", node.random().nextFloat(1e-3f, 1e-1f)));
    if (node.random().nextBoolean()) {
      node.integer("stash_type", 1);
    }
    node.output(F);
  }

  /** Integers below a bound, as INT32. */
  static Tensor indices(OneNode node, int bound, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.INT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.ints()[i] = node.random().nextInt(bound);
    }
    return tensor;
  }

  private static void embedding(OneNode node) {
    microsoft(node);
    int batch = node.between(1, 3);
    int steps = node.between(1, 5);
    int width = node.between(1, 6);
    boolean segments = node.random().nextBoolean();
    boolean mask = node.random().nextBoolean();
    boolean positions = node.oneIn(3);
    node.data(indices(node, 7, batch, steps));
    if (segments) {
      node.data(indices(node, 2, batch, steps));
    } else {
      node.absent();
    }
    node.parameter(Domain.ANY.draw(node.random(), F, shape(7, width)));
    node.parameter(Domain.ANY.draw(node.random(), F, shape(8, width)));
    if (segments) {
      node.parameter(Domain.ANY.draw(node.random(), F, shape(2, width)));
    } else {
      node.absent();
    }
    vector(node, width);
    vector(node, width);
    if (mask) {
      Tensor kept = Tensor.zeros(ElementType.INT32, batch, steps);
      for (int row = 0; row < batch; row++) {
        int length = node.random().nextInt(steps + 1);
        Arrays.fill(kept.ints(), row * steps, row * steps + length, 1);
      }
      node.data(kept);
    } else if (positions) {
      node.absent();
    }
    if (positions) {
      node.data(indices(node, 8, node.random().nextBoolean() ? 1 : batch, steps));
    }
    node.attribute(Attribute.number("epsilon", node.random().nextFloat(1e-3f, 1e-1f)));
    node.output(F);
    node.output(ElementType.INT32);
    if (node.random().nextBoolean()) {
      node.output(F);
    }
  }

  private static void expandDims(OneNode node) {
    microsoft(node);
    int[] shape = node.shape(0, 4, false);
    node.data(F, shape);
    int axis = node.between(-shape.length - 1, shape.length);
    node.parameter(Tensor.of(new int[] {axis}));
    node.output(F);
  }

  private static void gatherNd(OneNode node) {
    microsoft(node);
    int[] shape = node.shape(1, 3, false);
    node.data(F, shape);
    int depth = node.between(1, shape.length);
    int rows = node.between(1, 4);
    boolean narrow = node.random().nextBoolean();
    long[] indices = new long[rows * depth];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = node.random().nextInt(shape[i % depth]);
    }
    node.parameter(node.integers(narrow, shape(rows, depth), indices));
    node.output(F);
  }

  private static void pad(OneNode node) {
    microsoft(node);
    int[] shape = node.shape(1, 3, false);
    Arrays.setAll(shape, i -> shape[i] + 3);
    node.data(F, shape);
    long[] pads = new long[2 * shape.length];
    Arrays.setAll(pads, i -> node.between(0, 2));
    node.parameter(node.oneIn(2) ? Tensor.of(pads, pads.length) : Tensor.of(pads, 1, pads.length));
    String mode = List.of("constant", "reflect", "edge").get(node.between(0, 2));
    if (mode.equals("constant") && node.random().nextBoolean()) {
      node.parameter(Tensor.of(new float[] {node.random().nextFloat()}, 1));
    }
    node.attribute(Attribute.text("mode", mode));
    node.output(F);
  }

  private static void range(OneNode node) {
    microsoft(node);
    int[] one = node.random().nextBoolean() ? shape(1) : shape();
    node.parameter(Tensor.of(new float[] {node.between(-3, 3)}, one));
    node.parameter(Tensor.of(new float[] {node.between(4, 9)}, one));
    if (node.random().nextBoolean()) {
      node.parameter(Tensor.of(new float[] {node.random().nextFloat(0.5f, 2)}, one));
    }
    node.output(F);
  }

  private static void trilu(OneNode node) {
    microsoft(node);
    node.data(F, node.shape(2, 4, false));
    if (node.random().nextBoolean()) {
      node.parameter(Tensor.of(new long[] {node.between(-4, 4)}));
    }
    if (!node.oneIn(3)) {
      node.attribute(Attribute.flag("upper", node.random().nextBoolean()));
    }
    node.output(F);
  }
}
