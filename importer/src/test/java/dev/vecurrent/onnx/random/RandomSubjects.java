package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Random operators where chance has no say: no spread, probabilities of 0 and 1, one class that may
 * be drawn. And Unique, in every form.
 */
final class RandomSubjects {

  private static final ElementType[] FLOATS = {ElementType.FLOAT32, ElementType.FLOAT64};

  private static final ElementType[] UNIQUE = {
    ElementType.FLOAT32,
    ElementType.FLOAT64,
    ElementType.INT64,
    ElementType.INT8,
    ElementType.STRING
  };

  private static final String[] TEXT = {"", "a", "aa", "b", "\u00e9", "\uffee", "zz", "A"};

  private RandomSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("Bernoulli", RandomSubjects::bernoulli);
    all.put("Dropout", RandomSubjects::dropout);
    all.put("Multinomial", RandomSubjects::multinomial);
    all.put("RandomNormal", node -> shaped(node, "mean", "scale"));
    all.put("RandomNormalLike", node -> like(node, "mean", "scale"));
    all.put("RandomUniform", node -> shaped(node, "low", "high"));
    all.put("RandomUniformLike", node -> like(node, "low", "high"));
    all.put("Unique", RandomSubjects::unique);
    return all;
  }

  private static void seed(OneNode node) {
    if (node.oneIn(3)) {
      node.attribute(Attribute.number("seed", node.between(-5, 5)));
    }
  }

  /**
   * Parameters of a distribution that has one value only, after rounding. A spread of 0 itself ends
   * the process in ONNX Runtime.
   */
  private static void narrow(OneNode node, String first, String second) {
    float centre = node.between(-8, 8) + 0.5f;
    node.attribute(Attribute.number(first, centre));
    node.attribute(Attribute.number(second, second.equals("scale") ? 1e-30 : centre));
  }

  private static void shaped(OneNode node, String first, String second) {
    node.opset(7, 13, 22);
    narrow(node, first, second);
    seed(node);
    int[] shape = node.shape(0, 4, true);
    node.attribute(Attribute.integers("shape", Arrays.stream(shape).asLongStream().toArray()));
    ElementType type = node.type(FLOATS);
    if (type != ElementType.FLOAT32 || node.oneIn(2)) {
      node.integer("dtype", type.onnxNumber());
    }
    node.output(type);
  }

  private static void like(OneNode node, String first, String second) {
    node.opset(7, 13, 22);
    narrow(node, first, second);
    seed(node);
    ElementType type = node.type(FLOATS);
    boolean isSaid = node.oneIn(2);
    if (isSaid) {
      node.integer("dtype", type.onnxNumber());
    }
    node.data(isSaid ? node.type(IndexSubjects.ANY) : type, node.shape(0, 4, true));
    node.output(type);
  }

  private static void bernoulli(OneNode node) {
    node.opset(15, 17, 21); // ONNX Runtime has no code for what it becomes in opset 22
    ElementType type = node.type(FLOATS);
    Tensor p = Tensor.zeros(type, node.shape(0, 4, true));
    for (int i = 0; i < p.size(); i++) {
      int one = node.between(0, 1);
      if (type == ElementType.FLOAT32) {
        p.floats()[i] = one;
      } else {
        p.doubles()[i] = one;
      }
    }
    node.data(p);
    seed(node);
    ElementType out = type;
    if (node.oneIn(2)) {
      out =
          node.type(
              ElementType.FLOAT32,
              ElementType.FLOAT64,
              ElementType.INT32,
              ElementType.INT64,
              ElementType.BOOL,
              ElementType.INT8,
              ElementType.UINT8);
      node.integer("dtype", out.onnxNumber());
    }
    node.output(out);
  }

  private static void multinomial(OneNode node) {
    node.opset(7, 13, 21); // ONNX Runtime has no code for the form of opset 22
    int batch = node.between(1, 4);
    int classes = node.between(1, 6);
    float[] weights = new float[batch * classes];
    Arrays.fill(weights, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < batch; row++) {
      weights[row * classes + node.between(0, classes - 1)] = node.between(-9, 9);
    }
    node.data(Tensor.of(weights, batch, classes));
    if (node.oneIn(2)) {
      node.integer("sample_size", node.between(1, 7));
    }
    seed(node);
    ElementType type = node.type(ElementType.INT32, ElementType.INT64);
    if (type == ElementType.INT64 || node.oneIn(2)) {
      node.integer("dtype", type.onnxNumber());
    }
    node.output(type);
  }

  /** Inference, or training that drops nothing; the mask only where ONNX Runtime writes one. */
  private static void dropout(OneNode node) {
    int opset = node.opset(7, 10, 12, 13, 22);
    ElementType type = node.type(FLOATS);
    node.data(type, node.shape(0, 4, true));
    boolean trains = false;
    if (opset >= 12) {
      trains = node.oneIn(2);
      if (trains || node.oneIn(2)) {
        float ratio = trains ? 0 : node.between(0, 9) / 10f;
        node.parameter(
            node.oneIn(2) ? Tensor.of(new float[] {ratio}) : Tensor.of(new double[] {ratio}));
        if (trains || node.oneIn(2)) {
          node.parameter(Tensor.of(new boolean[] {trains}));
        }
      }
      if (node.oneIn(3)) {
        node.integer("seed", node.between(0, 5));
      }
    } else if (node.oneIn(2)) {
      node.attribute(Attribute.number("ratio", 0.3));
    }
    node.output(type);
    if (opset >= 10 && node.oneIn(2)) {
      node.output(ElementType.BOOL);
    }
  }

  private static void unique(OneNode node) {
    node.opset(11);
    ElementType type = node.type(UNIQUE);
    boolean hasAxis = node.oneIn(2);
    int[] shape = node.shape(hasAxis ? 1 : 0, 3, false);
    Tensor x = Tensor.zeros(type, shape);
    int values = node.between(1, 8);
    for (int i = 0; i < x.size(); i++) {
      int value = node.between(0, values - 1);
      switch (type) {
        case FLOAT32 -> x.floats()[i] = value - 2.5f;
        case FLOAT64 -> x.doubles()[i] = value - 2.5;
        case INT64 -> x.longs()[i] = value - 3;
        case INT8 -> x.bytes()[i] = (byte) (value * 100);
        default -> x.strings()[i] = TEXT[value];
      }
    }
    node.data(x);
    if (hasAxis) {
      node.integer("axis", node.axis(shape.length));
    }
    if (node.oneIn(2)) {
      node.integer("sorted", node.between(0, 1));
    }
    node.output(type);
    for (int i = node.between(0, 3); i > 0; i--) {
      node.output(ElementType.INT64);
    }
  }
}
