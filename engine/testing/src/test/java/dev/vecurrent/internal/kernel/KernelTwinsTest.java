package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.pack.Bfloat16Panels;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.testing.KernelCalls;
import dev.vecurrent.testing.TestKernels;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The twins agree bit by bit, on ordinary floats and on any bit pattern. */
@Tag("bits")
class KernelTwinsTest {

  private static final long SEED = Long.getLong("vecurrent.seed", 20261123);

  @Test
  void vectorKernelsRun() {
    assertThat(TestKernels.best().isVector())
        .as("this JVM should have run the vector twin: %s", TestKernels.best().describe())
        .isTrue();
  }

  @Test
  void vectorWidthIsTheOneAskedFor() {
    String asked = System.getProperty(VectorWidth.BITS_PROPERTY);
    if (asked != null) {
      assertThat(TestKernels.best().lanes() * 32).isEqualTo(Integer.parseInt(asked));
    }
    assertThat(VectorWidth.LANES).isEqualTo(TestKernels.best().lanes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 23})
  void productOfAnyNumberOfRows(int rows) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED + rows);
    int lanes = TestKernels.best().lanes();
    for (int panels = 1; panels <= 9; panels++) {
      int depth = random.nextInt(40);
      int width = panels * 2 * lanes;
      float[] a = floats(random, rows * (depth + 3));
      int[] aAt = new int[rows];
      for (int m = 0; m < rows; m++) {
        aAt[m] = (rows - 1 - m) * (depth + 3) + 1;
      }
      float[] b = floats(random, panels * depth * 2 * lanes);
      float[] init = floats(random, rows * width);
      float[] fresh = new float[rows * width];
      float[] inPlace = init.clone();
      float[] fromOneRow = new float[rows * width];
      Kernels best = TestKernels.best();
      FloatPanels matrix = KernelCalls.panels(best, b, depth, panels, false);
      Operands o = new Operands().rows(a, aAt);
      KernelCalls.multiply(best, o.start(init, 0, width).into(fresh, 0, width), rows, matrix);
      KernelCalls.multiply(best, o.inPlace(inPlace, 0, width), rows, matrix);
      KernelCalls.multiply(best, o.start(init, 0, 0).into(fromOneRow, 0, width), rows, matrix);
      for (int m = 0; m < rows; m++) {
        for (int j = 0; j < width; j++) {
          assertThat(fresh[m * width + j])
              .isEqualTo(sum(init[m * width + j], a, aAt[m], depth, b, j, lanes));
          assertThat(fromOneRow[m * width + j])
              .isEqualTo(sum(init[j], a, aAt[m], depth, b, j, lanes));
        }
      }
      assertSameBits(inPlace, fresh);
    }
  }

  /** Rows of B anywhere in an image, overlapping each other. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 17, 23})
  void productWithAnImage(int rows) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED + rows);
    Kernels best = TestKernels.best();
    int lanes = best.lanes();
    for (int panels = 1; panels <= 5; panels++) {
      int depth = random.nextInt(40);
      int width = panels * 2 * lanes;
      float[] a = floats(random, rows * (depth + 3));
      int[] aAt = new int[rows];
      for (int m = 0; m < rows; m++) {
        aAt[m] = (rows - 1 - m) * (depth + 3) + 1;
      }
      float[] image = floats(random, 2 * width + 100);
      int[] bAt = new int[depth + 1];
      for (int k = 0; k < depth; k++) {
        bAt[k] = random.nextInt(width + 90);
      }
      float[] start = floats(random, 5 + rows * (width + 1));
      float[] vector = start.clone();
      float[] scalar = start.clone();
      Operands o = new Operands().rows(a, aAt).into(vector, 5, width + 1);
      best.imageProduct().multiply(o, image, bAt, depth, 7, 0, rows, panels);
      ScalarKernels.of(lanes)
          .imageProduct()
          .multiply(o.into(scalar, 5, width + 1), image, bAt, depth, 7, 0, rows, panels);
      assertSameBits(vector, scalar);
      for (int m = 0; m < rows; m++) {
        for (int j = 0; j < width; j++) {
          float sum = start[5 + m * (width + 1) + j];
          for (int k = 0; k < depth; k++) {
            sum = Math.fma(a[aAt[m] + k], image[bAt[k] + 7 + j], sum);
          }
          assertThat(scalar[5 + m * (width + 1) + j]).isEqualTo(sum);
        }
      }
    }
  }

  /** From an array and from aligned memory, from either end, from B's start and from further on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15})
  void productOfOneRow(int panels) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED + panels);
    Kernels best = TestKernels.best();
    int lanes = best.lanes();
    int width = panels * 2 * lanes;
    for (int depth : new int[] {0, 1, 2, 7, 40}) {
      float[] a = floats(random, depth + 3);
      int bAt = 2 * 2 * lanes * depth;
      float[] b = floats(random, bAt + width * depth);
      float[] init = floats(random, width + 5);
      float[] expected = new float[width];
      for (int j = 0; j < width; j++) {
        expected[j] = sum(init[5 + j], a, 3, depth, Arrays.copyOfRange(b, bAt, b.length), j, lanes);
      }
      for (int round = 0; round < 4; round++) {
        boolean backwards = round % 2 == 1;
        FloatPanels matrix = KernelCalls.panels(best, b, depth, panels + 2, round >= 2);
        Product product = best.product(matrix);
        Operands o = new Operands().rows(a, new int[] {3});
        o.backwards(backwards);
        float[] out = new float[width + 1];
        product.multiply(o.start(init, 5, 0).into(out, 1, 0), matrix, 2, 0, 1, 0, panels);
        assertSameBits(Arrays.copyOfRange(out, 1, out.length), expected);
        float[] inPlace = init.clone();
        product.multiply(o.inPlace(inPlace, 5, 0), matrix, 2, 0, 1, 0, panels);
        assertSameBits(Arrays.copyOfRange(inPlace, 5, inPlace.length), expected);
      }
    }
  }

  /** Pieces of rows and of panels are those of the whole product. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 13})
  void piecesGiveTheWholeProduct(int rows) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED + rows);
    Kernels best = TestKernels.best();
    int width = 9 * 2 * best.lanes();
    int depth = 11;
    float[] a = floats(random, rows * depth);
    int[] aAt = new int[rows];
    Arrays.setAll(aAt, row -> row * depth);
    float[] b = floats(random, depth * width);
    float[] init = floats(random, rows * width);
    for (boolean aligned : new boolean[] {false, true}) {
      FloatPanels matrix = KernelCalls.panels(best, b, depth, 9, aligned);
      Operands o = new Operands().rows(a, aAt).start(init, 0, width);
      float[] whole = new float[rows * width];
      KernelCalls.multiply(best, o.into(whole, 0, width), rows, matrix);
      float[] pieces = new float[rows * width];
      o.into(pieces, 0, width);
      int cut = random.nextInt(rows + 1);
      for (int panel = 0; panel < 9; panel += 4) {
        int some = Math.min(4, 9 - panel);
        best.product(matrix).multiply(o, matrix, 0, 0, cut, panel, some);
        best.product(matrix).multiply(o, matrix, 0, cut, rows - cut, panel, some);
      }
      assertSameBits(pieces, whole);
    }
  }

  /** Twins on bfloat16 have the bits of the float32 product, whole and in pieces. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13})
  void bfloat16IsTheSameMatrix(int rows) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED + rows);
    Kernels best = TestKernels.best();
    int lanes = best.lanes();
    for (int panels = 1; panels <= 9; panels++) {
      int depth = random.nextInt(40);
      int width = panels * 2 * lanes;
      float[] a = floats(random, rows * depth);
      int[] aAt = new int[rows];
      Arrays.setAll(aAt, row -> row * depth);
      float[] b = new float[(panels + 1) * depth * 2 * lanes];
      for (int i = 0; i < b.length; i++) {
        b[i] = Float.intBitsToFloat(random.nextInt(1 << 16) << 16);
      }
      float[] init = floats(random, rows * width);
      FloatPanels wide = KernelCalls.panels(best, b, depth, panels + 1, false);
      Bfloat16Panels narrow = new Bfloat16Panels(wide, Bounds.none());
      assertThat(narrow.bytes()).isEqualTo(2L * b.length);
      Operands o = new Operands().rows(a, aAt).start(init, 0, width);
      o.backwards(random.nextBoolean());
      float[] expected = new float[rows * width];
      o.into(expected, 0, width);
      best.product(wide).multiply(o, wide, 1, 0, rows, 0, panels);
      for (Kernels kernels : new Kernels[] {best, ScalarKernels.of(lanes)}) {
        float[] out = new float[rows * width];
        o.into(out, 0, width);
        int row = random.nextInt(rows + 1);
        int panel = random.nextInt(panels + 1);
        Product product = kernels.product(narrow);
        product.multiply(o, narrow, 1, 0, row, 0, panels);
        product.multiply(o, narrow, 1, row, rows - row, 0, panel);
        product.multiply(o, narrow, 1, row, rows - row, panel, panels - panel);
        assertSameBits(out, expected);
        float[] inPlace = init.clone();
        product.multiply(o.inPlace(inPlace, 0, width), narrow, 1, 0, rows, 0, panels);
        assertSameBits(inPlace, expected);
        o.start(init, 0, width);
      }
    }
  }

  @Test
  void alignedCopyStartsACacheLine() {
    float[] packed = floats(new Random(SEED), 6 * 2 * TestKernels.best().lanes());
    FloatPanels matrix = KernelCalls.panels(TestKernels.best(), packed, 3, 2, true);
    assertThat(matrix.isAligned()).isTrue();
    assertThat(matrix.aligned().address() % 64).isZero();
    assertThat(matrix.aligned().toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(packed);
  }

  private static float sum(
      float init, float[] a, int aAt, int depth, float[] b, int column, int lanes) {
    float sum = init;
    int panel = 2 * lanes;
    for (int k = 0; k < depth; k++) {
      int bAt = column / panel * depth * panel + k * panel + column % panel;
      sum = Math.fma(a[aAt + k], b[bAt], sum);
    }
    return sum;
  }

  private static float[] floats(Random random, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextFloat() * 2 - 1;
    }
    return floats;
  }

  private static void assertSameBits(float[] actual, float[] expected) {
    assertThat(bits(actual)).isEqualTo(bits(expected));
  }

  private static int[] bits(float[] floats) {
    int[] bits = new int[floats.length];
    for (int i = 0; i < floats.length; i++) {
      bits[i] = Float.floatToIntBits(floats[i]);
    }
    return bits;
  }
}
