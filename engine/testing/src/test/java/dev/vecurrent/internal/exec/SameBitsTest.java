package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.CaseOutputs;
import dev.vecurrent.testing.CaseParts;
import dev.vecurrent.testing.CaseRegion;
import dev.vecurrent.testing.CaseSizes;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.SampleCells;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.Tensors;
import dev.vecurrent.testing.TestKernels;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The bits of a sequence's outputs depend on nothing but the layer, the sequence and its states.
 */
@Tag("bits")
class SameBitsTest {

  private static final LayerEngine SCALAR = new LayerEngine(Kernels.scalar(), true);
  private static final LayerEngine BEST = new LayerEngine(TestKernels.best(), true);

  private final long seed = Seeds.of(SameBitsTest.class);

  private final RandomGenerator random = new SplittableRandom(seed);

  /** A float32 case of each sample cell with random widths from 1 to 70. */
  private List<RecurrentCase> samples(Direction direction, int steps, int batch) {
    List<RecurrentCase> cases = new ArrayList<>();
    int count = SampleCells.of(direction, 1).size();
    for (int index = 0; index < count; index++) {
      CaseSizes sizes = new CaseSizes(steps, batch, random.nextInt(1, 71), random.nextInt(1, 71));
      Cell cell = SampleCells.of(direction, sizes.hiddenSize()).get(index);
      cases.add(RecurrentCases.draw(random.nextLong(), cell, ElementType.FLOAT32, sizes));
    }
    return cases;
  }

  @Test
  void scalarAndVectorAgreeOnRandomCases() {
    Seeds.cases(seed, 1_000)
        .mapToObj(caseSeed -> RecurrentCases.draw(caseSeed, CaseRegion.EVERYTHING))
        .forEach(
            one -> assertThat(BEST.run(one).sameBits(SCALAR.run(one))).as(one.toString()).isTrue());
  }

  @Test
  void scalarAndVectorAgreeAtEveryHiddenSize() {
    for (int size = 1; size <= 70; size++) {
      for (Cell cell : SampleCells.of(Direction.FORWARD, size)) {
        CaseSizes sizes = new CaseSizes(4, 1 + size % 17, 71 - size, size);
        RecurrentCase one =
            RecurrentCases.draw(random.nextLong(), cell, ElementType.FLOAT32, sizes);
        assertThat(BEST.run(one).sameBits(SCALAR.run(one))).as(one.toString()).isTrue();
      }
    }
  }

  @Test
  void placeInTheBatchAndItsSizeDoNotMatter() {
    for (Direction direction : Direction.values()) {
      for (RecurrentCase one : samples(direction, 7, 17)) {
        RecurrentSession session = BEST.compile(one).newSession();
        CaseOutputs all = LayerEngine.run(session, one);
        for (int batch = 1; batch <= 17; batch++) {
          int[] sequences = random.ints(batch, 0, 17).toArray();
          CaseOutputs some = CaseOutputs.forCase(one);
          LayerEngine.run(session, CaseParts.sequences(one.inputs(), sequences), some);
          assertThat(some.sameBits(all.sequences(sequences)))
              .as("batch of %d, %s", batch, one)
              .isTrue();
        }
      }
    }
  }

  @Test
  void chunksDoNotMatter() {
    int steps = 7;
    for (RecurrentCase one : samples(Direction.FORWARD, steps, 3)) {
      RecurrentInputs inputs = CaseParts.withoutLengths(one.inputs());
      RecurrentLayer layer = BEST.compile(one);
      CaseOutputs whole = CaseOutputs.forCase(one);
      LayerEngine.run(layer.newSession(), inputs, whole);
      CarryingSession session = CarryingSession.of(layer, one.sizes().batch());
      for (int cuts = 0; cuts < 1 << (steps - 1); cuts++) {
        session.reset();
        CaseOutputs chunk = CaseOutputs.forCase(one);
        int from = 0;
        for (int to = 1; to <= steps; to++) {
          if (to == steps || (cuts >> (to - 1) & 1) != 0) {
            LayerEngine.run(session, CaseParts.steps(inputs, from, to), chunk);
            Tensor expected = Tensors.take(whole.y(), 0, IntStream.range(from, to).toArray());
            assertThat(Bits.same(chunk.y(), expected))
                .as("steps %d to %d of cuts %d, %s", from, to, cuts, one)
                .isTrue();
            from = to;
          }
        }
        assertThat(Bits.same(chunk.yH(), whole.yH()) && Bits.same(chunk.yC(), whole.yC()))
            .as("final states of cuts %d, %s", cuts, one)
            .isTrue();
      }
    }
  }

  @Test
  void threadsShareALayer() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (RecurrentCase one : samples(Direction.BIDIRECTIONAL, 5, 5)) {
        RecurrentLayer layer = BEST.compile(one);
        CaseOutputs alone = LayerEngine.run(layer.newSession(), one);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          answers.add(threads.submit(() -> repeats(layer.newSession(), one, alone, 50)));
        }
        for (Future<Boolean> answer : answers) {
          assertThat(answer.get()).as(one.toString()).isTrue();
        }
      }
    }
  }

  @Test
  void warmUpDoesNotMatter() {
    for (Direction direction : List.of(Direction.FORWARD, Direction.REVERSE)) {
      for (Cell cell : SampleCells.of(direction, 5)) {
        RecurrentCase one =
            RecurrentCases.draw(
                random.nextLong(), cell, ElementType.FLOAT32, new CaseSizes(2, 1, 3, 5));
        RecurrentSession session = BEST.compile(one).newSession();
        CaseOutputs cold = LayerEngine.run(session, one);
        assertThat(repeats(session, one, cold, 20_000)).as(one.toString()).isTrue();
      }
    }
  }

  @Test
  void weightsGivenWithTheRunDoNotMatter() {
    LayerEngine given = new LayerEngine(TestKernels.best(), false);
    for (RecurrentCase one : samples(Direction.BIDIRECTIONAL, 6, 4)) {
      assertThat(given.run(one).sameBits(BEST.run(one))).as(one.toString()).isTrue();
    }
  }

  @Test
  void formDoesNotMatter() {
    for (RecurrentCase one : samples(Direction.BIDIRECTIONAL, 6, 4)) {
      CaseOutputs plain = BEST.run(one);
      for (YOrder order : YOrder.values()) {
        for (int bits = 0; bits < 4; bits++) {
          LayerForm form = new LayerForm((bits & 1) != 0, order, (bits & 2) != 0);
          CaseOutputs outputs = CaseOutputs.forCase(one);
          LayerEngine.run(
              BEST.compile(one, form).newSession(), inForm(one.inputs(), form), outputs);
          assertThat(outputs.sameBits(inForm(plain, form))).as("%s of %s", form, one).isTrue();
        }
      }
    }
  }

  private static boolean repeats(
      RecurrentSession session, RecurrentCase one, CaseOutputs expected, int times) {
    CaseOutputs outputs = CaseOutputs.forCase(one);
    for (int time = 0; time < times; time++) {
      LayerEngine.run(session, one.inputs(), outputs);
      if (!outputs.sameBits(expected)) {
        return false;
      }
    }
    return true;
  }

  private static RecurrentInputs inForm(RecurrentInputs in, LayerForm form) {
    boolean swap = form.statesBatchMajor();
    return new RecurrentInputs(
        form.xBatchMajor() ? CaseParts.present(Tensors.transpose(in.x(), 1, 0, 2)) : in.x(),
        in.w(),
        in.r(),
        in.b(),
        in.sequenceLens(),
        swap ? Tensors.transpose(in.initialH(), 1, 0, 2) : in.initialH(),
        swap ? Tensors.transpose(in.initialC(), 1, 0, 2) : in.initialC(),
        in.p());
  }

  /**
   * Outputs of the time-major form, {@code [T, D, N, H]} and {@code [D, N, H]}, in another form.
   */
  private static CaseOutputs inForm(CaseOutputs plain, LayerForm form) {
    Tensor y =
        switch (form.yOrder()) {
          case T_D_N_H -> plain.y();
          case T_N_DH -> Tensors.transpose(plain.y(), 0, 2, 1, 3);
          case N_T_D_H, N_T_DH -> Tensors.transpose(plain.y(), 2, 0, 1, 3);
        };
    Tensor shaped = CaseParts.present(y);
    if (form.yOrder().merged()) {
      shaped.resize(new int[] {shaped.dim(0), shaped.dim(1), shaped.dim(2) * shaped.dim(3)}, 3);
    }
    boolean swap = form.statesBatchMajor();
    return new CaseOutputs(
        shaped,
        swap ? Tensors.transpose(plain.yH(), 1, 0, 2) : plain.yH(),
        swap ? Tensors.transpose(plain.yC(), 1, 0, 2) : plain.yC());
  }
}
