package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the quantised operators that ONNX Runtime has code for. */
final class QuantizedSubjects {

  private static final String CONTRIB = "com.microsoft";

  private QuantizedSubjects() {}

  /** Draws by operator; those of com.microsoft stand behind its name. */
  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("QuantizeLinear", node -> quantize(node, false));
    all.put("DequantizeLinear", node -> dequantize(node, false));
    all.put("DynamicQuantizeLinear", QuantizedSubjects::dynamic);
    all.put("MatMulInteger", QuantizedSubjects::matMulInteger);
    all.put("ConvInteger", QuantizedSubjects::convInteger);
    all.put("QLinearMatMul", QuantizedSubjects::matMul);
    all.put("QLinearConv", node -> conv(node, false));
    all.put(CONTRIB + ".QuantizeLinear", node -> quantize(node, true));
    all.put(CONTRIB + ".DequantizeLinear", node -> dequantize(node, true));
    all.put(CONTRIB + ".QLinearConv", node -> conv(node, true));
    all.put(CONTRIB + ".QLinearAdd", QuantizedSubjects::binary);
    all.put(CONTRIB + ".QLinearMul", QuantizedSubjects::binary);
    all.put(CONTRIB + ".QLinearSigmoid", QuantizedSubjects::unary);
    all.put(CONTRIB + ".QLinearLeakyRelu", QuantizedSubjects::leakyRelu);
    all.put(CONTRIB + ".QLinearSoftmax", QuantizedSubjects::softmax);
    all.put(CONTRIB + ".QLinearAveragePool", QuantizedSubjects::averagePool);
    all.put(CONTRIB + ".QLinearGlobalAveragePool", QuantizedSubjects::globalAveragePool);
    all.put(CONTRIB + ".QLinearConcat", QuantizedSubjects::concat);
    all.put(CONTRIB + ".QLinearWhere", QuantizedSubjects::where);
    all.put(CONTRIB + ".QGemm", QuantizedSubjects::gemm);
    all.put(CONTRIB + ".DynamicQuantizeMatMul", QuantizedSubjects::dynamicMatMul);
    all.put(CONTRIB + ".MatMulIntegerToFloat", QuantizedSubjects::matMulToFloat);
    return all;
  }

  private static void contrib(OneNode node) {
    node.opset(17);
    node.domain(CONTRIB, 1);
  }

  /** Quanta of the whole range of a type. */
  static Tensor quanta(OneNode node, ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      switch (type) {
        case INT8, UINT8 -> tensor.bytes()[i] = (byte) node.random().nextInt();
        case INT16, UINT16 -> tensor.shorts()[i] = (short) node.random().nextInt();
        case INT32 -> tensor.ints()[i] = node.between(-20_000, 20_000);
        default -> throw new IllegalArgumentException("no quanta of " + type);
      }
    }
    return tensor;
  }

  /**
   * Quanta of the second factor of a product: of 7 bits where the first is UINT8. On machines
   * without VNNI instructions, ONNX Runtime saturates sums of two larger products.
   */
  private static Tensor factor(OneNode node, ElementType first, ElementType type, int... shape) {
    Tensor tensor = quanta(node, type, shape);
    for (int i = 0;
        first == ElementType.UINT8 && type == ElementType.INT8 && i < tensor.size();
        i++) {
      tensor.bytes()[i] >>= 1;
    }
    return tensor;
  }

  private static float number(OneNode node) {
    boolean round = node.oneIn(3); // so that ties occur
    return round
        ? (float) Math.scalb(1.0, node.between(-7, -1))
        : (float) (0.002 * Math.exp(3 * node.random().nextDouble()));
  }

  private static Tensor scales(OneNode node, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = number(node);
    }
    return tensor;
  }

  private static int[] one(OneNode node) {
    return node.oneIn(2) ? new int[0] : new int[] {1};
  }

  /** Floats around the range that a scale has, some of them between two quanta. */
  private static Tensor floats(OneNode node, double reach, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      double x = reach * node.random().nextGaussian();
      tensor.floats()[i] = (float) (node.oneIn(2) ? Math.rint(256 * x) / 256 : x);
    }
    return tensor;
  }

  /** Shape of the scales of a drawn grain; the node gets the attributes that say so. */
  private static int[] grain(OneNode node, int[] shape, boolean axes, boolean blocks) {
    int kind = node.between(0, 2);
    if (shape.length == 0 || kind == 0 || !axes) {
      if (axes && shape.length > 1 && node.oneIn(3)) {
        node.integer("axis", node.axis(shape.length));
      }
      return one(node);
    }
    long axis = node.axis(shape.length);
    boolean isDefault = axis == 1 && node.oneIn(2);
    if (!isDefault) {
      node.integer("axis", axis);
    }
    int along = OneNode.front(axis, shape.length);
    if (kind == 1 || !blocks) {
      return new int[] {shape[along]};
    }
    if (Arrays.stream(shape).anyMatch(dim -> dim == 0)) {
      throw new Discarded("ONNX Runtime fails at blocks of nothing");
    }
    int size = node.between(1, shape[along]);
    node.integer("block_size", size);
    int[] scales = shape.clone();
    scales[along] = Math.ceilDiv(shape[along], size);
    if (scales.length == 1 && scales[0] == 1) {
      throw new Discarded("one block is no block to ONNX Runtime");
    }
    return scales;
  }

  private static void quantize(OneNode node, boolean contrib) {
    int opset = contrib ? 21 : node.opset(10, 13, 19, 21, 23, 24);
    if (contrib) {
      contrib(node);
    }
    int[] shape = node.shape(contrib ? 2 : 0, 4, true);
    ElementType type =
        opset >= 21
            ? node.type(ElementType.UINT8, ElementType.INT8, ElementType.INT16)
            : node.type(ElementType.UINT8, ElementType.INT8);
    node.data(floats(node, node.oneIn(2) ? 1 : 8, shape));
    int[] scales = grain(node, shape, opset >= 13, opset >= 21 && !contrib);
    node.parameter(scales(node, scales));
    if (!node.oneIn(4) || contrib) {
      node.parameter(quanta(node, type, scales));
    } else if (opset >= 21) {
      node.integer("output_dtype", type.onnxNumber());
    } else {
      type = ElementType.UINT8;
    }
    if (opset >= 19 && !contrib && node.oneIn(4)) {
      node.integer("saturate", node.between(0, 1));
    }
    node.output(type);
  }

  private static void dequantize(OneNode node, boolean contrib) {
    int opset = contrib ? 21 : node.opset(10, 13, 19, 21, 23, 24);
    if (contrib) {
      contrib(node);
    }
    int[] shape = node.shape(contrib ? 2 : 0, 4, true);
    ElementType type =
        opset >= 21
            ? node.type(ElementType.UINT8, ElementType.INT8, ElementType.INT16, ElementType.INT32)
            : node.type(ElementType.UINT8, ElementType.INT8, ElementType.INT32);
    node.data(quanta(node, type, shape));
    int[] scales = grain(node, shape, opset >= 13, opset >= 21 && !contrib);
    node.parameter(scales(node, scales));
    if (type != ElementType.INT32 && (!node.oneIn(4) || contrib)) {
      node.parameter(quanta(node, type, scales));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void dynamic(OneNode node) {
    node.opset(11, 17, 21);
    int[] shape = node.shape(0, 4, false);
    Tensor x = floats(node, node.oneIn(2) ? 1 : 30, shape);
    int sign = node.between(-1, 1);
    for (int i = 0; sign != 0 && i < x.size(); i++) {
      x.floats()[i] = sign * Math.abs(x.floats()[i]);
    }
    if (node.oneIn(10)) {
      Arrays.fill(x.floats(), 0);
    }
    node.data(x);
    node.output(ElementType.UINT8);
    node.output(ElementType.FLOAT32);
    node.output(ElementType.UINT8);
  }

  private static ElementType bytes(OneNode node) {
    return node.type(ElementType.UINT8, ElementType.INT8);
  }

  /** Shapes of two operands that multiply. */
  private static int[][] operands(OneNode node) {
    int m = node.between(1, 5);
    int k = node.between(1, 20);
    int n = node.between(1, 18);
    int batch = node.between(1, 3);
    return switch (node.between(0, 5)) {
      case 0 -> new int[][] {{batch, m, k}, {k, n}};
      case 1 -> new int[][] {{batch, m, k}, {batch, k, n}};
      case 2 -> new int[][] {{2, 1, m, k}, {batch, k, n}};
      case 3 -> new int[][] {{m, k}, {batch, k, n}};
      default -> new int[][] {{m, k}, {k, n}};
    };
  }

  /** One, or one for each column of a matrix. */
  private static int[] columns(OneNode node, int[] b) {
    return b.length == 2 && node.oneIn(2) ? new int[] {b[1]} : one(node);
  }

  private static void matMulInteger(OneNode node) {
    node.opset(10, 17);
    int[][] shapes = operands(node);
    ElementType a = bytes(node);
    ElementType b = bytes(node);
    node.data(quanta(node, a, shapes[0]));
    node.parameter(factor(node, a, b, shapes[1]));
    boolean hasA = node.oneIn(2);
    if (hasA) {
      node.data(quanta(node, a, one(node)));
    }
    if (node.oneIn(2)) {
      if (!hasA) {
        node.absent();
      }
      node.parameter(quanta(node, b, columns(node, shapes[1])));
    }
    node.output(ElementType.INT32);
  }

  private static void matMul(OneNode node) {
    node.opset(10, 17, 21);
    int[][] shapes = operands(node);
    ElementType a = bytes(node);
    ElementType b = a == ElementType.INT8 ? a : bytes(node);
    node.data(quanta(node, a, shapes[0]));
    node.parameter(scales(node, one(node)));
    node.parameter(quanta(node, a, one(node)));
    node.parameter(factor(node, a, b, shapes[1]));
    int[] columns = columns(node, shapes[1]);
    node.parameter(scales(node, columns));
    node.parameter(quanta(node, b, columns));
    Tensor out = scales(node, one(node));
    out.floats()[0] *= 40;
    node.parameter(out);
    node.parameter(quanta(node, a, one(node)));
    node.output(a);
  }

  /** Attributes of a window that fits; the shape of X. */
  private static int[] window(OneNode node, int[] kernel, boolean dilates) {
    int axes = kernel.length;
    int[] shape = new int[axes + 2];
    long[] strides = new long[axes];
    long[] dilations = new long[axes];
    long[] pads = new long[2 * axes];
    boolean dilated = dilates && node.oneIn(3);
    String auto = node.oneIn(3) && !dilated ? node.oneIn(2) ? "SAME_UPPER" : "SAME_LOWER" : "";
    for (int axis = 0; axis < axes; axis++) {
      strides[axis] = node.between(1, 2);
      dilations[axis] = dilated ? node.between(1, 2) : 1;
      long span = (kernel[axis] - 1) * dilations[axis] + 1;
      shape[2 + axis] = (int) span + node.between(0, 4);
      pads[axis] = node.between(0, kernel[axis] - 1);
      pads[axes + axis] = node.between(0, kernel[axis] - 1);
    }
    node.attribute(Attribute.integers("strides", strides));
    if (dilated) {
      node.attribute(Attribute.integers("dilations", dilations));
    }
    if (!auto.isEmpty()) {
      node.attribute(Attribute.text("auto_pad", auto));
    } else if (node.oneIn(2)) {
      node.attribute(Attribute.integers("pads", pads));
    }
    return shape;
  }

  /** Shapes of X and W. */
  private static int[][] images(OneNode node) {
    int[] kernel = new int[node.between(1, 2)];
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = node.between(1, 3);
    }
    int[] x = window(node, kernel, true);
    int group = node.oneIn(3) ? node.between(2, 3) : 1;
    int channels = node.between(1, 3);
    if (group > 1) {
      node.integer("group", group);
    }
    x[0] = node.between(1, 2);
    x[1] = group * channels;
    int[] w = new int[kernel.length + 2];
    w[0] = group * node.between(1, 3);
    w[1] = channels;
    System.arraycopy(kernel, 0, w, 2, kernel.length);
    if (node.oneIn(2)) {
      node.attribute(
          Attribute.integers("kernel_shape", Arrays.stream(kernel).asLongStream().toArray()));
    }
    return new int[][] {x, w};
  }

  private static void convInteger(OneNode node) {
    node.opset(10, 17);
    int[][] shapes = images(node);
    ElementType x = ElementType.UINT8;
    ElementType w = ElementType.UINT8;
    node.data(quanta(node, x, shapes[0]));
    node.parameter(quanta(node, w, shapes[1]));
    if (!node.oneIn(3)) {
      node.data(quanta(node, x, one(node)));
      if (node.oneIn(2)) {
        node.parameter(quanta(node, w, one(node)));
      }
    }
    node.output(ElementType.INT32);
  }

  private static void conv(OneNode node, boolean contrib) {
    node.opset(10, 17);
    if (contrib) {
      contrib(node);
    }
    int[][] shapes = images(node);
    ElementType x = bytes(node);
    ElementType w = x == ElementType.INT8 ? x : bytes(node);
    int[] channels = node.oneIn(2) ? new int[] {shapes[1][0]} : one(node);
    node.data(quanta(node, x, shapes[0]));
    node.parameter(scales(node, one(node)));
    node.parameter(quanta(node, x, one(node)));
    node.parameter(factor(node, x, w, shapes[1]));
    node.parameter(scales(node, channels));
    // ONNX Runtime takes one zero point only, so those of all channels are the same.
    Tensor zero = quanta(node, w, channels);
    Arrays.fill(zero.bytes(), w == ElementType.INT8 ? 0 : zero.bytes()[0]);
    node.parameter(zero);
    Tensor out = scales(node, one(node));
    out.floats()[0] *= 40;
    node.parameter(out);
    node.parameter(quanta(node, x, one(node)));
    if (node.oneIn(2)) {
      node.parameter(quanta(node, ElementType.INT32, shapes[1][0]));
    }
    node.output(x);
  }

  /** A tensor, its scale and its zero point. */
  private static void operand(OneNode node, Tensor quanta) {
    node.data(quanta);
    parameters(node, quanta.type());
  }

  private static void parameters(OneNode node, ElementType type) {
    node.parameter(scales(node));
    node.parameter(quanta(node, type));
  }

  private static void binary(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    int[] shape = node.shape(1, 4, false);
    int[] part = Arrays.copyOfRange(shape, node.between(0, shape.length - 1), shape.length);
    for (int axis = 0; axis < part.length; axis++) {
      part[axis] = node.oneIn(4) ? 1 : part[axis];
    }
    boolean swapped = node.oneIn(2);
    operand(node, quanta(node, type, swapped ? part : shape));
    operand(node, quanta(node, type, swapped ? shape : part));
    parameters(node, type);
    node.output(type);
  }

  private static ElementType unary(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    operand(node, quanta(node, type, node.shape(1, 4, false)));
    parameters(node, type);
    node.output(type);
    return type;
  }

  private static void leakyRelu(OneNode node) {
    if (node.oneIn(2)) {
      node.attribute(Attribute.number("alpha", 0.2));
    }
    unary(node);
  }

  private static void softmax(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    int[] shape = node.shape(1, 4, false);
    long axis = node.axis(shape.length);
    int along = OneNode.front(axis, shape.length);
    boolean flat = node.oneIn(2);
    int terms = shape[along];
    for (int i = along + 1; flat && i < shape.length; i++) {
      terms *= shape[i];
    }
    if (terms == 1) {
      throw new Discarded("ONNX Runtime overflows where there is one term");
    }
    operand(node, quanta(node, type, shape));
    // A probability of 1 in units of 1/256 is 128 to ONNX Runtime, which INT8 does not hold.
    boolean fine = type == ElementType.UINT8 && node.oneIn(2);
    node.parameter(Tensor.of(new float[] {fine ? 1 / 256f : 1 / 240f}));
    Tensor zero = quanta(node, type);
    zero.bytes()[0] = (byte) (type == ElementType.INT8 ? -128 : 0);
    node.parameter(zero);
    node.integer("opset", flat ? 11 : 13);
    node.integer("axis", axis);
    node.output(type);
  }

  private static void averagePool(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    int[] kernel = new int[node.between(1, 2)];
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = node.between(1, 3);
    }
    int[] shape = window(node, kernel, false);
    shape[0] = node.between(1, 2);
    shape[1] = node.between(1, 3);
    node.attribute(
        Attribute.integers("kernel_shape", Arrays.stream(kernel).asLongStream().toArray()));
    if (node.oneIn(2)) {
      node.integer("count_include_pad", node.between(0, 1));
    }
    operand(node, quanta(node, type, shape));
    parameters(node, type);
    node.output(type);
  }

  private static void globalAveragePool(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    operand(node, quanta(node, type, node.shape(3, 4, false)));
    parameters(node, type);
    node.integer("channels_last", 0);
    node.output(type);
  }

  private static void concat(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    int[] shape = node.shape(1, 4, false);
    long axis = node.axis(shape.length);
    parameters(node, type);
    int count = node.between(1, 3);
    for (int i = 0; i < count; i++) {
      int[] one = shape.clone();
      one[OneNode.front(axis, shape.length)] = node.between(1, 4);
      operand(node, quanta(node, type, one));
    }
    node.integer("axis", axis);
    node.output(type);
  }

  private static void where(OneNode node) {
    contrib(node);
    ElementType type = bytes(node);
    int[] shape = node.shape(1, 4, false);
    node.data(Domain.ANY.draw(node.random(), ElementType.BOOL, shape));
    operand(node, quanta(node, type, shape));
    operand(node, quanta(node, type, node.oneIn(2) ? shape : new int[] {1}));
    parameters(node, type);
    node.output(type);
  }

  private static void gemm(OneNode node) {
    contrib(node);
    int m = node.between(1, 5);
    int k = node.between(1, 20);
    int n = node.between(1, 18);
    boolean transA = node.oneIn(3);
    boolean transB = node.oneIn(2);
    ElementType a = bytes(node);
    ElementType b = a == ElementType.INT8 ? a : bytes(node);
    int[] columns = node.oneIn(2) ? new int[] {n} : new int[0];
    node.data(quanta(node, a, transA ? new int[] {k, m} : new int[] {m, k}));
    parameters(node, a);
    node.parameter(factor(node, a, b, transB ? new int[] {n, k} : new int[] {k, n}));
    node.parameter(scales(node, columns));
    node.parameter(quanta(node, b, columns));
    boolean quantised = !node.oneIn(3);
    if (node.oneIn(2)) {
      int kind = node.between(0, 3);
      int[] shape = kind == 0 ? new int[] {n} : kind == 1 ? new int[] {m, 1} : new int[] {m, n};
      node.parameter(quanta(node, ElementType.INT32, kind == 3 ? new int[] {1, n} : shape));
    } else if (quantised) {
      node.absent();
    }
    if (quantised) {
      Tensor out = scales(node);
      out.floats()[0] *= 40;
      node.parameter(out);
      node.parameter(quanta(node, a));
    }
    node.attribute(Attribute.flag("transA", transA));
    node.attribute(Attribute.flag("transB", transB));
    if (node.oneIn(3)) {
      node.attribute(Attribute.number("alpha", 0.7));
    }
    node.output(quantised ? a : ElementType.FLOAT32);
  }

  private static void dynamicMatMul(OneNode node) {
    contrib(node);
    int[][] shapes = operands(node);
    ElementType b = bytes(node);
    node.data(floats(node, 2, shapes[0]));
    node.parameter(factor(node, ElementType.UINT8, b, shapes[1]));
    int[] columns = columns(node, shapes[1]);
    node.parameter(scales(node, columns));
    boolean hasZero = node.oneIn(2);
    if (hasZero) {
      node.parameter(quanta(node, b, columns));
    }
    if (node.oneIn(2)) {
      if (!hasZero) {
        node.absent();
      }
      node.parameter(floats(node, 1, shapes[1][shapes[1].length - 1]));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void matMulToFloat(OneNode node) {
    contrib(node);
    int[][] shapes = operands(node);
    ElementType a = bytes(node);
    ElementType b = a == ElementType.INT8 ? a : bytes(node);
    node.data(quanta(node, a, shapes[0]));
    node.parameter(factor(node, a, b, shapes[1]));
    node.parameter(scales(node, one(node)));
    int[] columns = columns(node, shapes[1]);
    node.parameter(scales(node, columns));
    boolean hasZero = node.oneIn(2);
    if (hasZero) {
      node.parameter(quanta(node, a, one(node)));
      node.parameter(quanta(node, b, columns));
    }
    if (node.oneIn(2)) {
      if (!hasZero) {
        node.absent();
        node.absent();
      }
      node.parameter(floats(node, 1, shapes[1][shapes[1].length - 1]));
    }
    node.output(ElementType.FLOAT32);
  }
}
