package dev.vecurrent.onnx.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.Model;
import dev.vecurrent.onnx.ImportLimits;
import dev.vecurrent.onnx.OnnxImporter;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Forms of quantised operators that ONNX Runtime or its Java binding has not, against plain loops
 * written from the operators' texts: integers must be equal.
 */
class QuantizedReferenceTest {

  private static final int ROUNDS = 200;

  private static void rounds(String operator, Consumer<OneNode> round) {
    long seed = Seeds.of(QuantizedReferenceTest.class);
    for (int i = 0; i < ROUNDS; i++) {
      round.accept(new OneNode(Seeds.random(seed * 31 + operator.hashCode() + i), operator));
    }
  }

  private static Tensor run(OneNode node) {
    OneNode.Form form = OneNode.Form.GIVEN;
    Map<String, Tensor> outputs =
        Model.compile(OnnxImporter.read(node.model(form), "node", ImportLimits.defaults()))
            .newSession()
            .run(node.given(form));
    return Objects.requireNonNull(outputs.get("o0"));
  }

  private static int low(ElementType type) {
    return type == ElementType.INT4 ? -8 : type == ElementType.INT8 ? -128 : 0;
  }

  private static int high(ElementType type) {
    return switch (type) {
      case INT4 -> 7;
      case UINT4 -> 15;
      case INT8 -> 127;
      case UINT8 -> 255;
      default -> 65_535;
    };
  }

  private static Tensor quanta(OneNode node, ElementType type, int... shape) {
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      int quantum = node.between(low(type), high(type));
      if (type == ElementType.UINT16) {
        tensor.shorts()[i] = (short) quantum;
      } else {
        tensor.bytes()[i] = (byte) quantum;
      }
    }
    return tensor;
  }

  private static int get(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case UINT16 -> tensor.shorts()[i] & 0xffff;
      case UINT8 -> tensor.bytes()[i] & 0xff;
      case INT32 -> tensor.ints()[i];
      default -> tensor.bytes()[i];
    };
  }

  private static Tensor scales(OneNode node, double most, int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = (float) (most * (0.1 + node.random().nextDouble()));
    }
    return tensor;
  }

  private static int quantum(double quotient, int zero, ElementType type) {
    return (int) Math.clamp(Math.rint(quotient) + zero, low(type), high(type));
  }

  /** The scale of each element of {@code [a, b, c]}, whose axis 1 has blocks of a size. */
  private static int block(int i, int[] shape, int size) {
    int place = i / shape[2] % shape[1];
    int blocks = Math.ceilDiv(shape[1], size);
    return (i / shape[2] / shape[1] * blocks + place / size) * shape[2] + i % shape[2];
  }

  @Test
  void quantaOfFourAndSixteenBits() {
    rounds(
        "QuantizeLinear",
        node -> {
          node.opset(21, 23, 25);
          ElementType type = node.type(ElementType.INT4, ElementType.UINT4, ElementType.UINT16);
          int[] shape = {node.between(1, 3), node.between(1, 7), node.between(1, 4)};
          int size = node.between(1, shape[1]);
          Tensor x = node.data(Domain.ANY.draw(node.random(), ElementType.FLOAT32, shape));
          int[] scaled = {shape[0], Math.ceilDiv(shape[1], size), shape[2]};
          Tensor scale = node.data(scales(node, type == ElementType.UINT16 ? 1e-4 : 0.5, scaled));
          Tensor zero = node.data(quanta(node, type, scaled));
          node.integer("block_size", size);
          node.output(type);
          Tensor y = run(node);
          for (int i = 0; i < x.size(); i++) {
            int at = block(i, shape, size);
            float quotient = x.floats()[i] / scale.floats()[at];
            assertThat(get(y, i))
                .as(node.toString())
                .isEqualTo(quantum(quotient, get(zero, at), type));
          }
        });
  }

  @Test
  void numbersOfFourAndSixteenBits() {
    rounds(
        "DequantizeLinear",
        node -> {
          node.opset(21, 23, 25);
          ElementType type = node.type(ElementType.INT4, ElementType.UINT4, ElementType.UINT16);
          int[] shape = {node.between(1, 3), node.between(1, 7), node.between(1, 4)};
          int size = node.between(1, shape[1]);
          Tensor x = node.data(quanta(node, type, shape));
          int[] scaled = {shape[0], Math.ceilDiv(shape[1], size), shape[2]};
          Tensor scale = node.data(scales(node, 0.5, scaled));
          Tensor zero = node.data(quanta(node, type, scaled));
          node.integer("block_size", size);
          node.output(ElementType.FLOAT32);
          Tensor y = run(node);
          for (int i = 0; i < x.size(); i++) {
            int at = block(i, shape, size);
            float number = (get(x, i) - get(zero, at)) * scale.floats()[at];
            assertThat(y.floats()[i]).as(node.toString()).isEqualTo(number);
          }
        });
  }

  /** A sum of a product of {@code [g, m, k]} and {@code [g, k, n]}. */
  private static int sum(Tensor a, Tensor aZero, Tensor b, Tensor bZero, int at) {
    int m = a.dim(1);
    int k = a.dim(2);
    int n = b.dim(2);
    int row = at / n;
    int matrix = row / m;
    long sum = 0;
    for (int i = 0; i < k; i++) {
      long left = get(a, row * k + i) - get(aZero, aZero.size() == m ? row % m : row);
      long right = get(b, (matrix * k + i) * n + at % n);
      sum += left * (right - get(bZero, bZero.size() == n ? at % n : matrix * n + at % n));
    }
    return (int) sum;
  }

  private record Product(Tensor a, Tensor aZero, Tensor b, Tensor bZero) {

    static Product draw(OneNode node, boolean whole) {
      int g = node.between(1, 3);
      int m = node.between(2, 5);
      int k = node.between(1, 9);
      int n = node.between(2, 9);
      ElementType left = node.type(ElementType.INT8, ElementType.UINT8);
      ElementType right = node.type(ElementType.INT8, ElementType.UINT8);
      int[] rows = whole ? new int[] {g, m, 1} : new int[] {m};
      int[] columns = whole ? new int[] {g, 1, n} : new int[] {n};
      return new Product(
          quanta(node, left, g, m, k),
          quanta(node, left, rows),
          quanta(node, right, g, k, n),
          quanta(node, right, columns));
    }
  }

  @Test
  void productsOfRowsAndColumnsWithZeroPointsOfTheirOwn() {
    rounds(
        "MatMulInteger",
        node -> {
          node.opset(10);
          Product p = Product.draw(node, node.oneIn(2));
          node.data(p.a);
          node.data(p.b);
          node.data(p.aZero);
          node.data(p.bZero);
          node.output(ElementType.INT32);
          Tensor y = run(node);
          for (int i = 0; i < y.size(); i++) {
            assertThat(get(y, i)).as(node.toString()).isEqualTo(sum(p.a, p.aZero, p.b, p.bZero, i));
          }
        });
  }

  @Test
  void requantisedProductsOfRowsAndColumns() {
    rounds(
        "QLinearMatMul",
        node -> {
          node.opset(10, 21);
          Product p = Product.draw(node, true);
          int m = p.a.dim(1);
          int n = p.b.dim(2);
          node.data(p.a);
          Tensor aScale = node.data(scales(node, 0.1, p.aZero.shape()));
          node.data(p.aZero);
          node.data(p.b);
          Tensor bScale = node.data(scales(node, 0.1, p.bZero.shape()));
          node.data(p.bZero);
          Tensor yScale = node.data(scales(node, 4, p.a.dim(0), m, 1));
          ElementType type = node.type(ElementType.INT8, ElementType.UINT8);
          Tensor yZero = node.data(quanta(node, type, p.a.dim(0), m, 1));
          node.output(type);
          Tensor y = run(node);
          for (int i = 0; i < y.size(); i++) {
            int row = i / n;
            float scale =
                aScale.floats()[row] * bScale.floats()[row / m * n + i % n] / yScale.floats()[row];
            float quotient = sum(p.a, p.aZero, p.b, p.bZero, i) * scale;
            int expected = quantum(quotient, get(yZero, row), type);
            assertThat(get(y, i)).as(node.toString()).isEqualTo(expected);
          }
        });
  }

  /** A sum of a convolution of {@code [1, c, t]} by {@code [m, c, k]}, padded by 1. */
  private static int sum(Tensor x, Tensor xZero, Tensor w, Tensor wZero, int m, int at) {
    long sum = 0;
    for (int c = 0; c < x.dim(1); c++) {
      for (int k = 0; k < w.dim(2); k++) {
        int t = at + k - 1;
        boolean inside = t >= 0 && t < x.dim(2);
        long left = inside ? get(x, c * x.dim(2) + t) - get(xZero, 0) : 0;
        sum += left * (get(w, (m * w.dim(1) + c) * w.dim(2) + k) - get(wZero, m));
      }
    }
    return (int) sum;
  }

  @Test
  void convolutionsWithZeroPointsOfEachChannel() {
    rounds(
        "ConvInteger",
        node -> {
          node.opset(10);
          ElementType left = node.type(ElementType.INT8, ElementType.UINT8);
          ElementType right = node.type(ElementType.INT8, ElementType.UINT8);
          int channels = node.between(1, 3);
          int columns = node.between(2, 4);
          Tensor x = node.data(quanta(node, left, 1, channels, node.between(2, 9)));
          Tensor w = node.data(quanta(node, right, columns, channels, node.between(1, 3)));
          Tensor xZero = node.data(quanta(node, left, 1));
          Tensor wZero = node.data(quanta(node, right, columns));
          node.attribute(Attribute.integers("pads", 1, 1));
          node.output(ElementType.INT32);
          Tensor y = run(node);
          int length = y.dim(2);
          for (int i = 0; i < y.size(); i++) {
            int expected = sum(x, xZero, w, wZero, i / length, i % length);
            assertThat(get(y, i)).as(node.toString()).isEqualTo(expected);
          }
        });
  }

  @Test
  void requantisedConvolutionsOfAnyTypes() {
    rounds(
        "QLinearConv",
        node -> {
          node.opset(10);
          ElementType left = node.type(ElementType.INT8, ElementType.UINT8);
          ElementType right = node.type(ElementType.INT8, ElementType.UINT8);
          int channels = node.between(1, 3);
          int columns = node.between(2, 4);
          Tensor x = node.data(quanta(node, left, 1, channels, node.between(2, 9)));
          Tensor xScale = node.data(scales(node, 0.1, 1));
          Tensor xZero = node.data(quanta(node, left, 1));
          Tensor w = node.data(quanta(node, right, columns, channels, node.between(1, 3)));
          Tensor wScale = node.data(scales(node, 0.1, columns));
          Tensor wZero = node.data(quanta(node, right, columns));
          Tensor yScale = node.data(scales(node, 4, 1));
          ElementType type = node.type(ElementType.INT8, ElementType.UINT8);
          Tensor yZero = node.data(quanta(node, type, 1));
          node.attribute(Attribute.integers("pads", 1, 1));
          node.output(type);
          Tensor y = run(node);
          int length = y.dim(2);
          for (int i = 0; i < y.size(); i++) {
            int m = i / length;
            float scale = xScale.floats()[0] * wScale.floats()[m] / yScale.floats()[0];
            float quotient = sum(x, xZero, w, wZero, m, i % length) * scale;
            int expected = quantum(quotient, get(yZero, 0), type);
            assertThat(get(y, i)).as(node.toString()).isEqualTo(expected);
          }
        });
  }

  @Test
  void meansOfQuanta() {
    rounds(
        "QLinearReduceMean",
        node -> {
          node.opset(17);
          node.domain("com.microsoft", 1);
          ElementType type = node.type(ElementType.INT8, ElementType.UINT8);
          int rows = node.between(1, 5);
          int columns = node.between(1, 9);
          Tensor x = node.data(quanta(node, type, rows, columns));
          Tensor xScale = node.data(scales(node, 0.1));
          Tensor xZero = node.data(quanta(node, type));
          Tensor yScale = node.data(scales(node, 0.1));
          Tensor yZero = node.data(quanta(node, type));
          node.attribute(Attribute.integers("axes", node.oneIn(2) ? 1 : -1));
          node.integer("keepdims", node.between(0, 1));
          node.output(type);
          Tensor y = run(node);
          for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = 0; i < columns; i++) {
              sum += (get(x, row * columns + i) - get(xZero, 0)) * (double) xScale.floats()[0];
            }
            int expected = quantum(sum / columns / yScale.floats()[0], get(yZero, 0), type);
            assertThat(Math.abs(get(y, row) - expected)).as(node.toString()).isLessThanOrEqualTo(1);
          }
        });
  }
}
