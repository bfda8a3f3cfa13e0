package dev.vecurrent.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Direction;
import dev.vecurrent.spec.Lstm;
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
import dev.vecurrent.testing.TestKernels;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call with arguments that do not fit is refused and changes neither outputs nor carried states.
 */
class RefusedCallTest {

  private static final int STEPS = 4;
  private static final int BATCH = 3;
  private static final int INPUT_SIZE = 5;
  private static final int HIDDEN_SIZE = 6;

  private final SplittableRandom random = new SplittableRandom(Seeds.of(RefusedCallTest.class));

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void badInputs(ElementType type) {
    for (Cell cell : SampleCells.of(Direction.FORWARD, HIDDEN_SIZE)) {
      RecurrentCase one = draw(cell, type);
      badInputs(one).forEach((what, inputs) -> assertRefused(one, what, inputs, sentinels(one)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void badOutputs(ElementType type) {
    ElementType other = type == ElementType.FLOAT32 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    for (Cell cell : SampleCells.of(Direction.FORWARD, HIDDEN_SIZE)) {
      RecurrentCase one = draw(cell, type);
      RecurrentInputs in = one.inputs();
      CaseOutputs good = sentinels(one);
      Tensor yC = good.yC();
      assertRefused(one, "type of Y", in, new CaseOutputs(large(other), good.yH(), yC));
      assertRefused(one, "type of Y_h", in, new CaseOutputs(good.y(), large(other), yC));
      assertRefused(one, "short Y", in, new CaseOutputs(tiny(type), good.yH(), yC));
      assertRefused(one, "short Y_h", in, new CaseOutputs(good.y(), tiny(type), yC));
      if (cell instanceof Lstm) {
        assertRefused(one, "type of Y_c", in, new CaseOutputs(good.y(), good.yH(), large(other)));
        assertRefused(one, "short Y_c", in, new CaseOutputs(good.y(), good.yH(), tiny(type)));
      } else {
        assertRefused(one, "Y_c", in, new CaseOutputs(good.y(), good.yH(), large(type)));
      }
    }
  }

  @Test
  void badWeightsGivenWithTheRun() {
    for (Cell cell : SampleCells.of(Direction.FORWARD, HIDDEN_SIZE)) {
      RecurrentCase one = draw(cell, ElementType.FLOAT32);
      RecurrentInputs in = one.inputs();
      Tensor bad = Tensor.zeros(ElementType.FLOAT32, 2, 2, 2);
      RecurrentSession session =
          new LayerEngine(TestKernels.best(), false).compile(one).newSession();
      Map<String, RecurrentInputs> inputs = new LinkedHashMap<>();
      inputs.put("W", weights(in, bad, in.r(), in.b(), in.p()));
      inputs.put("R", weights(in, in.w(), bad, in.b(), in.p()));
      inputs.put("B", weights(in, in.w(), in.r(), bad, in.p()));
      if (cell instanceof Lstm) {
        inputs.put("P", weights(in, in.w(), in.r(), in.b(), bad));
      }
      CaseOutputs outputs = sentinels(one);
      CaseOutputs before = outputs.copy();
      inputs.forEach((what, badInputs) -> {
        assertThatIllegalArgumentException()
            .as("%s, %s", what, one)
            .isThrownBy(() -> LayerEngine.run(session, badInputs, outputs));
        assertThat(outputs.sameBits(before)).as("%s, %s", what, one).isTrue();
      });
    }
  }

  private RecurrentCase draw(Cell cell, ElementType type) {
    return RecurrentCases.draw(
        random.nextLong(), cell, type, new CaseSizes(STEPS, BATCH, INPUT_SIZE, HIDDEN_SIZE));
  }

  private static Map<String, RecurrentInputs> badInputs(RecurrentCase one) {
    ElementType type = one.type();
    ElementType other = type == ElementType.FLOAT32 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    RecurrentInputs in = one.inputs();
    Map<String, RecurrentInputs> bad = new LinkedHashMap<>();
    bad.put("type of X", x(in, Tensor.zeros(other, STEPS, BATCH, INPUT_SIZE)));
    bad.put("features of X", x(in, Tensor.zeros(type, STEPS, BATCH, INPUT_SIZE + 1)));
    bad.put("rank of X", x(in, Tensor.zeros(type, STEPS, BATCH)));
    bad.put("long sequence", lens(in, Tensor.of(new int[] {1, STEPS + 1, 2}, BATCH)));
    bad.put("negative length", lens(in, Tensor.of(new long[] {1, 2, -1}, BATCH)));
    bad.put("length beyond int", lens(in, Tensor.of(new long[] {1, 1L << 32, 2}, BATCH)));
    bad.put("too few lengths", lens(in, Tensor.of(new int[] {1, 2}, BATCH - 1)));
    bad.put("rank of lengths", lens(in, Tensor.of(new int[] {1, 2, 3}, 1, BATCH)));
    bad.put("type of lengths", lens(in, Tensor.of(new float[] {1, 2, 3}, BATCH)));
    Tensor manyUnits = Tensor.zeros(type, 1, BATCH, HIDDEN_SIZE + 1);
    Tensor wrongOrder = Tensor.zeros(type, BATCH, 1, HIDDEN_SIZE);
    Tensor wrongType = Tensor.zeros(other, 1, BATCH, HIDDEN_SIZE);
    bad.put("units of initial_h", states(in, manyUnits, null));
    bad.put("order of initial_h", states(in, wrongOrder, null));
    bad.put("type of initial_h", states(in, wrongType, null));
    if (one.cell() instanceof Lstm) {
      bad.put("units of initial_c", states(in, null, manyUnits));
      bad.put("order of initial_c", states(in, null, wrongOrder));
      bad.put("type of initial_c", states(in, null, wrongType));
    }
    return bad;
  }

  private static RecurrentSession carrying(RecurrentLayer layer, RecurrentCase one) {
    return CarryingSession.of(layer, layer.newSession(), one.type(), one.sizes().batch());
  }

  /** Runs a stream with a refused call in its middle and compares it with one without. */
  private static void assertRefused(
      RecurrentCase one, String what, RecurrentInputs bad, CaseOutputs outputs) {
    String where = what + ", " + one;
    RecurrentLayer layer = new LayerEngine(TestKernels.best(), true).compile(one);
    RecurrentInputs good = CaseParts.steps(one.inputs(), 0, STEPS);
    RecurrentInputs next = CaseParts.steps(states(one.inputs(), null, null), 0, STEPS);
    RecurrentSession session = carrying(layer, one);
    LayerEngine.run(session, good, CaseOutputs.forCase(one));
    CaseOutputs before = outputs.copy();
    assertThatIllegalArgumentException()
        .as(where)
        .isThrownBy(() -> LayerEngine.run(session, bad, outputs));
    assertThat(outputs.sameBits(before)).as("outputs untouched: %s", where).isTrue();
    CaseOutputs after = CaseOutputs.forCase(one);
    LayerEngine.run(session, next, after);

    RecurrentSession calm = carrying(layer, one);
    LayerEngine.run(calm, good, CaseOutputs.forCase(one));
    CaseOutputs expected = CaseOutputs.forCase(one);
    LayerEngine.run(calm, next, expected);
    assertThat(after.sameBits(expected)).as("carried states untouched: %s", where).isTrue();
  }

  /** Outputs of one element, with room for more, that a run would overwrite. */
  private static CaseOutputs sentinels(RecurrentCase one) {
    return new CaseOutputs(
        large(one.type()), large(one.type()), one.wantsYC() ? large(one.type()) : null);
  }

  private static Tensor large(ElementType type) {
    return filled(type, STEPS * BATCH * HIDDEN_SIZE);
  }

  /** Too short for any output, and not growable. */
  private static Tensor tiny(ElementType type) {
    return filled(type, 1);
  }

  private static Tensor filled(ElementType type, int size) {
    if (type == ElementType.FLOAT64) {
      double[] values = new double[size];
      Arrays.fill(values, 7);
      return Tensor.of(values, size);
    }
    float[] values = new float[size];
    Arrays.fill(values, 7);
    return Tensor.of(values, size);
  }

  private static RecurrentInputs x(RecurrentInputs in, Tensor x) {
    return CaseParts.withX(CaseParts.withoutLengths(in), x);
  }

  private static RecurrentInputs lens(RecurrentInputs in, Tensor lengths) {
    return new RecurrentInputs(
        in.x(), in.w(), in.r(), in.b(), lengths, in.initialH(), in.initialC(), in.p());
  }

  private static RecurrentInputs states(
      RecurrentInputs in, @Nullable Tensor initialH, @Nullable Tensor initialC) {
    return new RecurrentInputs(in.x(), in.w(), in.r(), in.b(), null, initialH, initialC, in.p());
  }

  private static RecurrentInputs weights(
      RecurrentInputs in, Tensor w, Tensor r, @Nullable Tensor b, @Nullable Tensor p) {
    return new RecurrentInputs(in.x(), w, r, b, in.sequenceLens(), in.initialH(), in.initialC(), p);
  }
}
