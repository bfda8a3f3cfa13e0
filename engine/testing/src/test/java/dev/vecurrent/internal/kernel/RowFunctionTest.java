package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.testing.TestKernels;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The twins of functions of rows agree bit by bit at any size, on any bit pattern. */
@Tag("bits")
class RowFunctionTest {

  private static final long SEED = Long.getLong("vecurrent.seed", 20261123);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 13, 16, 31, 207, 4098, 100_003})
  void twinsAgree(int size) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] =
          (i & 1) == 0
              ? Float.intBitsToFloat(random.nextInt())
              : (float) (random.nextGaussian() * (i % 7 == 0 ? 60 : 2));
    }
    for (int round = 0; round < 20; round++) {
      for (RowKind kind : RowKind.values()) {
        check(kind.name(), x, kernels -> kernels.function(kind));
      }
      check("elu", x, kernels -> kernels.elu(1.5f, 1, 1));
      check("celu", x, kernels -> kernels.elu(.7f, 1.1f, .7f));
    }
  }

  private static void check(String name, float[] x, Function<Kernels, RowFunction> function) {
    float[] vector = new float[x.length];
    float[] scalar = new float[x.length];
    float[] inPlace = x.clone();
    RowFunction best = function.apply(TestKernels.best());
    best.apply(x, 0, vector, 0, x.length);
    function.apply(Kernels.scalar()).apply(x, 0, scalar, 0, x.length);
    best.apply(inPlace, 0, inPlace, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      int expected = Float.floatToIntBits(scalar[i]);
      if (Float.floatToIntBits(vector[i]) != expected
          || Float.floatToIntBits(inPlace[i]) != expected) {
        assertThat(vector[i]).as("%s of %s", name, x[i]).isEqualTo(scalar[i]);
        assertThat(inPlace[i]).as("%s of %s in place", name, x[i]).isEqualTo(scalar[i]);
      }
    }
    assertThat(vector).hasSameSizeAs(scalar);
  }
}
