package dev.vecurrent.internal.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products in pieces have the bits of one sum for each output. */
class MatrixProductTest {

  private final long seed = Seeds.of(MatrixProductTest.class);

  /** The last is longer than a piece: in panels, and in rows. */
  @ParameterizedTest
  @CsvSource({"1,7,40", "2,7,40", "3,200,90", "50,300,700", "700,1200,100"})
  void everyOutputIsOneSum(int rows, int depth, int columns) {
    Random random = Seeds.random(seed);
    for (Kernels kernels : new Kernels[] {TestKernels.best(), Kernels.scalar()}) {
      FloatPanels matrix = new FloatPanels(kernels.lanes());
      float[] b = floats(random, columns * depth);
      int panels = kernels.packer().panels(1, columns);
      float[] to = matrix.reshape(depth, panels, Bounds.none());
      kernels.packer().matrix(b, 0, 1, columns, depth, to, new Watch());
      matrix.align(Bounds.none());
      int width = kernels.packer().rowSize(1, columns);
      float[] a = floats(random, rows * depth);
      int[] at = new int[rows];
      Arrays.setAll(at, row -> row * depth);
      float[] start = new float[width];
      Arrays.fill(start, 0, columns, 0.5f);
      float[] out = new float[rows * width];
      Operands operands = new Operands().rows(a, at).start(start, 0, 0).into(out, 0, width);
      new MatrixProduct(kernels, matrix).multiply(operands, rows, new Watch());
      for (int i = 0; i < 200; i++) {
        int row = random.nextInt(rows);
        int column = random.nextInt(columns);
        float sum = 0.5f;
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[row * depth + k], b[column * depth + k], sum);
        }
        assertThat(out[row * width + column]).isEqualTo(sum);
      }
    }
  }

  @Test
  void aMatrixThatWasPackedForOtherLanesIsRefused() {
    Kernels kernels = Kernels.scalar();
    FloatPanels matrix = new FloatPanels(2 * kernels.lanes());
    assertThatThrownBy(() -> new MatrixProduct(kernels, matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lanes");
  }

  private static float[] floats(Random random, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() * 2 - 1;
    }
    return floats;
  }
}
