package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.Bits;
import dev.vecurrent.testing.CaseOutputs;
import dev.vecurrent.testing.CaseParts;
import dev.vecurrent.testing.CaseSizes;
import dev.vecurrent.testing.LayerEngine;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.RecurrentCases;
import dev.vecurrent.testing.SampleCells;
import dev.vecurrent.testing.Seeds;
import dev.vecurrent.testing.Tensors;
import dev.vecurrent.testing.TestKernels;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that carries its states goes on where each sequence stopped. */
class CarriedStateTest {

  private static final int STEPS = 6;
  private static final int BATCH = 3;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(CarriedStateTest.class));

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void sequencesPauseAndGoOn(ElementType type) {
    // Steps of each sequence in each of four chunks; a 0 is a pause.
    int[][] lengths = {{2, 0, 1}, {0, 2, 0}, {0, 0, 0}, {3, 1, 0}};
    for (Cell cell : SampleCells.of(Direction.FORWARD, 7)) {
      RecurrentCase one = draw(cell, type);
      RecurrentLayer layer = new LayerEngine(TestKernels.best(), true).compile(one);
      RecurrentInputs inputs = CaseParts.withoutLengths(one.inputs());
      CarryingSession session = CarryingSession.of(layer, layer.newSession(), type, BATCH);
      int[] read = new int[BATCH];
      for (int chunk = 0; chunk < lengths.length; chunk++) {
        CaseOutputs outputs = CaseOutputs.forCase(one);
        LayerEngine.run(session, chunk(inputs, read, lengths[chunk], chunk == 0), outputs);
        for (int n = 0; n < BATCH; n++) {
          read[n] += lengths[chunk][n];
          if (lengths[chunk][n] > 0) {
            assertThat(endsLike(outputs, n, alone(layer, one, inputs, n, read[n])))
                .as("sequence %d after chunk %d, %s", n, chunk, one)
                .isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void emptyChunkChangesNothingAndResetForgets(ElementType type) {
    for (Cell cell : SampleCells.of(Direction.FORWARD, 7)) {
      RecurrentCase one = draw(cell, type);
      RecurrentLayer layer = new LayerEngine(TestKernels.best(), true).compile(one);
      RecurrentInputs first = CaseParts.steps(withoutStates(one.inputs()), 0, 4);
      RecurrentInputs empty = CaseParts.steps(withoutStates(one.inputs()), 4, 4);
      RecurrentInputs last = CaseParts.steps(withoutStates(one.inputs()), 4, STEPS);
      CarryingSession session = CarryingSession.of(layer, layer.newSession(), type, BATCH);
      CaseOutputs start = CaseOutputs.forCase(one);
      LayerEngine.run(session, first, start);
      LayerEngine.run(session, empty, CaseOutputs.forCase(one));
      CaseOutputs end = CaseOutputs.forCase(one);
      LayerEngine.run(session, last, end);
      CaseOutputs whole = CaseOutputs.forCase(one);
      LayerEngine.run(layer.newSession(), withoutStates(one.inputs()), whole);
      assertThat(Bits.same(end.yH(), whole.yH())).as(one.toString()).isTrue();

      session.reset();
      CaseOutputs again = CaseOutputs.forCase(one);
      LayerEngine.run(session, first, again);
      assertThat(again.sameBits(start)).as("after reset, %s", one).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void anotherBatchSizeIsRefused(ElementType type) {
    RecurrentCase one = draw(SampleCells.of(Direction.FORWARD, 7).get(0), type);
    RecurrentInputs inputs = withoutStates(one.inputs());
    RecurrentInputs smaller = CaseParts.sequences(inputs, 0, 1);
    RecurrentLayer layer = new LayerEngine(TestKernels.best(), true).compile(one);
    RecurrentSession session = CarryingSession.of(layer, layer.newSession(), type, BATCH);
    LayerEngine.run(session, inputs, CaseOutputs.forCase(one));
    CaseOutputs outputs = CaseOutputs.forCase(one);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerEngine.run(session, smaller, outputs))
        .withMessageContaining("carried for a batch of 3, found 2");
  }

  private RecurrentCase draw(Cell cell, ElementType type) {
    return RecurrentCases.draw(
        random.nextLong(), cell, type, new CaseSizes(STEPS, BATCH, 5, cell.hiddenSize()));
  }

  private static RecurrentInputs withoutStates(RecurrentInputs in) {
    return new RecurrentInputs(in.x(), in.w(), in.r(), in.b(), null, null, null, in.p());
  }

  /** The next steps of each sequence, padded to the longest. */
  private static RecurrentInputs chunk(
      RecurrentInputs in, int[] read, int[] lengths, boolean first) {
    int steps = Arrays.stream(lengths).max().orElse(0);
    int inputSize = in.x().dim(2);
    Tensor x = Tensor.zeros(in.x().type(), steps, BATCH, inputSize);
    for (int n = 0; n < BATCH; n++) {
      for (int t = 0; t < lengths[n]; t++) {
        int from = ((read[n] + t) * BATCH + n) * inputSize;
        int to = (t * BATCH + n) * inputSize;
        System.arraycopy(in.x().storage(), from, x.storage(), to, inputSize);
      }
    }
    return new RecurrentInputs(
        x,
        in.w(),
        in.r(),
        in.b(),
        Tensor.of(lengths.clone(), BATCH),
        first ? in.initialH() : null,
        first ? in.initialC() : null,
        in.p());
  }

  /** The outputs of the first steps of one sequence, from its initial states, in one run. */
  private static CaseOutputs alone(
      RecurrentLayer layer, RecurrentCase one, RecurrentInputs in, int sequence, int steps) {
    RecurrentInputs some = CaseParts.sequences(in, sequence);
    Tensor x = CaseParts.present(Tensors.take(some.x(), 0, IntStream.range(0, steps).toArray()));
    CaseOutputs outputs = CaseOutputs.forCase(one);
    LayerEngine.run(layer.newSession(), CaseParts.withX(some, x), outputs);
    return outputs;
  }

  private static boolean endsLike(CaseOutputs outputs, int sequence, CaseOutputs alone) {
    return Bits.same(Tensors.take(outputs.yH(), 1, sequence), alone.yH())
        && Bits.same(Tensors.take(outputs.yC(), 1, sequence), alone.yC());
  }
}
