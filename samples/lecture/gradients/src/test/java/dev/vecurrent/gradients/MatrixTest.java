package dev.vecurrent.gradients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void productIsRowByColumn() {
    assertThat(Matrix.product(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8}, 2))
        .containsExactly(19, 22, 43, 50);
    assertThat(Matrix.product(Matrix.identity(2), new double[] {5, 6, 7, 8}, 2))
        .containsExactly(5, 6, 7, 8);
  }

  @Test
  void normIsTheLargestSingularValue() {
    // A turn of 30 degrees after stretching by 3 and 1e-5; a shear, whose norm is the golden ratio.
    double c = Math.sqrt(3) / 2;
    assertThat(Matrix.norm(new double[] {3 * c, -0.5e-5, 1.5, c * 1e-5}, 2))
        .isCloseTo(3, within(1e-14));
    assertThat(Matrix.norm(new double[] {1, 1, 0, 1}, 2))
        .isCloseTo((1 + Math.sqrt(5)) / 2, within(1e-14));
    assertThat(Matrix.norm(new double[] {0, -7, 7, 0}, 2)).isCloseTo(7, within(1e-14));
    assertThat(Matrix.norm(new double[] {1, 0, 0, 0.9999}, 2)).isCloseTo(1, within(1e-9));
  }

  @Test
  void normOfTheTiniestAndLargest() {
    assertThat(Matrix.norm(new double[] {0, 3e-300, 0, 4e-300}, 2))
        .isCloseTo(5e-300, within(1e-313));
    assertThat(Matrix.norm(new double[] {0, 3e300, 0, 4e300}, 2)).isCloseTo(5e300, within(1e287));
    assertThat(Matrix.norm(new double[4], 2)).isZero();
    assertThat(Matrix.norm(new double[] {0, Double.POSITIVE_INFINITY, 0, 0}, 2)).isInfinite();
    assertThat(Matrix.norm(new double[] {0, Double.NaN, 0, 0}, 2)).isNaN();
  }
}
