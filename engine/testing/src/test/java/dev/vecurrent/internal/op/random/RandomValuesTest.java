package dev.vecurrent.internal.op.random;

import static dev.vecurrent.internal.op.Nodes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.op.Nodes;
import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What random operators draw: distributions, ends of ranges. Seeds are fixed, so are answers. */
class RandomValuesTest {

  private static final int MANY = 100_000;

  /** Kolmogorov's bound that one of 10,000 true samples exceeds: 2.225 / sqrt(n). */
  private static final double KOLMOGOROV = 2.225 / Math.sqrt(MANY);

  private static double[] numbers(Tensor tensor) {
    double[] numbers = new double[tensor.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = tensor.type() == ElementType.FLOAT32 ? tensor.floats()[i] : tensor.doubles()[i];
    }
    return numbers;
  }

  /** The largest distance between the distribution of a sample and a true one. */
  private static double distance(double[] sample, DoubleUnaryOperator below) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      double exact = below.applyAsDouble(sorted[i]);
      most = Math.max(most, Math.abs(exact - (double) i / sorted.length));
      most = Math.max(most, Math.abs(exact - (i + 1.0) / sorted.length));
    }
    return most;
  }

  /** The normal distribution, by its series and its continued fraction, in double. */
  private static double normalBelow(double z) {
    if (Math.abs(z) > 6) {
      return z < 0 ? 0 : 1;
    }
    double sum = z;
    double term = z;
    for (int k = 1; k < 200; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double mean(double[] sample, int power, double centre) {
    double sum = 0;
    for (double each : sample) {
      sum += Math.pow(each - centre, power);
    }
    return sum / sample.length;
  }

  @Test
  void normalNumbers() {
    for (int dtype : new int[] {1, 11}) {
      Tensor drawn =
          Nodes.run(
              "RandomNormal",
              1,
              with("shape", new long[] {MANY}, "dtype", dtype, "mean", 2f, "scale", 0.5f));
      double[] sample = numbers(drawn);
      assertThat(distance(sample, x -> normalBelow((x - 2) / 0.5))).isLessThan(KOLMOGOROV);
      assertThat(mean(sample, 1, 2)).isBetween(-0.006, 0.006);
      assertThat(mean(sample, 2, 2)).isBetween(0.245, 0.255);
      assertThat(mean(sample, 3, 2)).isBetween(-0.006, 0.006);
      assertThat(mean(sample, 4, 2)).isBetween(0.0625 * 2.9, 0.0625 * 3.1);
    }
  }

  @Test
  void neighboursDoNotDependOnEachOther() {
    double[] sample = numbers(Nodes.run("RandomNormal", 1, with("shape", new long[] {MANY})));
    for (int lag : new int[] {1, 2, 3, 4, 8}) {
      double sum = 0;
      for (int i = lag; i < sample.length; i++) {
        sum += sample[i] * sample[i - lag];
      }
      assertThat(sum / MANY).as("lag %d", lag).isBetween(-0.012, 0.012);
    }
  }

  @Test
  void uniformNumbers() {
    for (int dtype : new int[] {1, 11}) {
      Tensor drawn =
          Nodes.run(
              "RandomUniform",
              1,
              with("shape", new long[] {MANY}, "dtype", dtype, "low", -1f, "high", 3f));
      double[] sample = numbers(drawn);
      assertThat(distance(sample, x -> (x + 1) / 4)).isLessThan(KOLMOGOROV);
      assertThat(Arrays.stream(sample)).allMatch(x -> x >= -1 && x < 3);
    }
  }

  @Test
  void uniformNumbersNeverReachTheUpperEnd() {
    Tensor like = Tensor.zeros(ElementType.FLOAT32, MANY);
    // Half of all would round to 1 + ulp, which is the end.
    float end = Math.nextUp(1f);
    for (Object dtype : new Object[] {1, 11}) {
      Tensor drawn =
          Nodes.run("RandomUniformLike", 22, with("dtype", dtype, "low", 1f, "high", end), like);
      assertThat(Arrays.stream(numbers(drawn))).allMatch(x -> x >= 1 && x < end);
    }
    for (int half : new int[] {10, 16}) {
      Tensor drawn = Nodes.run("RandomUniformLike", 22, with("dtype", half), like);
      assertThat(Arrays.stream(numbers(drawn))).allMatch(x -> x >= 0 && x < 1);
      assertThat(Arrays.stream(numbers(drawn)).distinct().count())
          .isEqualTo(half == 10 ? 2048 : 256);
      Tensor below =
          Nodes.run("RandomUniformLike", 22, with("dtype", half, "low", -1f, "high", 0f), like);
      assertThat(Arrays.stream(numbers(below))).allMatch(x -> x >= -1 && x < 0);
      Tensor around =
          Nodes.run("RandomUniformLike", 22, with("dtype", half, "low", -3f, "high", 5f), like);
      assertThat(Arrays.stream(numbers(around))).allMatch(x -> x >= -3 && x < 5);
    }
    Tensor falling = Nodes.run("RandomUniformLike", 22, with("low", 1f, "high", -1f), like);
    assertThat(Arrays.stream(numbers(falling))).allMatch(x -> x > -1 && x <= 1);
    Tensor wide =
        Nodes.run(
            "RandomUniformLike", 22, with("low", -Float.MAX_VALUE, "high", Float.MAX_VALUE), like);
    assertThat(Arrays.stream(numbers(wide))).allMatch(Double::isFinite);
  }

  @Test
  void halvesAreRounded() {
    Tensor like = Tensor.zeros(ElementType.INT64, 3, 500);
    float[] half = Nodes.run("RandomNormalLike", 1, with("dtype", 10), like).floats();
    float[] brain = Nodes.run("RandomNormalLike", 22, with("dtype", 16), like).floats();
    for (int i = 0; i < 1500; i++) {
      assertThat(half[i]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(half[i])));
      assertThat(Float.floatToRawIntBits(brain[i]) & 0xffff).isZero();
    }
  }

  @Test
  void bernoulliCounts() {
    float[] p = new float[MANY];
    Arrays.fill(p, 0.3f);
    Tensor drawn = Nodes.run("Bernoulli", 15, with("dtype", 7), Tensor.of(p, MANY));
    long ones = Arrays.stream(drawn.longs(), 0, MANY).sum();
    assertThat(ones).isBetween(29_400L, 30_600L);
    Tensor ends = Tensor.of(new float[] {0, 1, -0.5f, 1.5f}, 4);
    for (int i = 0; i < 100; i++) {
      Tensor fixed = Nodes.run("Bernoulli", 22, with("dtype", 9), ends);
      assertThat(Arrays.copyOf(fixed.booleans(), 4)).containsExactly(false, true, false, true);
    }
    Tensor none = Tensor.of(new float[] {Float.NaN}, 1);
    assertThatThrownBy(() -> Nodes.run("Bernoulli", 15, Map.of(), none))
        .hasMessageContaining("is NaN");
  }

  @Test
  void multinomialCounts() {
    float minus = Float.NEGATIVE_INFINITY;
    float[] weights = {minus, (float) Math.log(1), (float) Math.log(2), minus, 0, minus};
    Tensor drawn =
        Nodes.run(
            "Multinomial", 7, with("sample_size", MANY, "dtype", 7), Tensor.of(weights, 1, 6));
    int[] counts = new int[6];
    for (int i = 0; i < MANY; i++) {
      counts[(int) drawn.longs()[i]]++;
    }
    assertThat(counts[0] + counts[3] + counts[5]).isZero();
    assertThat(counts[1]).isBetween(24_300, 25_700);
    assertThat(counts[2]).isBetween(49_200, 50_800);
    assertThat(drawn.shape()).containsExactly(1, MANY);
    Tensor far = Tensor.of(new double[] {-1e300, -2e300, -3e300}, 1, 3);
    assertThat(Nodes.run("Multinomial", 7, Map.of(), far).ints()[0]).isZero();
    for (float bad : new float[] {minus, Float.NaN, Float.POSITIVE_INFINITY}) {
      Tensor none = Tensor.of(new float[] {bad, bad}, 1, 2);
      assertThatThrownBy(() -> Nodes.run("Multinomial", 7, Map.of(), none))
          .hasMessageContaining("row 0");
    }
  }

  private static Tensor[] dropout(Tensor x, Tensor ratio, boolean training, int opset) {
    Operator operator = Nodes.operator("Dropout", opset, Map.of(), true, true, true);
    Tensor mode = Tensor.of(new boolean[] {training});
    Tensor[] outputs = {Tensor.growable(x.type()), Tensor.growable(ElementType.BOOL)};
    operator.run(new Tensor[] {x, ratio, mode}, outputs, new Workspace());
    return outputs;
  }

  @Test
  void dropoutKeepsItsShare() {
    float[] ones = new float[MANY];
    Arrays.fill(ones, 1);
    Tensor x = Tensor.of(ones, MANY);
    for (float ratio : new float[] {0.1f, 0.5f, 0.75f, 0.999f}) {
      Tensor[] made = dropout(x, Tensor.of(new float[] {ratio}), true, 13);
      int kept = 0;
      for (int i = 0; i < MANY; i++) {
        boolean keeps = made[1].booleans()[i];
        kept += keeps ? 1 : 0;
        assertThat(made[0].floats()[i]).isEqualTo(keeps ? (float) (1 / (1.0 - ratio)) : 0);
      }
      double expected = MANY * (1.0 - ratio);
      assertThat((double) kept)
          .isBetween(
              expected - 4 * Math.sqrt(MANY * ratio), expected + 4 * Math.sqrt(MANY * ratio));
    }
    for (boolean training : new boolean[] {false, true}) {
      Tensor ratio = Tensor.of(new double[] {training ? 0 : 0.5}, 1);
      Tensor[] made = dropout(x, ratio, training, 22);
      assertThat(made[0].floats()).isEqualTo(ones);
      assertThat(made[1].booleans()[7]).isTrue();
    }
    float nearOne = Math.nextDown(1f);
    assertThat(dropout(x, Tensor.of(new float[] {nearOne}), true, 12)[0].floats())
        .isEqualTo(new float[MANY]);
    for (float bad : new float[] {1, -0.1f, Float.NaN}) {
      assertThatThrownBy(() -> dropout(x, Tensor.of(new float[] {bad}), true, 13))
          .hasMessageContaining("expected [0, 1)");
    }
  }

  @Test
  void infinityMayBeDropped() {
    Tensor x = Tensor.of(new float[] {Float.POSITIVE_INFINITY, Float.NaN}, 2);
    for (int i = 0; i < 20; i++) {
      Tensor[] made = dropout(x, Tensor.of(new float[] {Math.nextDown(1f)}), true, 13);
      assertThat(Arrays.copyOf(made[0].floats(), 2)).containsExactly(0, 0);
    }
  }

  @Test
  void refusals() {
    assertThat(Nodes.refusal("RandomNormal", 1, Map.of())).contains("shape");
    assertThat(Nodes.refusal("RandomNormal", 1, with("shape", new long[] {-1})))
        .contains("no possible dimension");
    assertThat(Nodes.refusal("RandomUniform", 1, with("shape", new long[] {1}, "dtype", 7)))
        .contains("expected one of");
    assertThat(Nodes.refusal("RandomUniform", 1, with("shape", new long[] {1}, "low", Float.NaN)))
        .contains("finite");
    assertThat(Nodes.refusal("Multinomial", 7, with("sample_size", 0), true)).contains("1 or more");
    assertThat(Nodes.refusal("Bernoulli", 14, Map.of(), true)).contains("since opset 15");
    Operator like = Nodes.operator("RandomNormalLike", 1, Map.of(), true);
    assertThatThrownBy(() -> like.infer(new Fact[] {Fact.of(ElementType.INT64, 2)}))
        .hasMessageContaining("dtype is not set");
  }

  @Test
  void steadyRunsAllocateNothing() {
    Tensor x = Tensor.zeros(ElementType.FLOAT32, 3, 50);
    for (String name :
        new String[] {
          "RandomNormalLike", "RandomUniformLike", "Bernoulli", "Multinomial", "Unique"
        }) {
      SteadyRun.assertAllocatesNothing(name, Nodes.operator(name, 15, Map.of(), true), x);
    }
    SteadyRun.assertAllocatesNothing(
        "Dropout",
        Nodes.operator("Dropout", 13, Map.of(), true, true, true),
        x,
        Tensor.of(new float[] {0.3f}),
        Tensor.of(new boolean[] {true}));
    Tensor channels = Tensor.zeros(ElementType.FLOAT32, 50);
    SteadyRun.assertAllocatesNothing(
        "BatchNormalization",
        Nodes.operator(
            "BatchNormalization", 15, with("training_mode", 1), true, true, true, true, true),
        x,
        channels,
        channels,
        channels,
        channels);
  }
}
