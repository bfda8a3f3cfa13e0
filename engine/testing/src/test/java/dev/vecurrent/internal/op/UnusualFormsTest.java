package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forms that random files rarely have, with what ONNX Runtime answers or what the text says. */
class UnusualFormsTest {

  private static final int ROUNDS = 200;

  /** The text against products taken one by one; ONNX Runtime has no such operator. */
  @Test
  void productsAlongAnAxis() {
    Random random = new Random(Seeds.of(UnusualFormsTest.class));
    for (int round = 0; round < ROUNDS; round++) {
      int rows = 1 + random.nextInt(4);
      int columns = 1 + random.nextInt(6);
      boolean exclusive = random.nextBoolean();
      boolean reverse = random.nextBoolean();
      double[] x = random.doubles((long) rows * columns, -2, 2).toArray();
      double[] expected = new double[x.length];
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < columns; i++) {
          int first = reverse ? i + (exclusive ? 1 : 0) : 0;
          int end = reverse ? columns : i + (exclusive ? 0 : 1);
          double product = 1;
          for (int k = first; k < end; k++) {
            product *= x[row * columns + k];
          }
          expected[row * columns + i] = product;
        }
      }
      Map<String, AttributeValue> attributes =
          Nodes.with("exclusive", exclusive ? 1 : 0, "reverse", reverse ? 1 : 0);
      Tensor axis = Tensor.of(new long[] {random.nextBoolean() ? 1 : -1});
      Tensor y = Nodes.run("CumProd", 26, attributes, Tensor.of(x, rows, columns), axis);
      for (int i = 0; i < x.length; i++) {
        double bound = 1e-14 * (1 + Math.abs(expected[i]));
        assertThat(Math.abs(y.doubles()[i] - expected[i])).as("round " + round).isLessThan(bound);
      }
    }
  }

  /** A mask of numbers of another type than the queries is added all the same. */
  @Test
  void attentionAddsMasksOfEveryNumber() {
    Tensor q = Tensor.of(new float[] {1, 2}, 1, 1, 2, 1);
    Tensor k = Tensor.of(new float[] {3, 1}, 1, 1, 2, 1);
    Tensor v = Tensor.of(new float[] {1, 5}, 1, 1, 2, 1);
    Tensor ints = Tensor.of(new int[] {1, 0, 0, 1}, 2, 2);
    Tensor longs = Tensor.of(new long[] {1, 0, 0, 1}, 2, 2);
    Tensor doubles = Tensor.of(new double[] {1, 0, 0, 1}, 2, 2);
    for (Tensor mask : new Tensor[] {ints, longs, doubles}) {
      float[] y = Nodes.run("Attention", 23, Map.of(), q, k, v, mask).floats();
      assertThat(Math.abs(y[0] - 1.1897035f)).isLessThan(1e-6f);
      assertThat(Math.abs(y[1] - 1.1897035f)).isLessThan(1e-6f);
    }
  }

  /** An average with padding is over the padded image: what hangs over that does not count. */
  @Test
  void averagesOfWindowsThatHangOver() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5}, 1, 1, 5);
    Map<String, AttributeValue> attributes =
        Nodes.with(
            "kernel_shape",
            new long[] {3},
            "strides",
            new long[] {3},
            "ceil_mode",
            1,
            "count_include_pad",
            1);
    assertThat(Nodes.run("AveragePool", 18, attributes, x).floats()).startsWith(2, 4.5f);
    assertThat(Nodes.run("AveragePool", 19, attributes, x).floats()).startsWith(2, 4.5f);
  }

  /** As in ONNX Runtime and ONNX's reference, which compare them with each place. */
  @Test
  void floatsThatAreNotWholeAsIndices() {
    Tensor indices = Tensor.of(new float[] {1.9f, -0.5f, -3, 2}, 4);
    Tensor values = Tensor.of(new float[] {0, 1}, 2);
    Tensor depth = Tensor.of(new long[] {3});
    float[] y = Nodes.run("OneHot", 11, Map.of(), indices, depth, values).floats();
    assertThat(y).startsWith(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void narrowIntegersAreCroppedAndPadded() {
    Tensor x = Tensor.zeros(ElementType.UINT8, 2);
    x.bytes()[0] = 7;
    x.bytes()[1] = (byte) 200;
    Tensor sizes = Tensor.of(new long[] {4}, 1);
    byte[] y = Nodes.run("CenterCropPad", 18, Map.of(), x, sizes).bytes();
    assertThat(y).startsWith((byte) 0, (byte) 7, (byte) 200, (byte) 0);
  }
}
