package dev.vecurrent.internal.op.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.RowFunction;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.op.base.ScalarMath;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.testing.TestKernels;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Errors of composed activation functions of floats, against doubles, in ulp. */
class ComposedErrorTest {

  private static final FloatRow SOFTPLUS =
      ComposedRows.softplus(function(RowKind.EXP), function(RowKind.LOG));

  private static final FloatRow MISH = ComposedRows.mish(function(RowKind.EXP));

  private static RowFunction function(RowKind kind) {
    return TestKernels.best().function(kind);
  }

  /** Odd, so that the blocks of a row and its end all occur. */
  private static final int SIZE = 200_001;

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** Tanh of softplus without cancellation on either side. */
  private static double mish(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return x < 0
        ? x * (e * (e + 2) / (e * (e + 2) + 2))
        : x * ((1 + 2 * e) / (1 + 2 * e * (1 + e)));
  }

  @Test
  void softplusIsWithinFourUlp() {
    assertThat(worst(SOFTPLUS, ComposedErrorTest::softplus, false)).isLessThan(4);
  }

  @Test
  void mishIsWithinFiveUlp() {
    assertThat(worst(MISH, ComposedErrorTest::mish, false)).isLessThan(5);
  }

  @Test
  void swishIsWithinFourUlp() {
    FloatRow swish = ComposedRows.swish(1, function(RowKind.SIGMOID));
    assertThat(worst(swish, x -> x * ScalarMath.sigmoid(x), false)).isLessThan(4);
  }

  @Test
  void geluIsWithinTwoUlpOfItsArgument() {
    assertThat(
            worst(
                ComposedRows.gelu(function(RowKind.ERF)),
                x -> 0.5 * x * (1 + ErrorFunction.erf(x * Math.sqrt(0.5))),
                true))
        .isLessThan(2);
    assertThat(
            worst(
                ComposedRows.geluTanh(function(RowKind.TANH)),
                x ->
                    0.5
                        * x
                        * (1
                            + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
                true))
        .isLessThan(2);
  }

  @Test
  void worksInPlace() {
    for (FloatRow row : List.of(SOFTPLUS, MISH)) {
      float[] x = {-3, -1, 0, 1, 3};
      float[] out = new float[5];
      row.apply(x, 0, out, 0, 5, new Workspace());
      row.apply(x, 0, x, 0, 5, new Workspace());
      assertThat(x).isEqualTo(out);
    }
  }

  @Test
  void doublesOfTheErrorFunction() {
    assertThat(ErrorFunction.erf(0.5)).isEqualTo(0.5204998778130465, bound(1e-15));
    assertThat(ErrorFunction.erf(-1)).isEqualTo(-0.8427007929497149, bound(1e-15));
    assertThat(ErrorFunction.erf(2.5)).isEqualTo(0.999593047982555, bound(1e-15));
    assertThat(ErrorFunction.erf(Math.nextDown(2.5))).isEqualTo(0.999593047982555, bound(1e-15));
    assertThat(ErrorFunction.erf(4)).isEqualTo(0.9999999845827421, bound(1e-15));
    assertThat(ErrorFunction.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
    assertThat(ErrorFunction.erf(1e-300)).isEqualTo(1.1283791670955126e-300, bound(1e-314));
  }

  private static Offset<Double> bound(double bound) {
    return Offset.offset(bound);
  }

  private static double worst(FloatRow row, DoubleUnaryOperator truth, boolean ofArgument) {
    float[] x = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = i % 2 == 0 ? (i - SIZE / 2) * 0.0008f : Math.scalb(i % 3 - 1.37f, -(i % 40));
    }
    float[] out = new float[SIZE];
    row.apply(x, 0, out, 0, SIZE, new Workspace());
    double worst = 0;
    for (int i = 0; i < SIZE; i++) {
      double expected = truth.applyAsDouble(x[i]);
      double ulp = Math.ulp(ofArgument ? x[i] : (float) expected);
      worst = Math.max(worst, Math.abs(out[i] - expected) / ulp);
    }
    System.out.printf(Locale.ROOT, "at most %.3f ulp%n", worst);
    return worst;
  }
}
