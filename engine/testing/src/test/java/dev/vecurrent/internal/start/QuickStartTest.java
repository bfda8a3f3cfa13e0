package dev.vecurrent.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.kernel.Operands;
import dev.vecurrent.internal.kernel.RowKind;
import dev.vecurrent.internal.kernel.StepKind;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.testing.CaseRegion;
import dev.vecurrent.testing.KernelCalls;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.TestKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Twins that take turns within a sequence give the bits of either. */
@Tag("bits")
class QuickStartTest {

  private final long seed = Seeds.of(QuickStartTest.class);

  /** Each kind goes over at a moment of its own, within sequences. */
  @Test
  void theMomentOfTheHandOverDoesNotMatter() {
    SplittableRandom random = new SplittableRandom(seed);
    LayerEngine scalar = new LayerEngine(Kernels.scalar(), true);
    for (int round = 0; round < 100; round++) {
      LayerEngine mixed = new LayerEngine(turns(random), true);
      Seeds.cases(random.nextLong(), 5)
          .mapToObj(caseSeed -> RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING))
          .forEach(one ->
              assertThat(mixed.run(one).sameBits(scalar.run(one))).as(one.toString()).isTrue());
    }
  }

  @Test
  void productsHandOverWithTheSameBits() {
    SplittableRandom random = new SplittableRandom(seed);
    int lanes = TestKernels.best().lanes();
    int handedOver = 0;
    for (int round = 0; round < 100; round++) {
      Kernels turns = turns(random);
      int rows = random.nextInt(1, 120);
      int panels = random.nextInt(1, 20);
      int depth = random.nextInt(1, 9);
      int width = panels * 2 * lanes;
      float[] a = floats(random, rows * depth);
      int[] aAt = new int[rows];
      Arrays.setAll(aAt, row -> row * depth);
      float[] b = floats(random, depth * width);
      float[] init = floats(random, rows * width);
      float[] expected = init.clone();
      FloatPanels matrix = KernelCalls.panels(turns, b, depth, panels, false);
      Operands o = new Operands().rows(a, aAt);
      KernelCalls.multiply(Kernels.scalar(lanes), o.inPlace(expected, 0, width), rows, matrix);
      for (int call = 0; call < 400; call++) {
        float[] out = init.clone();
        KernelCalls.multiply(turns, o.inPlace(out, 0, width), rows, matrix);
        assertThat(out).as("call %d, %d rows, %d panels", call, rows, panels).isEqualTo(expected);
      }
      handedOver += turns.isSettled() ? 1 : 0;
    }
    assertThat(handedOver).as("hand-overs within 400 calls").isGreaterThan(50);
  }

  @Test
  void convolutionsHandOverWithTheSameBits() {
    SplittableRandom random = new SplittableRandom(seed);
    int lanes = TestKernels.best().lanes();
    Kernels scalar = Kernels.scalar(lanes);
    for (int rows : new int[] {1, 7, 40}) {
      Kernels turns = turns(random);
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
      for (int call = 0; call < 1_000 || goesOn(turns, call); call++) {
        float[] out = start.clone();
        turns.imageProduct().multiply(o.into(out, 0, width), image, bAt, depth, 0, 0, rows, 4);
        assertThat(out).as("call %d, %d rows", call, rows).isEqualTo(expected);
      }
      assertThat(turns.isSettled()).isTrue();
    }
  }

  /** A process whose clock jumps now and then, so that each kind goes over at some time. */
  private static Kernels turns(SplittableRandom random) {
    FakeWorld world = FakeWorld.jumping(() -> random.nextInt(30) == 0 ? 40_000_000 : 100);
    world.roundNanos = 0;
    return new QuickStartKernels(TestKernels.best().lanes(), new HandOvers(world));
  }

  /** Jumps in the midst of rehearsals use up what they may take, so that some take many calls. */
  private static boolean goesOn(Kernels turns, int call) {
    return !turns.isSettled() && call < 100_000;
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
    Kernels turns = turns(new SplittableRandom(seed));
    float[] x = new float[100];
    assertThat(turns.isSettled()).isTrue();
    KernelCalls.apply(turns, RowKind.TANH, x, x);
    assertThat(turns.isSettled()).isFalse();
    for (int call = 0; call < 1000 || goesOn(turns, call); call++) {
      KernelCalls.apply(turns, RowKind.TANH, x, x);
    }
    assertThat(turns.isSettled()).isTrue();
    assertThat(turns.isVector()).isEqualTo(TestKernels.best().isVector());
    assertThat(turns.lanes()).isEqualTo(TestKernels.best().lanes());
    assertThat(turns.describe()).isEqualTo(TestKernels.best().describe());
  }

  /** The true rehearsals, the true clock and the true compiler. */
  @Test
  void everyKindIsCompiledByItsRehearsals() {
    Kernels kernels = KernelChoice.ofModel();
    float[] x = new float[40];
    for (RowKind kind : RowKind.values()) {
      KernelCalls.apply(kernels, kind, x, x);
    }
    kernels.elu(1, 1, 1).apply(x, 0, x, 0, x.length);
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!kernels.isSettled() && System.nanoTime() < deadline) {
      kernels.rehearse();
    }
    assertThat(kernels.isSettled()).isTrue();
  }

  @Test
  void modelsStartQuickly() {
    assertThat(KernelChoice.ofModel()).isInstanceOf(QuickStartKernels.class);
    assertThat(TestKernels.best()).isNotInstanceOf(QuickStartKernels.class);
  }

  /** What one model does, or what only compiling did, is nothing that another waits for. */
  @Test
  void aModelWaitsForWhatItCalledItself() {
    HandOvers process = new HandOvers(FakeWorld.still());
    Kernels one = new QuickStartKernels(TestKernels.best().lanes(), process);
    Kernels other = new QuickStartKernels(TestKernels.best().lanes(), process);
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
    Kernels kernels = KernelChoice.ofModel();
    for (StepKind kind : StepKind.values()) {
      assertThat(kernels.epilogue(kind)).isSameAs(kernels.epilogue(kind));
    }
    for (RowKind kind : RowKind.values()) {
      assertThat(kernels.function(kind)).isSameAs(kernels.function(kind));
    }
  }

  @Test
  void theScalarTwinWorksOnAnyLayout() {
    for (int lanes : new int[] {2, 4, 8, 16}) {
      LayerEngine engine = new LayerEngine(Kernels.scalar(lanes), true);
      LayerEngine usual = new LayerEngine(Kernels.scalar(), true);
      Seeds.cases(seed, 50)
          .mapToObj(caseSeed -> RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING))
          .forEach(one ->
              assertThat(engine.run(one).sameBits(usual.run(one))).as(one.toString()).isTrue());
    }
  }
}
