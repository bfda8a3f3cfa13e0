package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The twins of elementary functions agree bit by bit at any size, on any bit pattern. */
@Tag("bits")
class FloatFunctionsTest {

  private static final long SEED = Long.getLong("vecurrent.seed", 20261123);

  private interface Row {
    void apply(FloatFunctions twin, float[] x, float[] out);
  }

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
      check("exp", x, (twin, in, out) -> twin.exp(in, 0, out, 0, in.length));
      check("log", x, (twin, in, out) -> twin.log(in, 0, out, 0, in.length));
      check("erf", x, (twin, in, out) -> twin.erf(in, 0, out, 0, in.length));
      check("elu", x, (twin, in, out) -> twin.elu(1.5f, 1, 1, in, 0, out, 0, in.length));
      check("celu", x, (twin, in, out) -> twin.elu(.7f, 1.1f, .7f, in, 0, out, 0, in.length));
    }
  }

  private static void check(String name, float[] x, Row row) {
    float[] vector = new float[x.length];
    float[] scalar = new float[x.length];
    float[] inPlace = x.clone();
    row.apply(FloatFunctions.best(), x, vector);
    row.apply(FloatFunctions.scalar(), x, scalar);
    row.apply(FloatFunctions.best(), inPlace, inPlace);
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
