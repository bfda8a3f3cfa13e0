package dev.vecurrent.internal.op.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.Nodes;
import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Seeds;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DFT, STFT and windows against sums written from the ONNX text. */
class SignalTest {

  /** The bound of FLOAT64, relative to the root of the sum of squares times that of the length. */
  private static final double BOUND = 1e-14;

  private final Random random = new Random(Seeds.of(SignalTest.class));

  private Tensor doubles(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT64, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.doubles()[i] = random.nextGaussian();
    }
    return tensor;
  }

  private static Tensor scalar(long value) {
    return Tensor.of(new long[] {value});
  }

  private static double norm(Tensor x) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += x.doubles()[i] * x.doubles()[i];
    }
    return Math.sqrt(sum);
  }

  /** One output of the transform of complex values: the sum itself, angles reduced exactly. */
  private static double[] sum(double[] re, double[] im, int n, int k, int sign) {
    double sumRe = 0;
    double sumIm = 0;
    for (int j = 0; j < n; j++) {
      double angle = 2 * Math.PI * ((long) j * k % n) / n;
      double c = StrictMath.cos(angle);
      double s = sign * StrictMath.sin(angle);
      sumRe += re[j] * c - im[j] * s;
      sumIm += im[j] * c + re[j] * s;
    }
    return new double[] {sumRe, sumIm};
  }

  /** Powers of two, direct sums, and lengths that go by convolution. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 5, 7, 8, 16, 17, 31, 32, 33, 37, 64, 90, 97, 100, 128, 255, 257, 400, 441, 480,
        512, 720, 1000, 1024, 1025
      })
  void everyLengthIsWithinTheBound(int n) {
    Tensor x = doubles(1, n, 2);
    double[] re = new double[n];
    double[] im = new double[n];
    for (int i = 0; i < n; i++) {
      re[i] = x.doubles()[2 * i];
      im[i] = x.doubles()[2 * i + 1];
    }
    double bound = BOUND * norm(x) * Math.sqrt(n);
    for (int inverse = 0; inverse < 2; inverse++) {
      Tensor y = Nodes.run("DFT", 20, Nodes.with("inverse", inverse), x);
      double scale = inverse == 0 ? 1 : 1.0 / n;
      for (int k = 0; k < n; k += 1 + n / 50) {
        double[] expected = sum(re, im, n, k, inverse == 0 ? -1 : 1);
        assertThat(y.doubles()[2 * k]).isCloseTo(expected[0] * scale, within(bound));
        assertThat(y.doubles()[2 * k + 1]).isCloseTo(expected[1] * scale, within(bound));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 16, 50, 51})
  void theRealInverseUndoesTheOnesidedTransform(int n) {
    Tensor x = doubles(2, n, 3, 1);
    Tensor spectrum = Nodes.run("DFT", 17, Nodes.with("onesided", 1), x);
    assertThat(spectrum.shape()).containsExactly(2, n / 2 + 1, 3, 2);
    Tensor back =
        Nodes.run("DFT", 17, Nodes.with("onesided", 1, "inverse", 1), spectrum, scalar(n));
    assertThat(back.shape()).containsExactly(2, n, 3, 1);
    for (int i = 0; i < x.size(); i++) {
      assertThat(back.doubles()[i]).isCloseTo(x.doubles()[i], within(1e-13));
    }
  }

  /** Of bins that are too few NumPy fills up with zeros; ONNX Runtime gives something else. */
  @Test
  void theRealInverseFillsUpBins() {
    Tensor bins = Tensor.zeros(ElementType.FLOAT64, 42, 2);
    for (int i = 0; i < 42; i++) {
      bins.doubles()[2 * i] = 1;
    }
    Tensor y = Nodes.run("DFT", 20, Nodes.with("onesided", 1, "inverse", 1), bins, scalar(128));
    assertThat(y.shape()).containsExactly(128, 1);
    assertThat(y.doubles()[0]).isCloseTo(0.6484375, within(1e-14));
    assertThat(y.doubles()[1]).isCloseTo(0.28435067, within(1e-8));
    assertThat(y.doubles()[2]).isCloseTo(-0.1278858, within(1e-7));
  }

  /** ONNX Runtime reads beyond the window of a complex signal. */
  @Test
  void aComplexSignalHasAWindow() {
    Tensor x = doubles(2, 23, 2);
    Tensor window = doubles(6);
    Tensor y = Nodes.run("STFT", 17, Nodes.with("onesided", 0), x, scalar(5), window);
    assertThat(y.shape()).containsExactly(2, 4, 6, 2);
    for (int row = 0; row < 8; row++) {
      double[] re = new double[6];
      double[] im = new double[6];
      for (int i = 0; i < 6; i++) {
        int at = row / 4 * 23 + row % 4 * 5 + i;
        re[i] = x.doubles()[2 * at] * window.doubles()[i];
        im[i] = x.doubles()[2 * at + 1] * window.doubles()[i];
      }
      for (int k = 0; k < 6; k++) {
        double[] expected = sum(re, im, 6, k, -1);
        assertThat(y.doubles()[2 * (row * 6 + k)]).isCloseTo(expected[0], within(1e-13));
        assertThat(y.doubles()[2 * (row * 6 + k) + 1]).isCloseTo(expected[1], within(1e-13));
      }
    }
  }

  /** The place in the batch, and what stands beside it, change no bit. */
  @Test
  void aFrameHasTheSameBitsEverywhere() {
    Tensor x = doubles(3, 50, 1);
    Tensor all = Nodes.run("STFT", 17, Map.of(), x, scalar(7), null, scalar(15));
    for (int n = 0; n < 3; n++) {
      double[] row = new double[50];
      System.arraycopy(x.doubles(), 50 * n, row, 0, 50);
      Tensor one =
          Nodes.run("STFT", 17, Map.of(), Tensor.of(row, 1, 50, 1), scalar(7), null, scalar(15));
      for (int i = 0; i < one.size(); i++) {
        assertThat(one.doubles()[i]).isEqualTo(all.doubles()[n * one.size() + i]);
      }
    }
  }

  @Test
  void windowsOfIntegersAreCut() {
    Tensor y = Nodes.run("HannWindow", 17, Nodes.with("output_datatype", 7), scalar(8));
    assertThat(y.longs()).startsWith(0, 0, 0, 0, 1, 0, 0, 0);
    Tensor bytes =
        Nodes.run("BlackmanWindow", 17, Nodes.with("output_datatype", 3, "periodic", 0), scalar(9));
    assertThat(bytes.bytes()).startsWith(0, 0, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThat(Nodes.refusal("HannWindow", 17, Nodes.with("output_datatype", 8), true))
        .contains("output_datatype");
    refuses("the length is 0", "DFT", Map.of(), doubles(1, 4, 1), scalar(0));
    refuses("the last dimension is 2", "DFT", Map.of("onesided", 1), doubles(1, 4, 2));
    refuses("the last dimension is 3", "DFT", Map.of(), doubles(1, 4, 3));
    refuses("frame_step is 0", "STFT", Map.of(), doubles(1, 9, 1), scalar(0), null, scalar(4));
    refuses("a frame 10", "STFT", Map.of(), doubles(1, 9, 1), scalar(1), null, scalar(10));
    refuses(
        "frame_length is 4", "STFT", Map.of(), doubles(1, 9, 1), scalar(1), doubles(5), scalar(4));
    refuses("onesided 0", "STFT", Map.of(), doubles(1, 9, 2), scalar(1), null, scalar(4));
  }

  private static void refuses(
      String message, String operator, Map<String, Object> attributes, @Nullable Tensor... inputs) {
    Object[] pairs =
        attributes.entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .toArray();
    assertThatThrownBy(() -> Nodes.run(operator, 20, Nodes.with(pairs), inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void steadyRunsAllocateNothing() {
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 2, 100, 1);
    SteadyRun.assertAllocatesNothing("DFT", Nodes.operator("DFT", 20, Map.of(), true), x);
    SteadyRun.assertAllocatesNothing(
        "STFT",
        Nodes.operator("STFT", 20, Map.of(), true, true, true),
        x,
        scalar(10),
        Tensor.zeros(ElementType.FLOAT32, 25));
  }
}
