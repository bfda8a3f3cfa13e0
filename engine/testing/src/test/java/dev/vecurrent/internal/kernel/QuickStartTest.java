package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.testing.CaseRegion;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Twins that take turns within a sequence give the bits of either. */
@Tag("bits")
class QuickStartTest {

  private final long seed = Seeds.of(QuickStartTest.class);

  @Test
  void turnsWithinASequenceDoNotMatter() {
    // A clock that jumps makes every kind of call go back and forth between the twins.
    SplittableRandom random = new SplittableRandom(seed);
    long[] now = {0};
    Kernels turns =
        turns(() -> now[0] += random.nextLong(1, 1 << 24));
    LayerEngine scalar = new LayerEngine(Kernels.scalar(), true);
    LayerEngine mixed = new LayerEngine(turns, true);
    Seeds.cases(seed, 500)
        .mapToObj(caseSeed -> RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING))
        .forEach(one ->
            assertThat(mixed.run(one).sameBits(scalar.run(one))).as(one.toString()).isTrue());
  }

  @Test
  void largeProductsAreSharedBetweenTheTwins() {
    SplittableRandom random = new SplittableRandom(seed);
    int lanes = TestKernels.best().lanes();
    for (int round = 0; round < 100; round++) {
      long[] now = {0};
      Kernels turns =
          turns(() -> now[0] += HandOver.GRACE_NANOS);
      int rows = random.nextInt(1, 120);
      int panels = random.nextInt(1, 20);
      int depth = random.nextInt(1, 9);
      int width = panels * 2 * lanes;
      float[] a = floats(random, rows * depth);
      int[] aAt = new int[rows];
      for (int row = 0; row < rows; row++) {
        aAt[row] = row * depth;
      }
      float[] b = floats(random, depth * width);
      float[] init = floats(random, rows * width);
      float[] expected = init.clone();
      FloatPanels matrix = KernelCalls.panels(turns, b, depth, panels, false);
      Operands o = new Operands().rows(a, aAt);
      KernelCalls.multiply(
          ScalarKernels.of(lanes), o.inPlace(expected, 0, width), rows, matrix);
      for (int call = 0; call < HandOver.SCALAR_CALLS + 12; call++) {
        float[] out = init.clone();
        KernelCalls.multiply(turns, o.inPlace(out, 0, width), rows, matrix);
        assertThat(out).as("call %d, %d rows, %d panels", call, rows, panels).isEqualTo(expected);
      }
    }
  }

  @Test
  void largeConvolutionsAreSharedBetweenTheTwins() {
    SplittableRandom random = new SplittableRandom(seed);
    int lanes = TestKernels.best().lanes();
    Kernels scalar = ScalarKernels.of(lanes);
    for (int rows : new int[] {1, 7, 40}) {
      long[] now = {0};
      Kernels turns =
          turns(() -> now[0] += random.nextInt(9_000_000));
      int depth = 11;
      int width = 4 * 2 * lanes;
      float[] a = floats(random, rows * depth);
      float[] image = floats(random, 2 * width);
      int[] aAt = new int[rows];
      Arrays.setAll(aAt, row -> row * depth);
      int[] bAt = new int[depth];
      Arrays.setAll(bAt, _ -> random.nextInt(width));
      float[] start = floats(random, rows * width);
      float[] expected = start.clone();
      Operands o = new Operands().rows(a, aAt);
      scalar.imageProduct().multiply(o.into(expected, 0, width), image, bAt, depth, 0, 0, rows, 4);
      for (int call = 0; call < 4 * HandOver.SCALAR_CALLS; call++) {
        float[] out = start.clone();
        turns.imageProduct().multiply(o.into(out, 0, width), image, bAt, depth, 0, 0, rows, 4);
        assertThat(out).as("call %d, %d rows", call, rows).isEqualTo(expected);
      }
    }
  }

  private static float[] floats(SplittableRandom random, int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) random.nextDouble(-1, 1);
    }
    return floats;
  }

  @Test
  void allCallsGoToTheVectorTwinInTheEnd() {
    long[] now = {0};
    Kernels turns =
        turns(() -> now[0] += 10_000_000);
    float[] x = new float[100];
    assertThat(turns.isSettled()).isTrue();
    KernelCalls.apply(turns, RowKind.TANH, x, x);
    assertThat(turns.isSettled()).isFalse();
    for (int call = 0; call < 1000; call++) {
      KernelCalls.apply(turns, RowKind.TANH, x, x);
    }
    assertThat(turns.isSettled()).isTrue();
    assertThat(turns.isVector()).isEqualTo(TestKernels.best().isVector());
    assertThat(turns.lanes()).isEqualTo(TestKernels.best().lanes());
    assertThat(turns.describe()).isEqualTo(TestKernels.best().describe());
  }

  /** Steps from zero states have products of no terms between others. */
  @Test
  void productsOfNoTermsDoNotDelayTheHandOver() {
    // The vector twin's clock is never slower, so probes of true products are fast in a row.
    long[] now = {0};
    Kernels turns =
        turns(() -> now[0] += 5_000_000);
    int width = 2 * TestKernels.best().lanes();
    float[] a = new float[4];
    float[] b = new float[4 * width];
    float[] out = new float[width];
    int[] at = {0};
    int calls = HandOver.SCALAR_CALLS + HandOver.FAST_PROBES;
    for (int call = 0; call < calls; call++) {
      assertThat(turns.isSettled()).isEqualTo(call == 0);
      Operands o = new Operands().rows(a, at).inPlace(out, 0, 0);
      KernelCalls.multiply(turns, o, 1, KernelCalls.panels(turns, b, 4, 1, false));
      KernelCalls.multiply(turns, o, 1, KernelCalls.panels(turns, new float[0], 0, 1, false));
    }
    assertThat(turns.isSettled()).isTrue();
  }

  @Test
  void modelsStartQuickly() {
    assertThat(Kernels.ofModel()).isInstanceOf(QuickStartKernels.class);
    assertThat(TestKernels.best()).isNotInstanceOf(QuickStartKernels.class);
  }

  /** What one model does, or what only compiling did, is nothing that another waits for. */
  @Test
  void aModelWaitsForWhatItCalledItself() {
    long[] now = {0};
    QuickStartKernels.Process process = new QuickStartKernels.Process(() -> now[0] += 1_000);
    Kernels scalar = ScalarKernels.of(TestKernels.best().lanes());
    Kernels one = new QuickStartKernels(TestKernels.best(), scalar, process);
    Kernels other = new QuickStartKernels(TestKernels.best(), scalar, process);
    float[] x = new float[10];
    KernelCalls.apply(one, RowKind.EXP, x, x);
    assertThat(one.isSettled()).isFalse();
    assertThat(other.isSettled()).isTrue();
    one.forgetCalls();
    assertThat(one.isSettled()).isTrue();
    KernelCalls.apply(one, RowKind.EXP, x, x);
    assertThat(one.isSettled()).isFalse();
  }

  /** However many sessions there are, a model keeps one of each kind. */
  @Test
  void kernelsOfAKindAreOneObject() {
    Kernels kernels = Kernels.ofModel();
    for (StepKind kind : StepKind.values()) {
      assertThat(kernels.epilogue(kind)).isSameAs(kernels.epilogue(kind));
    }
    for (RowKind kind : RowKind.values()) {
      assertThat(kernels.function(kind)).isSameAs(kernels.function(kind));
    }
  }

  private static Kernels turns(LongSupplier clock) {
    return new QuickStartKernels(
        TestKernels.best(),
        ScalarKernels.of(TestKernels.best().lanes()),
        new QuickStartKernels.Process(clock));
  }

  @Test
  void theScalarTwinWorksOnAnyLayout() {
    for (int lanes : new int[] {2, 4, 8, 16}) {
      LayerEngine engine = new LayerEngine(ScalarKernels.of(lanes), true);
      LayerEngine usual = new LayerEngine(Kernels.scalar(), true);
      Seeds.cases(seed, 50)
          .mapToObj(caseSeed -> RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING))
          .forEach(one ->
              assertThat(engine.run(one).sameBits(usual.run(one))).as(one.toString()).isTrue());
    }
  }
}
