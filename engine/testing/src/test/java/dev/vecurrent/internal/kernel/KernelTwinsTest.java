package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
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
    assertThat(Kernels.best().isVector())
        .as("this JVM should have run the vector twin: %s", Kernels.best().describe())
        .isTrue();
  }

  @Test
  void vectorWidthIsTheOneAskedFor() {
    String asked = System.getProperty(VectorWidth.BITS_PROPERTY);
    if (asked != null) {
      assertThat(Kernels.best().lanes() * 32).isEqualTo(Integer.parseInt(asked));
    }
    assertThat(VectorWidth.LANES).isEqualTo(Kernels.best().lanes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 13, 16, 31, 207, 4098, 100_003})
  void activationsOfAnyBitPattern(int size) {
    float[] x = anyBits(size);
    float[] vector = new float[size];
    float[] scalar = new float[size];
    for (int round = 0; round < 20; round++) {
      Kernels.best().sigmoid(x, 0, vector, 0, size);
      Kernels.scalar().sigmoid(x, 0, scalar, 0, size);
      assertSameBits(vector, scalar);
      Kernels.best().tanh(x, 0, vector, 0, size);
      Kernels.scalar().tanh(x, 0, scalar, 0, size);
      assertSameBits(vector, scalar);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 23})
  void productOfAnyNumberOfRows(int rows) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED + rows);
    int lanes = Kernels.best().lanes();
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
      Kernels best = Kernels.best();
      best.multiply(a, aAt, 0, rows, depth, b, 0, panels, init, 0, width, fresh, 0, width);
      best.multiply(a, aAt, 0, rows, depth, b, 0, panels, inPlace, 0, width, inPlace, 0, width);
      best.multiply(a, aAt, 0, rows, depth, b, 0, panels, init, 0, 0, fromOneRow, 0, width);
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
    Kernels best = Kernels.best();
    int lanes = best.lanes();
    for (int panels = 1; panels <= 5; panels++) {
      int depth = random.nextInt(40);
      int width = panels * 2 * lanes;
      float[] a = floats(random, rows * (depth + 3));
      int[] aAt = new int[rows + 2];
      for (int m = 0; m < rows; m++) {
        aAt[2 + m] = (rows - 1 - m) * (depth + 3) + 1;
      }
      float[] image = floats(random, 2 * width + 100);
      int[] bAt = new int[depth + 1];
      for (int k = 0; k < depth; k++) {
        bAt[k] = random.nextInt(width + 90);
      }
      float[] start = floats(random, 5 + rows * (width + 1));
      float[] vector = start.clone();
      float[] scalar = start.clone();
      best.convolve(a, aAt, 2, rows, depth, image, bAt, 7, panels, vector, 5, width + 1);
      ScalarKernels.of(lanes)
          .convolve(a, aAt, 2, rows, depth, image, bAt, 7, panels, scalar, 5, width + 1);
      assertSameBits(vector, scalar);
      for (int m = 0; m < rows; m++) {
        for (int j = 0; j < width; j++) {
          float sum = start[5 + m * (width + 1) + j];
          for (int k = 0; k < depth; k++) {
            sum = Math.fma(a[aAt[2 + m] + k], image[bAt[k] + 7 + j], sum);
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
    Kernels best = Kernels.best();
    int lanes = best.lanes();
    int width = panels * 2 * lanes;
    for (int depth : new int[] {0, 1, 2, 7, 40}) {
      float[] a = floats(random, depth + 3);
      int bAt = 2 * 2 * lanes * depth;
      float[] b = floats(random, bAt + width * depth);
      MemorySegment aligned = best.aligned(b);
      float[] init = floats(random, width + 5);
      float[] expected = new float[width];
      for (int j = 0; j < width; j++) {
        expected[j] = sum(init[5 + j], a, 3, depth, Arrays.copyOfRange(b, bAt, b.length), j, lanes);
      }
      for (int round = 0; round < 4; round++) {
        boolean backwards = round % 2 == 1;
        MemorySegment from = round < 2 ? null : aligned;
        float[] out = new float[width + 1];
        best.multiplyRow(a, 3, depth, b, from, bAt, panels, init, 5, out, 1, backwards);
        assertSameBits(Arrays.copyOfRange(out, 1, out.length), expected);
        float[] inPlace = init.clone();
        best.multiplyRow(a, 3, depth, b, from, bAt, panels, inPlace, 5, inPlace, 5, backwards);
        assertSameBits(Arrays.copyOfRange(inPlace, 5, inPlace.length), expected);
      }
    }
  }

  @Test
  void alignedCopyStartsACacheLine() {
    float[] packed = floats(new Random(SEED), 96);
    MemorySegment aligned = Kernels.best().aligned(packed);
    assertThat(aligned.address() % 64).isZero();
    assertThat(aligned.toArray(ValueLayout.JAVA_FLOAT)).isEqualTo(packed);
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

  private static float[] anyBits(int size) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] =
          (i & 1) == 0
              ? Float.intBitsToFloat(random.nextInt())
              : (float) (random.nextGaussian() * 20);
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
