package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing of one run, or of one sequence, is left in another. */
class StaleScratchTest {

  private final SplittableRandom random = new SplittableRandom(Seeds.of(StaleScratchTest.class));

  private RecurrentCase draw(Cell cell, ElementType type, int steps, int batch, int size) {
    return RecurrentCases.draw(
        random.nextLong(), cell, type, new CaseSizes(steps, batch, size + 3, size));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void largeRunLeavesNothingForASmallOne(ElementType type) {
    LayerEngine engine = new LayerEngine(TestKernels.best(), true);
    for (Direction direction : Direction.values()) {
      for (Cell cell : SampleCells.of(direction, 13)) {
        RecurrentCase large = draw(cell, type, 20, 17, 13);
        RecurrentCase small = draw(cell, type, 3, 2, 13);
        RecurrentLayer layer = engine.compile(large);
        RecurrentInputs poisoned =
            CaseParts.withX(large.inputs(), filled(large.inputs().x(), Double.NaN));
        RecurrentSession used = layer.newSession();
        LayerEngine.run(used, poisoned, CaseOutputs.forCase(large));
        CaseOutputs expected = LayerEngine.run(layer.newSession(), small);
        assertThat(LayerEngine.run(used, small).sameBits(expected)).as(small.toString()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void largeWeightsLeaveNothingForSmallOnes(ElementType type) {
    LayerEngine engine = new LayerEngine(TestKernels.best(), false);
    List<Cell> cells = SampleCells.of(Direction.BIDIRECTIONAL, 0);
    for (Cell cell : cells) {
      RecurrentCase large = draw(cell, type, 9, 7, 61);
      RecurrentCase small = draw(cell, type, 4, 3, 5);
      RecurrentSession used = engine.compile(large).newSession();
      RecurrentInputs poisoned =
          CaseParts.withX(large.inputs(), filled(large.inputs().x(), Double.NaN));
      LayerEngine.run(used, poisoned, CaseOutputs.forCase(large));
      CaseOutputs expected = engine.run(small);
      assertThat(LayerEngine.run(used, small).sameBits(expected)).as(small.toString()).isTrue();
    }
  }

  @Test
  void notANumberStaysInItsSequence() {
    for (double poison : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e38}) {
      for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
        for (Direction direction : Direction.values()) {
          for (Cell cell : SampleCells.of(direction, 11)) {
            poisonOneSequence(draw(cell, type, 5, 6, 11), poison);
          }
        }
      }
    }
  }

  private void poisonOneSequence(RecurrentCase one, double poison) {
    RecurrentInputs clean = CaseParts.withoutLengths(one.inputs());
    int poisoned = random.nextInt(one.sizes().batch());
    int[] others = IntStream.range(0, one.sizes().batch()).filter(n -> n != poisoned).toArray();
    Tensor x = CaseParts.present(Tensors.copy(clean.x()));
    int step = random.nextInt(one.sizes().steps());
    set(x, (step * one.sizes().batch() + poisoned) * one.sizes().inputSize(), poison);
    RecurrentSession session = new LayerEngine(TestKernels.best(), true).compile(one).newSession();
    CaseOutputs expected = CaseOutputs.forCase(one);
    LayerEngine.run(session, clean, expected);
    CaseOutputs outputs = CaseOutputs.forCase(one);
    LayerEngine.run(session, CaseParts.withX(clean, x), outputs);
    assertThat(outputs.sequences(others).sameBits(expected.sequences(others)))
        .as("other sequences, %s", one)
        .isTrue();
    if (Double.isNaN(poison)) {
      Tensor y = CaseParts.present(Tensors.take(Tensors.take(outputs.y(), 2, poisoned), 0, step));
      assertThat(anyNaN(y)).as("NaN at its own step, %s", one).isTrue();
    }
    LayerEngine.run(session, clean, outputs);
    assertThat(outputs.sameBits(expected)).as("the run after, %s", one).isTrue();
  }

  private static boolean anyNaN(Tensor tensor) {
    for (int at = 0; at < tensor.size(); at++) {
      if (tensor.type() == ElementType.FLOAT64
          ? Double.isNaN(tensor.doubles()[at])
          : Float.isNaN(tensor.floats()[at])) {
        return true;
      }
    }
    return false;
  }

  private static Tensor filled(Tensor like, double value) {
    Tensor tensor = Tensor.zeros(like.type(), like.shape());
    if (tensor.type() == ElementType.FLOAT64) {
      Arrays.fill(tensor.doubles(), value);
    } else {
      Arrays.fill(tensor.floats(), (float) value);
    }
    return tensor;
  }

  private static void set(Tensor tensor, int at, double value) {
    if (tensor.type() == ElementType.FLOAT64) {
      tensor.doubles()[at] = value;
    } else {
      tensor.floats()[at] = (float) value;
    }
  }
}
